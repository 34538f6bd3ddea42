export { checkExpression } from "./expression/check.js";
export { evaluate, evaluateCondition } from "./expression/evaluate.js";
export type { RowNames } from "./expression/faults.js";
export { formatExpression, formatName } from "./expression/format.js";
export { functionRules, readDate, type ValueKind } from "./expression/functions.js";
export { accept, advance, binding, type Cursor, cursorOn, parseAt, parseExpression, peek, unexpected } from "./expression/parse.js";
export { quoteIdentifier, quoteText, toSql } from "./expression/sql.js";
export { type Expression, namesIn, partsOf } from "./expression/syntax.js";
export { limits, type Token, tokenize } from "./expression/tokenize.js";
export {
  type CategoryColumn,
  type Column,
  type ColumnInput,
  categories,
  categoryColumn,
  categoryFromStrings,
  columnNamed,
  type Frame,
  frame,
  type LedgerLine,
  type NumberColumn,
  numberColumn,
  numbers,
  sourceRow,
  type Table,
  takeRows,
  withColumn,
  withFindings,
  withLedger,
} from "./frame.js";
export { unitTimeOrder } from "./order.js";
export { compareText, looksLikeNumber } from "./text.js";
