export { eventStudySensitivity, type Sensitivity, type SensitivitySet } from "./analyse.js";
export type { EventStudy } from "./eventStudy.js";
export type { SensitivityBlock } from "./options.js";
export type { PretestPower } from "./pretest.js";
