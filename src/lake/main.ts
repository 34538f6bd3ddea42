export { checkPanel } from "./checkPanel.js";
export { missingMarkers } from "./csv.js";
export { fileHash } from "./fileHash.js";
export { type PanelRows, panelRows } from "./panelRows.js";
export { columnNames, type Lake, type LakeOptions, openLake, readFrame, readTables, type TableSource } from "./read.js";
export { type Aggregate, type AggregateOptions, aggregateFrame } from "./steps/aggregate.js";
export { applySteps } from "./steps/apply.js";
export { copyFrame } from "./steps/copy.js";
export type {
  AtTimeOptions,
  BalanceOptions,
  CutOptions,
  GroupMeanOptions,
  InterpolateOptions,
  JoinOptions,
  LagOptions,
  Step,
  StepContext,
  WinsorizeOptions,
} from "./steps/step.js";
