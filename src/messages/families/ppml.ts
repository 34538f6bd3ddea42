import { errorEntry, findingEntry } from "../define.js";

const list = (names: readonly (string | number)[], count: number): string => `${names.join(", ")}${count > names.length ? ", ..." : ""}`;
const listZh = (names: readonly (string | number)[], count: number): string => `${names.join("、")}${count > names.length ? "……" : ""}`;
const quoted = (names: readonly string[], and: string): string => names.map((n) => `\`${n}\``).join(and);

const ppmlErrors = {
  "PPML-OUTCOME-NEGATIVE": errorEntry<{ outcome: string; rows: number; value: number; row: number }>({
    example: { outcome: "growth", rows: 14, value: -0.31, row: 27 },
    en: (e) => ({
      message: `\`ppml\` needs an outcome of zero or more; \`${e.outcome}\` is negative in ${e.rows} ${e.rows === 1 ? "row" : "rows"}, least ${e.value} in row ${e.row}.`,
      why: "The expectation is an exponential and cannot be negative.",
      remedy: "Use `estimator: ols`, or check how the outcome was made (a difference, a standardised index, a code for missing).",
    }),
    zh: (e) => ({
      message: `\`ppml\` 要求被解释变量不小于零；\`${e.outcome}\` 有 ${e.rows} 行为负，最小为第 ${e.row} 行的 ${e.value}。`,
      why: "该模型的期望是指数形式，不可能为负。",
      remedy: "请改用 `estimator: ols`，或检查被解释变量的构造（是否为差分、标准化指数或缺失代码）。",
    }),
  }),
  "PPML-NOTHING-POSITIVE": errorEntry<{ outcome: string; effects: string[]; rows: number }>({
    example: { outcome: "patents", effects: ["firm", "year"], rows: 320 },
    en: (e) => ({
      message: `\`${e.outcome}\` is zero in every row that the fixed effects (${e.effects.join(", ")}) could compare; none of ${e.rows} rows is left.`,
      remedy: "Check the column and the filter, or use coarser effects.",
    }),
    zh: (e) => ({
      message: `在固定效应（${e.effects.join("、")}）可供比较的行中，\`${e.outcome}\` 全部为零；${e.rows} 行无一可用。`,
      remedy: "请检查该列与筛选条件，或采用更粗的固定效应。",
    }),
  }),
  "PPML-EXPOSURE": errorEntry<{ exposure: string; rows: number; value: number; row: number }>({
    example: { exposure: "population", rows: 3, value: 0, row: 118 },
    en: (e) => ({
      message: `The exposure \`${e.exposure}\` must be above zero; it is not in ${e.rows} ${e.rows === 1 ? "row" : "rows"} (${e.value} in row ${e.row}).`,
      why: "Its logarithm enters the model; a row that nothing was exposed in says nothing about a rate.",
      remedy: "Drop these rows knowingly with a `filter` step, or check the column.",
    }),
    zh: (e) => ({
      message: `暴露量 \`${e.exposure}\` 必须大于零；有 ${e.rows} 行不满足（第 ${e.row} 行为 ${e.value}）。`,
      why: "进入模型的是其对数；没有暴露量的行对发生率不提供任何信息。",
      remedy: "请用 `filter` 步骤有意剔除这些行，或检查该列。",
    }),
  }),
  "PPML-OFFSET-TEXT": errorEntry<{ expression: string }>({
    example: { expression: "province" },
    en: (e) => ({
      message: `Offset and exposure are numbers; \`${e.expression}\` is text.`,
      remedy: "Name a column of numbers, or an expression such as `ln(population)`.",
    }),
    zh: (e) => ({
      message: `偏移量与暴露量应为数值，而 \`${e.expression}\` 是文本。`,
      remedy: "请写数值列，或 `ln(population)` 之类的表达式。",
    }),
  }),
};

