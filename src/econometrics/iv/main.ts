export { type IvOptions, ivRegress } from "./ivRegress.js";
export type { IvMethod } from "./options.js";
