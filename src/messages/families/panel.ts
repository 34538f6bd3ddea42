import { errorEntry, findingEntry } from "../define.js";

/** The first names of a list, and how many more there are. */
function some(names: readonly (string | number)[], language: "en" | "zh", shown = 8): string {
  const list = names.slice(0, shown).join(language === "en" ? ", " : "、");
  const more = names.length - shown;
  if (more <= 0) return list;
  return language === "en" ? `${list} and ${more} more` : `${list}等 ${names.length} 个`;
}

/** A column name as it stands in an expression: names with blanks in backquotes. */
function written(name: string): string {
  return /^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(name) ? name : `\`${name.replaceAll("`", "``")}\``;
}

/** Panels and the steps that make them. */
export const panelMessages = {
  "DATA-UNIT-TIME-TWICE": errorEntry<{
    table: string;
    unit: string;
    time: string;
    count: number;
    cases: { unit: string; time: number; rows: number[] }[];
  }>({
    example: { table: "provinces", unit: "province", time: "year", count: 1, cases: [{ unit: "Hebei", time: 2014, rows: [27, 310] }] },
    en: (e) => ({
      message: `In \`${e.table}\`, ${e.count === 1 ? "one row repeats" : `${e.count} rows repeat`} a \`${e.unit}\` and \`${e.time}\` that stand already: ${e.cases.map((c) => `${c.unit} ${c.time} (rows ${c.rows.join(", ")})`).join("; ")}.`,
      why: "A unit counted twice weighs double, and every lag, difference and fixed effect becomes ambiguous.",
      remedy: "Remove the repeated rows, or aggregate them first (`from: ..., by: [...], aggregate: {...}`).",
    }),
    zh: (e) => ({
      message: `数据表 \`${e.table}\` 中有 ${e.count} 行重复了已有的 \`${e.unit}\`—\`${e.time}\` 组合：${e.cases.map((c) => `${c.unit} ${c.time}（第 ${c.rows.join("、")} 行）`).join("；")}。`,
      why: "同一个体计两次会使权重加倍，滞后、差分和固定效应都会产生歧义。",
      remedy: "请删除重复的行，或先汇总（`from: ..., by: [...], aggregate: {...}`）。",
    }),
  }),
  "DATA-UNIT-TIME-MISSING": errorEntry<{ table: string; column: string; role: "unit" | "time"; count: number; rows: number[] }>({
    example: { table: "provinces", column: "province", role: "unit", count: 2, rows: [31, 62] },
    en: (e) => ({
      message: `The ${e.role} column \`${e.column}\` of \`${e.table}\` is empty in ${e.count} ${e.count === 1 ? "row" : "rows"} (row ${e.rows.join(", ")}${e.count > e.rows.length ? ", ..." : ""}).`,
      why: `A row without its ${e.role} belongs to no place of the panel.`,
      remedy: `Fill the cells, or drop the rows knowingly: \`filter: not missing(${written(e.column)})\`.`,
    }),
    zh: (e) => ({
      message: `数据表 \`${e.table}\` 的${e.role === "unit" ? "个体" : "时间"}列 \`${e.column}\` 有 ${e.count} 行为空（第 ${e.rows.join("、")} 行${e.count > e.rows.length ? "……" : ""}）。`,
      why: `没有${e.role === "unit" ? "个体" : "时间"}的行在面板中没有位置。`,
      remedy: `请补全这些单元格，或有意剔除：\`filter: not missing(${written(e.column)})\`。`,
    }),
  }),
  "DATA-TIME-FRACTION": errorEntry<{ table: string; column: string; value: number; row: number }>({
    example: { table: "provinces", column: "year", value: 2012.5, row: 14 },
    en: (e) => ({
      message: `The time column \`${e.column}\` of \`${e.table}\` holds ${e.value} in row ${e.row}; times are whole numbers.`,
      why: "Lags and event times count whole periods.",
      remedy: "Number the periods, for quarters as `derive: { period: year * 4 + quarter }`.",
    }),
    zh: (e) => ({
      message: `数据表 \`${e.table}\` 的时间列 \`${e.column}\` 在第 ${e.row} 行为 ${e.value}；时间应为整数。`,
      why: "滞后和事件时间按整期计算。",
      remedy: "请给各期编号，季度数据可写 `derive: { period: year * 4 + quarter }`。",
    }),
  }),
  "DATA-GAPS": findingEntry<{ table: string; units: { unit: string; missing: number[] }[] }>("warning", {
    example: { table: "provinces", units: [{ unit: "Tibet", missing: [2014, 2015] }] },
    en: (e) => ({
      message: `${e.units.length} ${e.units.length === 1 ? "unit" : "units"} of \`${e.table}\` ${e.units.length === 1 ? "has" : "have"} gaps in time: ${some(
        e.units.map((u) => `${u.unit} (${some(u.missing, "en", 5)})`),
        "en",
      )}.`,
      why: "Lags and differences across a gap are missing, and those rows leave models that use them.",
      remedy: "Add the missing periods, or keep complete units with a `balance` step.",
    }),
    zh: (e) => ({
      message: `数据表 \`${e.table}\` 有 ${e.units.length} 个个体的时间不连续：${some(
        e.units.map((u) => `${u.unit}（缺 ${some(u.missing, "zh", 5)}）`),
        "zh",
      )}。`,
      why: "跨越间断的滞后和差分为缺失，用到它们的模型会失去这些行。",
      remedy: "请补上缺失的时期，或用 `balance` 步骤只保留完整的个体。",
    }),
  }),
  "DATA-SINGLE-PERIOD": findingEntry<{ table: string; units: string[]; of: number }>("warning", {
    example: { table: "firms", units: ["F017", "F230"], of: 400 },
    en: (e) => ({
      message: `${e.units.length} of ${e.of} units of \`${e.table}\` are seen in one period only: ${some(e.units, "en")}.`,
      why: "A unit effect fits such a unit exactly, so it says nothing and leaves the sample.",
      remedy: "Nothing to do if this is expected; otherwise check the unit names for spellings.",
    }),
    zh: (e) => ({
      message: `数据表 \`${e.table}\` 的 ${e.of} 个个体中有 ${e.units.length} 个只出现一期：${some(e.units, "zh")}。`,
      why: "个体效应会完全拟合这样的个体，它不提供信息，会退出样本。",
      remedy: "若属预期则无需处理；否则请检查个体名称的写法。",
    }),
  }),
  "DATA-UNIT-NEAR-DUPLICATE": findingEntry<{ table: string; column: string; names: string[] }>("warning", {
    example: { table: "provinces", column: "province", names: ["广东", "广 东"] },
    en: (e) => ({
      message: `The units ${e.names.map((n) => `"${n}"`).join(", ")} of \`${e.table}\` look like one unit.`,
      why: "Two spellings split one unit into two with half a history each; effects and clusters are then wrong.",
      remedy: `Write one spelling in the file, or recode: \`derive: { ${e.column}: if(${written(e.column)} = "${e.names[1]}", "${e.names[0]}", ${written(e.column)}) }\`.`,
    }),
    zh: (e) => ({
      message: `数据表 \`${e.table}\` 中的个体 ${e.names.map((n) => `“${n}”`).join("、")} 看起来是同一个体。`,
      why: "两种写法会把一个个体拆成两个，各有一半历史，固定效应和聚类都会出错。",
      remedy: `请在文件中统一写法，或重新编码：\`derive: { ${e.column}: if(${written(e.column)} = "${e.names[1]}", "${e.names[0]}", ${written(e.column)}) }\`。`,
    }),
  }),
  "DATA-UNIT-TOTAL": findingEntry<{ table: string; column: string; names: string[] }>("serious", {
    example: { table: "provinces", column: "province", names: ["全国"] },
    en: (e) => ({
      message: `Among the units of \`${e.table}\` are names of sums or means over other units: ${some(e.names, "en")}.`,
      why: "A total counted as a unit repeats every other unit and is far larger than any of them.",
      remedy: `Drop it: \`filter: ${written(e.column)} not in (${e.names
        .slice(0, 4)
        .map((n) => `"${n}"`)
        .join(", ")})\`.`,
    }),
    zh: (e) => ({
      message: `数据表 \`${e.table}\` 的个体中有像是合计或平均的名称：${some(e.names, "zh")}。`,
      why: "把合计当作个体，会重复计算其他所有个体，且数值远大于任何一个。",
      remedy: `请剔除：\`filter: ${written(e.column)} not in (${e.names
        .slice(0, 4)
        .map((n) => `"${n}"`)
        .join(", ")})\`。`,
    }),
  }),
  "DATA-COLUMN-CONSTANT": findingEntry<{ table: string; columns: string[] }>("warning", {
    example: { table: "provinces", columns: ["base"] },
    en: (e) => ({
      message: `One value only in ${e.columns.length === 1 ? "the column" : "the columns"} ${some(e.columns, "en")} of \`${e.table}\`.`,
      why: "A variable that never varies explains nothing and is dropped from every model.",
      remedy: "Check that the right column was exported.",
    }),
    zh: (e) => ({
      message: `数据表 \`${e.table}\` 的列 ${some(e.columns, "zh")} 只有一个取值。`,
      why: "没有变化的变量不能解释任何东西，会从所有模型中剔除。",
      remedy: "请检查导出的列是否正确。",
    }),
  }),
  "DATA-TIME-INVARIANT": findingEntry<{ table: string; columns: string[] }>("note", {
    example: { table: "provinces", columns: ["lon", "lat"] },
    en: (e) => ({
      message: `Constant over time in every unit of \`${e.table}\`: ${some(e.columns, "en")}.`,
      why: "Unit effects absorb such a variable; beside them its coefficient cannot be estimated.",
      remedy: "Interact it with time if its changing effect is meant.",
    }),
    zh: (e) => ({
      message: `数据表 \`${e.table}\` 中以下变量在每个个体内都不随时间变化：${some(e.columns, "zh")}。`,
      why: "个体固定效应会吸收这类变量，其系数无法与个体效应同时估计。",
      remedy: "如果关心其作用随时间的变化，请与时间交互。",
    }),
  }),
  "DATA-UNIT-CONSTANT": findingEntry<{ table: string; column: string; units: string[]; of: number }>("note", {
    example: { table: "provinces", column: "broadband", units: ["Tibet"], of: 31 },
    en: (e) => ({
      message: `\`${e.column}\` of \`${e.table}\` never changes in ${some(e.units, "en")}, though it does in the other units (${e.of} have at least four values).`,
      why: "One value copied over the years is a common way to fill holes; it pulls every estimate of change towards zero.",
      remedy: "Check these series against their source.",
    }),
    zh: (e) => ({
      message: `数据表 \`${e.table}\` 的 \`${e.column}\` 在 ${some(e.units, "zh")} 中从不变化，而在其他个体中有变化（${e.of} 个个体至少有四个值）。`,
      why: "逐年复制同一个值是常见的填补办法，会把变化的估计拉向零。",
      remedy: "请对照原始来源核查这些序列。",
    }),
  }),
  "DATA-STEP-KEYS": errorEntry<{ table: string; step: string; missing: string[] }>({
    example: { table: "provinces", step: "lag", missing: ["unit", "time"] },
    en: (e) => ({
      message: `The step \`${e.step}\` needs to know the ${e.missing.join(" and ")} of \`${e.table}\`.`,
      remedy: `Declare it beside the file, as \`${e.missing.map((k) => (k === "unit" ? "unit: province" : "time: year")).join("`, `")}\`.`,
    }),
    zh: (e) => ({
      message: `步骤 \`${e.step}\` 需要知道数据表 \`${e.table}\` 的${e.missing.map((k) => (k === "unit" ? "个体" : "时间")).join("和")}列。`,
      remedy: `请在数据表下声明，例如 \`${e.missing.map((k) => (k === "unit" ? "unit: province" : "time: year")).join("`、`")}\`。`,
    }),
  }),
  "DATA-CUT-FEW": errorEntry<{ table: string; column: string; groups: number; distinct: number }>({
    example: { table: "countries", column: "income_2005", groups: 3, distinct: 2 },
    en: (e) => ({
      message: `The column \`${e.column}\` of \`${e.table}\` has ${e.distinct} different values, too few for ${e.groups} groups.`,
      remedy: "Ask for fewer groups, or use the column itself as the groups.",
    }),
    zh: (e) => ({
      message: `数据表 \`${e.table}\` 的列 \`${e.column}\` 只有 ${e.distinct} 个不同取值，不足以分成 ${e.groups} 组。`,
      remedy: "请减少组数，或直接以该列为分组。",
    }),
  }),
  "DATA-CUT-VARIES": errorEntry<{ table: string; column: string; unit: string; values: number[] }>({
    example: { table: "countries", column: "income", unit: "Canada", values: [39000, 40000] },
    en: (e) => ({
      message: `The column \`${e.column}\` of \`${e.table}\` changes within a unit (\`${e.unit}\` has ${e.values.join(" and ")}), so units cannot be put into groups by it.`,
      why: "A unit would belong to several groups.",
      remedy: `Fix the column in one period first, as \`atTime: { columns: [${e.column}], time: 2005 }\`, and cut \`${e.column}_2005\`.`,
    }),
    zh: (e) => ({
      message: `数据表 \`${e.table}\` 的列 \`${e.column}\` 在同一个体内会变化（\`${e.unit}\` 有 ${e.values.join(" 和 ")}），无法据此给个体分组。`,
      why: "同一个体会落入多个组。",
      remedy: `请先固定某一期的取值，例如 \`atTime: { columns: [${e.column}], time: 2005 }\`，再对 \`${e.column}_2005\` 分组。`,
    }),
  }),
  "DATA-COLUMN-EXISTS": errorEntry<{ table: string; column: string; step: string }>({
    example: { table: "provinces", column: "ai_lag1", step: "lag" },
    en: (e) => ({
      message: `The step \`${e.step}\` would write the column \`${e.column}\`, which \`${e.table}\` has already.`,
      why: "A formula could not tell the two apart.",
      remedy: "Rename the column in the file, or remove the repeated step.",
    }),
    zh: (e) => ({
      message: `步骤 \`${e.step}\` 要写入列 \`${e.column}\`，但数据表 \`${e.table}\` 已有该列。`,
      why: "公式无法区分两者。",
      remedy: "请在文件中改名，或删去重复的步骤。",
    }),
  }),
  "DATA-DERIVED-MISSING": findingEntry<{ table: string; column: string; expression: string; count: number; units: string[] }>("warning", {
    example: {
      table: "countries",
      column: "firstTreated",
      expression: "if(month(published) >= 9, year(published) + 1, year(published))",
      count: 15,
      units: ["URY"],
    },
    en: (e) => ({
      message: `\`${e.column}\` is missing in ${e.count} ${e.count === 1 ? "row" : "rows"} of \`${e.table}\` although everything in \`${e.expression}\` is there${e.units.length === 0 ? "" : `: ${some(e.units, "en")}`}.`,
      why: "A missing value here drops the row or, in a date of adoption, makes the unit count as never treated.",
      remedy:
        "Say what holds in such a row, as `coalesce(month(x), 1)` where a date has no month, or write `missing` in the expression to mean it.",
    }),
    zh: (e) => ({
      message: `数据表 \`${e.table}\` 有 ${e.count} 行的 \`${e.column}\` 为缺失，尽管 \`${e.expression}\` 中的各列都有值${e.units.length === 0 ? "" : `：${some(e.units, "zh")}`}。`,
      why: "缺失会使该行退出样本；若是处理时间，该个体会被当作从未处理。",
      remedy: "请说明这种行的取值，例如日期没有月份时写 `coalesce(month(x), 1)`；若确实要缺失，请在表达式中写出 `missing`。",
    }),
  }),
  "DATA-JOIN-KEY-TWICE": errorEntry<{ with: string; on: string[]; count: number; keys: string[] }>({
    example: { with: "zones", on: ["gb"], count: 1, keys: ["11"] },
    en: (e) => ({
      message: `The table \`${e.with}\` has ${e.count === 1 ? "a key" : `${e.count} keys`} of \`${e.on.join(", ")}\` more than once: ${some(e.keys, "en", 6)}.`,
      why: "Joining it would multiply rows and count units twice.",
      remedy: "Remove the repeated rows, add a column to `on`, or aggregate the table first.",
    }),
    zh: (e) => ({
      message: `数据表 \`${e.with}\` 的键 \`${e.on.join("、")}\` 有 ${e.count} 个重复：${some(e.keys, "zh", 6)}。`,
      why: "这样连接会使行数成倍增加，个体被重复计算。",
      remedy: "请删除重复的行，在 `on` 中增加列，或先汇总该表。",
    }),
  }),
  "DATA-JOIN-COLUMN-TWICE": errorEntry<{ table: string; with: string; columns: string[] }>({
    example: { table: "provinces", with: "zones", columns: ["name"] },
    en: (e) => ({
      message: `\`${e.table}\` and \`${e.with}\` both have the ${e.columns.length === 1 ? "column" : "columns"} ${some(e.columns, "en")}.`,
      why: "Which of the two a formula means could only be guessed.",
      remedy: "Add the column to `on` if it is part of the key; otherwise rename it in one of the files.",
    }),
    zh: (e) => ({
      message: `数据表 \`${e.table}\` 与 \`${e.with}\` 都有列 ${some(e.columns, "zh")}。`,
      why: "公式指的是哪一列只能靠猜。",
      remedy: "如果它是键的一部分，请加入 `on`；否则请在其中一个文件中改名。",
    }),
  }),
  "DATA-JOIN-NO-MATCH": errorEntry<{ table: string; with: string; on: string[]; left: string[]; right: string[] }>({
    example: { table: "provinces", with: "zones", on: ["gb"], left: ["11", "12"], right: ["110000", "120000"] },
    en: (e) => ({
      message: `No row of \`${e.table}\` finds a partner in \`${e.with}\` on \`${e.on.join(", ")}\`: ${some(e.left, "en")} against ${some(e.right, "en")}.`,
      why: "Every joined column would be missing.",
      remedy: "Bring both tables to the same codes or spellings.",
    }),
    zh: (e) => ({
      message: `数据表 \`${e.table}\` 没有一行能在 \`${e.with}\` 中按 \`${e.on.join("、")}\` 找到对应：${some(e.left, "zh")} 对 ${some(e.right, "zh")}。`,
      why: "所有连接进来的列都会是缺失。",
      remedy: "请统一两表的代码或写法。",
    }),
  }),
  "DATA-JOIN-NEAR": findingEntry<{ table: string; with: string; column: string; pairs: { left: string; right: string }[] }>("serious", {
    example: { table: "provinces", with: "zones", column: "province", pairs: [{ left: "Beijing", right: "Bejing" }] },
    en: (e) => ({
      message: `Keys of \`${e.column}\` that found no partner look like slips of the pen: ${some(
        e.pairs.map((p) => `"${p.left}" in \`${e.table}\`, "${p.right}" in \`${e.with}\``),
        "en",
        5,
      )}.`,
      why: "Such a unit gets missing values, and in a date of adoption counts as never treated.",
      remedy: "Write the same spelling in both files.",
    }),
    zh: (e) => ({
      message: `\`${e.column}\` 中没有找到对应的键像是笔误：${some(
        e.pairs.map((p) => `\`${e.table}\` 中的“${p.left}”与 \`${e.with}\` 中的“${p.right}”`),
        "zh",
        5,
      )}。`,
      why: "这样的个体会得到缺失值；若是处理时间，会被当作从未处理。",
      remedy: "请在两个文件中使用相同的写法。",
    }),
  }),
  "DATA-JOIN-UNUSED": findingEntry<{ table: string; with: string; column: string; values: string[] }>("note", {
    example: { table: "provinces", with: "zones", column: "province", values: ["Atlantis"] },
    en: (e) => ({
      message: `\`${e.with}\` holds ${e.values.length} ${e.values.length === 1 ? "value" : "values"} of \`${e.column}\` that no row of \`${e.table}\` has: ${some(e.values, "en")}.`,
      why: "They may lie outside the sample, or be unknown units.",
      remedy: "Check that none of them is a unit of the sample under another name.",
    }),
    zh: (e) => ({
      message: `\`${e.with}\` 的 \`${e.column}\` 有 ${e.values.length} 个取值在 \`${e.table}\` 中不存在：${some(e.values, "zh")}。`,
      why: "它们可能在样本之外，也可能是未知的个体。",
      remedy: "请确认其中没有样本内个体的另一种写法。",
    }),
  }),
};
