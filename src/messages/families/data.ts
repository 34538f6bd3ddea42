import { errorEntry } from "../define.js";
import { inFormulas, operatorHere } from "../otherTools.js";

/** Rows in which an operation has no value: their numbers in the file, and their unit and time where these are known. */
export interface ValueFault {
  table: string;
  expression: string;
  count: number;
  rows: number[];
  where: string[];
  values: string[];
}

/** `3 rows: Hainan 2012, Tibet 2013, ...`, or by row number. */
function faultRows(e: ValueFault, language: "en" | "zh"): string {
  const named = e.where.length > 0;
  const list = (named ? e.where : e.rows.map(String)).slice(0, 6);
  const more = e.count > list.length;
  if (language === "en")
    return `${e.count} ${e.count === 1 ? "row" : "rows"} (${named ? "" : e.count === 1 ? "row " : "rows "}${list.join(", ")}${more ? ", ..." : ""})`;
  return `${e.count} 行（${named ? "" : "第 "}${list.join("、")}${named ? "" : " 行"}${more ? "……" : ""}）`;
}

const faultExample: ValueFault = {
  table: "provinces",
  expression: "ln(patents)",
  count: 2,
  rows: [14, 77],
  where: ["Tibet 2012", "Qinghai 2013"],
  values: ["0", "0"],
};
const selects = {
  en: "A missing value instead would drop these rows from every model, that is, select the sample by this very variable.",
  zh: "若改为缺失值，这些行会从所有模型中消失，等于按该变量自身筛选样本。",
};

