import { errorEntry, findingEntry } from "../define.js";

const probability = (p: number): string => (p < 0.0001 ? "< 0.0001" : `= ${p.toFixed(4)}`);
const number = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3));
const testEn: Record<string, string> = {
  hausman: "Hausman's test",
  hausmanRobust: "the robust Hausman test (unit means of the regressors)",
  wooldridgeSerial: "Wooldridge's test on within residuals",
  wooldridgeDifferences: "Wooldridge's test on first differences",
};
const testZh: Record<string, string> = {
  hausman: "Hausman 检验",
  hausmanRobust: "稳健 Hausman 检验（解释变量的组均值）",
  wooldridgeSerial: "基于组内残差的 Wooldridge 检验",
  wooldridgeDifferences: "基于一阶差分的 Wooldridge 检验",
};
const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1);

const panelErrors = {
  "PANEL-UNIT-NEEDED": errorEntry<{ estimator: string; needs: string }>({
    example: { estimator: "randomEffects", needs: "unit" },
    en: (e) => ({
      message: `\`${e.estimator}\` needs to know the ${e.needs} of each row, and the table names none.`,
      remedy: `Name it where the table is declared: \`${e.needs}: COLUMN\` (at the command line \`--${e.needs} COLUMN\`).`,
    }),
    zh: (e) => ({
      message: `\`${e.estimator}\` 需要知道每一行的${e.needs === "unit" ? "个体" : "时间"}，而数据表未指明。`,
      remedy: `请在数据表处写明：\`${e.needs}: 列名\`（命令行用 \`--${e.needs} 列名\`）。`,
    }),
  }),
  "PANEL-EFFECTS-WRITTEN": errorEntry<{ estimator: string; effects: string[]; formula: string }>({
    example: { estimator: "randomEffects", effects: ["province"], formula: "np ~ ai | province" },
    en: (e) => ({
      message: `\`${e.estimator}\` takes the panel from the table's unit and time; absorbed effects (${e.effects.join(", ")}) have no place in its formula.`,
      remedy:
        "Delete the part behind the bar. Effects of time go among the regressors: `i(year)`. Fixed unit effects are `estimator: ols`.",
    }),
    zh: (e) => ({
      message: `\`${e.estimator}\` 的面板结构取自数据表的个体与时间，公式中不能写吸收的固定效应（${e.effects.join("、")}）。`,
      remedy: "请删去竖线之后的部分。时间效应可写在解释变量中：`i(year)`；个体固定效应请用 `estimator: ols`。",
    }),
  }),
  "PANEL-FEW-UNITS": errorEntry<{ units: number; coefficients: number }>({
    example: { units: 5, coefficients: 6 },
    en: (e) => ({
      message: `The variance between units cannot be estimated: ${e.units} units, and ${e.coefficients} coefficients in the regression between them.`,
      remedy: "Use fewer regressors, or `components: wallaceHussain`, which needs no regression between units.",
    }),
    zh: (e) => ({
      message: `无法估计个体之间的方差：共有 ${e.units} 个个体，而组间回归有 ${e.coefficients} 个系数。`,
      remedy: "请减少解释变量，或改用不需要组间回归的 `components: wallaceHussain`。",
    }),
  }),
  "PANEL-NO-WITHIN": errorEntry<{ formula: string; terms: string[] }>({
    example: { formula: "np ~ coastal", terms: ["coastal"] },
    en: (e) => ({
      message: `No regressor of \`${e.formula}\` varies within units, so there are no unit means to add (${e.terms.join(", ")}).`,
      remedy: "Use `estimator: randomEffects` or `between`.",
    }),
    zh: (e) => ({
      message: `\`${e.formula}\` 中没有在个体内变动的解释变量，无法加入组均值（${e.terms.join("、")}）。`,
      remedy: "请改用 `estimator: randomEffects` 或 `between`。",
    }),
  }),
  "PANEL-NO-DIFFERENCES": errorEntry<{ rows: number; units: number }>({
    example: { rows: 30, units: 30 },
    en: (e) => ({
      message: `No unit has rows in two consecutive periods (${e.rows} rows of ${e.units} units): there is no change to estimate from.`,
      remedy: "Check the time column: periods one apart must be whole numbers one apart (years, quarters `2017Q1`, months `2017-03`).",
    }),
    zh: (e) => ({
      message: `没有任何个体在相邻两期都有数据（共 ${e.rows} 行、${e.units} 个个体）：没有可用于估计的变化。`,
      remedy: "请检查时间列：相邻两期应为相差 1 的整数（年份，或季度 `2017Q1`、月份 `2017-03`）。",
    }),
  }),
  "PANEL-CLUSTER-WITHIN": errorEntry<{ cluster: string }>({
    example: { cluster: "year" },
    en: (e) => ({
      message: `The between estimator has one row per unit, and \`${e.cluster}\` changes within units: its rows have no cluster.`,
      remedy: "Cluster by something that units stay in (a region), or use `vcov: HC1`.",
    }),
    zh: (e) => ({
      message: `组间估计每个个体只有一行，而 \`${e.cluster}\` 在个体内变化，无法确定所属聚类。`,
      remedy: "请按个体始终所属的变量（如地区）聚类，或使用 `vcov: HC1`。",
    }),
  }),
};

