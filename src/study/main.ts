export { checkStudyFile, type TableSummary } from "./checkFile.js";
export { readStudy, type StudyFile } from "./readStudy.js";
export { type Progress, type RunOptions, type RunOutcome, resultsOf, runStudy } from "./run.js";
export type { Study } from "./schema/study.js";
export { resultsJsonSchema, studyJsonSchema } from "./schemas.js";
