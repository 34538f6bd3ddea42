export { dynamicPanel } from "./dynamicPanel.js";
export type { InstrumentOption } from "./options.js";
export type { GmmOptions } from "./setting.js";