const panelFindings = {
  "PANEL-HAUSMAN": findingEntry<{ test: string; statistic: number; pValue: number }>("serious", {
    example: { test: "hausmanRobust", statistic: 8.4, pValue: 0.0004 },
    en: (e) => ({
      message: `${capital(testEn[e.test] ?? e.test)} rejects random effects (${number(e.statistic)}, p ${probability(e.pValue)}): unit effects move with the regressors.`,
      why: "The coefficients then mix what happens within units with differences between them.",
      remedy:
        "Use fixed effects (`estimator: ols`, `| unit`) or `estimator: correlatedRandomEffects`, which keeps time-constant regressors.",
    }),
    zh: (e) => ({
      message: `${testZh[e.test] ?? e.test}拒绝随机效应模型（${number(e.statistic)}，p ${probability(e.pValue)}）：个体效应与解释变量相关。`,
      why: "此时系数混合了个体内部的变化与个体之间的差异。",
      remedy: "请采用固定效应（`estimator: ols`，`| 个体`）或保留时不变变量的 `estimator: correlatedRandomEffects`。",
    }),
  }),
  "PANEL-AUTOCORRELATION": findingEntry<{ test: string; statistic: number; pValue: number }>("warning", {
    example: { test: "wooldridgeSerial", statistic: 76.9, pValue: 1e-12 },
    en: (e) => ({
      message: `Errors are serially correlated within units: ${testEn[e.test] ?? e.test} gives ${number(e.statistic)} (p ${probability(e.pValue)}), and the errors of this model do not allow for it.`,
      why: "Errors that ignore it are too small, often by half.",
      remedy: "Cluster by the unit: `vcov: { cluster: UNIT }`.",
    }),
    zh: (e) => ({
      message: `误差在个体内存在序列相关：${testZh[e.test] ?? e.test}为 ${number(e.statistic)}（p ${probability(e.pValue)}），而本模型的标准误未予考虑。`,
      why: "忽略序列相关的标准误偏小，往往只有应有的一半。",
      remedy: "请按个体聚类：`vcov: { cluster: 个体列 }`。",
    }),
  }),
  "PANEL-CROSS-SECTION": findingEntry<{ statistic: number; pValue: number }>("note", {
    example: { statistic: 4.66, pValue: 0.000003 },
    en: (e) => ({
      message: `Errors of different units move together: Pesaran's CD is ${number(e.statistic)} (p ${probability(e.pValue)}).`,
      why: "A shock that all units share is counted once per unit; errors clustered by unit do not see it.",
      remedy: "Add effects of time (`i(year)`), or estimate by `ols` with Driscoll-Kraay errors.",
    }),
    zh: (e) => ({
      message: `不同个体的误差同向变动：Pesaran CD 统计量为 ${number(e.statistic)}（p ${probability(e.pValue)}）。`,
      why: "所有个体共同的冲击会按个体数重复计入；按个体聚类的标准误无法察觉。",
      remedy: "请加入时间效应（`i(year)`），或用 `ols` 并采用 Driscoll-Kraay 标准误。",
    }),
  }),
  "PANEL-TWO-PERIODS": findingEntry<{ periods: number; estimator: string }>("note", {
    example: { periods: 2, estimator: "randomEffects" },
    en: (e) => ({
      message: `The panel has ${e.periods} ${e.periods === 1 ? "period" : "periods"}: whether errors are serially correlated within units cannot be tested.`,
      why: "A test compares residuals of one period with those of the period before; with two periods differences leave one residual per unit, and within residuals mirror each other.",
      remedy: "Keep errors clustered by the unit, which allow for any correlation within it, or add periods.",
    }),
    zh: (e) => ({
      message: `面板只有 ${e.periods} 期：无法检验个体内误差是否序列相关。`,
      why: "检验要比较相邻两期的残差；只有两期时，差分后每个个体只剩一个残差，组内残差则互为相反数。",
      remedy: "请保留按个体聚类的标准误（允许个体内任意形式的相关），或增加时期。",
    }),
  }),
  "PANEL-VARIANCE-NEGATIVE": findingEntry<{ method: string; estimate: number; rest: number }>("warning", {
    example: { method: "swamyArora", estimate: -0.02, rest: 0.4 },
    en: (e) => ({
      message: `The estimated variance of unit effects is negative (${number(e.estimate)}, by ${e.method}) and was set to zero: the estimate is pooled least squares.`,
      why: "Units differ less than chance alone would make them; the random effects model does not fit, or the panel is small.",
      remedy: "Report it as pooled least squares with clustered errors, or use another way to estimate the components.",
    }),
    zh: (e) => ({
      message: `个体效应方差的估计值为负（${number(e.estimate)}，${e.method}），已置零：估计结果即为混合最小二乘。`,
      why: "个体之间的差异小于随机波动所致，说明随机效应模型不适用，或面板太小。",
      remedy: "请作为混合最小二乘并以聚类标准误报告，或换用其他方差分量估计方法。",
    }),
  }),
};

export const panelModelMessages = { ...panelErrors, ...panelFindings };