export const dataMessages = {
  "DATA-COLUMN-TEXT": errorEntry<{
    table: string;
    column: string;
    count: number;
    values: { value: string; row: number }[];
    numeric: boolean;
  }>({
    example: {
      table: "firms",
      column: "sales",
      count: 12,
      values: [
        { value: "1,234", row: 3 },
        { value: "n/a", row: 18 },
      ],
      numeric: false,
    },
    en: (e) => ({
      message: e.numeric
        ? `The column \`${e.column}\` of \`${e.table}\` is text, though its values look like numbers (${cells(e.values, "en")}): codes with leading zeros, integers beyond 2^53 and text columns of Parquet stay text.`
        : `The column \`${e.column}\` of \`${e.table}\` is used as numbers but holds text in ${e.count} ${e.count === 1 ? "row" : "rows"}${e.values.length === 0 ? "" : `: ${cells(e.values, "en")}`}.`,
      why: e.numeric ? "" : "Guessing what such a cell means would put invented numbers into the estimate.",
      remedy: e.numeric
        ? "Use the column as unit, group or key; for arithmetic write plain numbers in the file, or convert it in a `query` with `CAST(... AS DOUBLE)`."
        : 'Correct these cells in the file (no thousands commas, no percent signs). If they mark missing values, list them: `missing: ["", NA, n/a]` under this table.',
    }),
    zh: (e) => ({
      message: e.numeric
        ? `数据表 \`${e.table}\` 的列 \`${e.column}\` 是文本，尽管取值形似数字（${cells(e.values, "zh")}）：带前导零的代码、超过 2^53 的整数以及 Parquet 的文本列均按文本读入。`
        : `数据表 \`${e.table}\` 的列 \`${e.column}\` 被当作数值使用，但有 ${e.count} 行是文本${e.values.length === 0 ? "" : `：${cells(e.values, "zh")}`}。`,
      why: e.numeric ? "" : "猜测这些单元格的含义，等于把编造的数字放进估计。",
      remedy: e.numeric
        ? "请将该列用作个体、分组或连接键；如需运算，请在文件中写成普通数字，或在 `query` 中用 `CAST(... AS DOUBLE)` 转换。"
        : '请在文件中改正这些单元格（不用千分位逗号和百分号）；如果它们表示缺失，请在该数据表下写 `missing: ["", NA, n/a]`。',
    }),
  }),
  "DATA-LOG-NONPOSITIVE": errorEntry<ValueFault>({
    example: faultExample,
    en: (e) => ({
      message: `\`${e.expression}\` takes the logarithm of zero or a negative number in ${faultRows(e, "en")}; values: ${e.values.slice(0, 6).join(", ")}.`,
      why: selects.en,
      remedy:
        "Say what such a row means: `ln(x + 1)` for counts, `if(x > 0, ln(x), missing)` to leave it out knowingly, or correct the data.",
    }),
    zh: (e) => ({
      message: `\`${e.expression}\` 对零或负数取对数，共 ${faultRows(e, "zh")}；取值：${e.values.slice(0, 6).join("、")}。`,
      why: selects.zh,
      remedy: "请说明这些行的含义：计数可用 `ln(x + 1)`；有意剔除可用 `if(x > 0, ln(x), missing)`；或更正数据。",
    }),
  }),
  "DATA-DIVIDE-ZERO": errorEntry<ValueFault>({
    example: { ...faultExample, expression: "gdp / workers", values: ["12.5", "0.3"] },
    en: (e) => ({
      message: `\`${e.expression}\` divides by zero in ${faultRows(e, "en")}.`,
      why: selects.en,
      remedy: "Correct the data, or leave such rows out knowingly: `if(x = 0, missing, y / x)`.",
    }),
    zh: (e) => ({
      message: `\`${e.expression}\` 除以零，共 ${faultRows(e, "zh")}。`,
      why: selects.zh,
      remedy: "请更正数据，或有意剔除这些行：`if(x = 0, missing, y / x)`。",
    }),
  }),
  "DATA-NOT-FINITE": errorEntry<ValueFault>({
    example: { ...faultExample, expression: "sqrt(profit)", values: ["-3", "-0.5"] },
    en: (e) => ({
      message: `\`${e.expression}\` has no finite value in ${faultRows(e, "en")}; its inputs there: ${e.values.slice(0, 6).join("; ")}.`,
      why: selects.en,
      remedy: "Correct the data, or guard the expression, as `if(x >= 0, sqrt(x), missing)`.",
    }),
    zh: (e) => ({
      message: `\`${e.expression}\` 没有有限的值，共 ${faultRows(e, "zh")}；该处的输入：${e.values.slice(0, 6).join("；")}。`,
      why: selects.zh,
      remedy: "请更正数据，或为表达式加上条件，例如 `if(x >= 0, sqrt(x), missing)`。",
    }),
  }),
  "DATA-NOT-DATE": errorEntry<ValueFault>({
    example: { ...faultExample, expression: "year(approved)", values: ["Sept 2019", "n/a"] },
    en: (e) => ({
      message: `\`${e.expression}\` meets values that are no date in ${faultRows(e, "en")}: ${e.values.slice(0, 6).join(", ")}.`,
      remedy: "Write dates as `2019`, `2019-09` or `2019-09-30`; leave the cell empty where there is none.",
    }),
    zh: (e) => ({
      message: `\`${e.expression}\` 遇到不是日期的值，共 ${faultRows(e, "zh")}：${e.values.slice(0, 6).join("、")}。`,
      remedy: "日期请写成 `2019`、`2019-09` 或 `2019-09-30`；没有日期时留空。",
    }),
  }),
  "DATA-COLUMN-UNKNOWN": errorEntry<{ table: string; column: string; nearest: string | null; columns: string[] }>({
    example: { table: "provinces", column: "edcation", nearest: "education", columns: ["province", "year", "education"] },
    en: (e) => {
      const ours = operatorHere(e.column, e.columns);
      const nearest = ours ?? e.nearest;
      return {
        message: `The table \`${e.table}\` has no column \`${e.column}\`.${nearest === null ? "" : ours === null ? ` Nearest: \`${nearest}\`.` : ` Here it is \`${ours}\`.`}`,
        remedy:
          nearest === null
            ? `Use one of: ${e.columns.slice(0, 12).join(", ")}${e.columns.length > 12 ? ", ..." : ""}.`
            : `Write \`${nearest}\`.${inFormulas.en(ours ?? "")}`,
      };
    },
    zh: (e) => {
      const ours = operatorHere(e.column, e.columns);
      const nearest = ours ?? e.nearest;
      return {
        message: `数据表 \`${e.table}\` 中没有列 \`${e.column}\`。${nearest === null ? "" : ours === null ? `最接近的列名：\`${nearest}\`。` : `这里写作 \`${ours}\`。`}`,
        remedy:
          nearest === null
            ? `可用的列：${e.columns.slice(0, 12).join("、")}${e.columns.length > 12 ? "……" : ""}。`
            : `请改写为 \`${nearest}\`。${inFormulas.zh(ours ?? "")}`,
      };
    },
  }),
};

/** `"1,234" (row 3), "n/a" (row 18)` */
function cells(values: readonly { value: string; row: number }[], language: "en" | "zh"): string {
  const list = values.map((v) => (language === "en" ? `"${v.value}" (row ${v.row})` : `“${v.value}”（第 ${v.row} 行）`));
  return list.join(language === "en" ? ", " : "、");
}