const ppmlFindings = {
  "PPML-ALL-ZERO": findingEntry<{ effect: string; count: number; levels: string[]; rows: number }>("note", {
    example: { effect: "firm", count: 214, levels: ["F003", "F019", "F020"], rows: 1070 },
    en: (e) => ({
      message: `${e.rows} rows were left out because the outcome is zero throughout in ${e.count} ${e.count === 1 ? "level" : "levels"} of \`${e.effect}\`: ${list(e.levels, e.count)}.`,
      why: "The effect of such a level runs to minus infinity: it is fitted exactly and says nothing about the slopes.",
      remedy: "Report the number with the sample size. The estimate is about units in which the outcome happens at all.",
    }),
    zh: (e) => ({
      message: `\`${e.effect}\` 有 ${e.count} 组的被解释变量始终为零，共 ${e.rows} 行被剔除：${listZh(e.levels, e.count)}。`,
      why: "这些组的固定效应趋于负无穷，被完全拟合，对斜率不提供任何信息。",
      remedy: "请在报告样本量时一并说明。估计结果只适用于曾出现非零结果的个体。",
    }),
  }),
  "PPML-SEPARATED": findingEntry<{ rows: number; of: number; named: number[]; terms: string[]; effects: string[] }>("warning", {
    example: { rows: 12, of: 4300, named: [17, 52, 388], terms: ["treated"], effects: ["firm", "year"] },
    en: (e) => ({
      message: `${e.rows} of ${e.of} rows with a zero outcome are separated by ${e.terms.length === 0 ? `the fixed effects (${e.effects.join(", ")})` : quoted(e.terms, " and ")} and were left out: ${e.rows === 1 ? "row" : "rows"} ${list(e.named, e.rows)}.`,
      why: "A combination of regressors and effects is zero wherever the outcome is positive: its coefficient would run to infinity, and programs that do not look report whatever they stopped at.",
      remedy:
        e.terms.length === 0
          ? "Report the number with the sample size."
          : `Report the number. If ${quoted(e.terms, " or ")} now lacks a coefficient, the outcome is always zero where it speaks, which is itself the result.`,
    }),
    zh: (e) => ({
      message: `${e.of} 行中有 ${e.rows} 行零值被${e.terms.length === 0 ? `固定效应（${e.effects.join("、")}）` : quoted(e.terms, "、")}完全分离，已被剔除：第 ${listZh(e.named, e.rows)} 行。`,
      why: "解释变量与固定效应的某一组合在结果为正时恒为零：其系数趋于无穷，不作检查的软件会报告停止迭代时的任意数值。",
      remedy:
        e.terms.length === 0
          ? "请在报告样本量时一并说明。"
          : `请一并报告该行数。若 ${quoted(e.terms, "、")} 因此没有系数，说明它起作用之处结果恒为零，这本身就是结论。`,
    }),
  }),
  "PPML-OUTCOME-LOGGED": findingEntry<{ outcome: string }>("serious", {
    example: { outcome: "ln(patents + 1)" },
    en: (e) => ({
      message: `The outcome \`${e.outcome}\` is a logarithm, and \`ppml\` models the logarithm of the expectation already.`,
      why: "The coefficient is then neither an elasticity nor a semi-elasticity of anything that was measured.",
      remedy: "Write the outcome as it was measured, zeros included; or estimate the logarithm by `ols`.",
    }),
    zh: (e) => ({
      message: `被解释变量 \`${e.outcome}\` 已取对数，而 \`ppml\` 本身就是对期望的对数建模。`,
      why: "此时系数既不是弹性，也不是任何实测量的半弹性。",
      remedy: "请直接使用原始的被解释变量（含零值）；或用 `ols` 估计对数形式。",
    }),
  }),
  "PPML-NOT-COUNT": findingEntry<{ outcome: string }>("note", {
    example: { outcome: "exports" },
    en: (e) => ({
      message: `\`${e.outcome}\` is not a count. That is no fault: \`ppml\` needs the right expectation only.`,
      why: "The estimate is consistent for any outcome of zero or more whose expectation is exponential; the likelihood and what is made from it (pseudo R2, deviance) have no meaning as probabilities.",
      remedy: "Nothing to do. Keep robust errors.",
    }),
    zh: (e) => ({
      message: `\`${e.outcome}\` 不是计数。这不是缺陷：\`ppml\` 只要求期望设定正确。`,
      why: "只要期望为指数形式，任何非负结果的估计都是一致的；但似然及由其得出的伪 R²、偏差不再具有概率含义。",
      remedy: "无需处理，请保留稳健标准误。",
    }),
  }),
  "PPML-DISPERSION": findingEntry<{ dispersion: number; outcome: string }>("note", {
    example: { dispersion: 3.4, outcome: "patents" },
    en: (e) => ({
      message: `The variance of \`${e.outcome}\` is ${e.dispersion.toPrecision(2)} times its expectation, and the errors allow for it.`,
      why: "Over- or underdispersion does not bias the estimate, and robust errors hold whatever the variance; it is no reason for a negative binomial model, which loses that robustness.",
      remedy: "Nothing to do.",
    }),
    zh: (e) => ({
      message: `\`${e.outcome}\` 的方差约为期望的 ${e.dispersion.toPrecision(2)} 倍，所用标准误已考虑这一点。`,
      why: "过度或不足离散不会使估计有偏，稳健标准误不依赖方差形式；这不是改用负二项模型的理由，后者会失去这种稳健性。",
      remedy: "无需处理。",
    }),
  }),
  "PPML-IID-ERRORS": findingEntry<{ dispersion: number; outcome: string }>("serious", {
    example: { dispersion: 3.4, outcome: "patents" },
    en: (e) => ({
      message: `The errors \`iid\` of \`ppml\` take the variance to be the expectation; here it is ${e.dispersion.toPrecision(2)} times that.`,
      why: "They are too small or too large by about the square root of that factor.",
      remedy: "Use `HC1` or clusters.",
    }),
    zh: (e) => ({
      message: `\`ppml\` 的 \`iid\` 标准误假定方差等于期望；而此处方差约为期望的 ${e.dispersion.toPrecision(2)} 倍。`,
      why: "标准误的偏差约为该倍数的平方根。",
      remedy: "请使用 `HC1` 或聚类标准误。",
    }),
  }),
};

export const ppmlMessages = { ...ppmlErrors, ...ppmlFindings };
