export { eventStudySensitivity, type Sensitivity, type SensitivitySet } from "./analyse.js";
export type { EventStudy } from "./eventStudy.js";
export type { OsterOption, SensitivityBlock } from "./options.js";
export { osterBounds, osterFindings } from "./oster.js";
export type { PretestPower } from "./pretest.js";
