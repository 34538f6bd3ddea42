export { type ChecklistEvidence, type ChecklistReason, checklistPoint, checklistWhy } from "./checklist.js";
export { type Code, codes, type Evidence } from "./codes.js";
export type { Entry, Language, Severity, Words } from "./define.js";
export { type EstimandWords, estimandText } from "./estimand.js";
export { type LedgerEvidence, type LedgerReason, type LedgerWhat, ledgerDetail, ledgerName, ledgerText } from "./ledger.js";
export { nearest } from "./nearest.js";
export { type Finding, finding, type Place, Problem, Problems, placed, problem, wordsOf } from "./problem.js";
export { type VerdictLabels, type VerdictWords, verdictSentences, verdictText } from "./verdict.js";
