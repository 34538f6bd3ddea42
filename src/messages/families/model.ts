import { formulaMessages } from "./formula.js";
import { modelErrors } from "./modelErrors.js";
import { modelFindings } from "./modelFindings.js";

export const modelMessages = { ...formulaMessages, ...modelErrors, ...modelFindings };
