import { errorEntry, findingEntry } from "../define.js";

const list = (names: readonly string[]): string => names.map((n) => `\`${n}\``).join(", ");
const listZh = (names: readonly string[]): string => names.map((n) => `\`${n}\``).join("、");
const probability = (p: number): string => (p < 0.0001 ? "< 0.0001" : `= ${p.toFixed(4)}`);
const short = (value: number): string => value.toPrecision(3);
const equationEn: Record<string, string> = { difference: "the transformed equation", level: "the level equation", both: "both equations" };
const equationZh: Record<string, string> = { difference: "差分方程", level: "水平方程", both: "两个方程" };

const gmmErrors = {
  "GMM-EFFECTS": errorEntry<{ effects: string[]; unit: string | null; time: string | null; formula: string }>({
    example: { effects: ["industry"], unit: "firm", time: "year", formula: "np ~ l(np, 1) + ai | firm + industry" },
    en: (e) => ({
      message: `Dynamic panel GMM removes the effect of the unit and can take dummies of the time; ${list(e.effects)} behind the bar is neither.`,
      remedy: `Write \`| ${e.unit ?? "unit"} + ${e.time ?? "time"}\`. Other dummies go among the regressors, \`i(industry)\`, and among the standard instruments.`,
    }),
    zh: (e) => ({
      message: `动态面板 GMM 消除个体效应，并可加入时间虚拟变量；竖线之后的 ${listZh(e.effects)} 不属于这两者。`,
      remedy: `请写 \`| ${e.unit ?? "个体"} + ${e.time ?? "时间"}\`。其他虚拟变量请写在解释变量中（\`i(industry)\`），并列入标准工具变量。`,
    }),
  }),
  "GMM-INSTRUMENTS-WRITTEN": errorEntry<{ formula: string; instruments: string[] }>({
    example: { formula: "np ~ l(np, 1) | firm | ai ~ z", instruments: ["z"] },
    en: (e) => ({
      message: `The formula names instruments (${list(e.instruments)}) behind a second bar; those of dynamic panel GMM are sets of their own.`,
      remedy:
        "Move them: `instruments: [{ kind: standard, columns: [z] }, { kind: gmm, columns: [ai], lags: [2, 4] }]`, and `ai` among the regressors.",
    }),
    zh: (e) => ({
      message: `公式在第二条竖线之后写有工具变量（${listZh(e.instruments)}）；动态面板 GMM 的工具变量需单独分组列出。`,
      remedy:
        "请移至：`instruments: [{ kind: standard, columns: [z] }, { kind: gmm, columns: [ai], lags: [2, 4] }]`，并把 `ai` 写在解释变量中。",
    }),
  }),
  "GMM-LEVEL-ALONE": errorEntry<Record<string, never>>({
    example: {},
    en: () => ({
      message: "The level equation alone is no dynamic panel estimator here: the unit effect would stay in it.",
      remedy: "Write `equations: [difference]` for difference GMM or `equations: [difference, level]` for system GMM.",
    }),
    zh: () => ({
      message: "不能只用水平方程估计动态面板：个体效应仍留在其中。",
      remedy: "差分 GMM 请写 `equations: [difference]`，系统 GMM 请写 `equations: [difference, level]`。",
    }),
  }),
  "GMM-EQUATION-ABSENT": errorEntry<{ columns: string[]; equation: string }>({
    example: { columns: ["size"], equation: "level" },
    en: (e) => ({
      message: `The instruments ${list(e.columns)} are for ${equationEn[e.equation]}, and the model has the transformed equation only.`,
      remedy: "Write `equations: [difference, level]` for system GMM, or leave `equation` out of the set.",
    }),
    zh: (e) => ({
      message: `工具变量 ${listZh(e.columns)} 用于${equationZh[e.equation]}，而模型只有差分方程。`,
      remedy: "系统 GMM 请写 `equations: [difference, level]`；否则请去掉该组的 `equation`。",
    }),
  }),
  "GMM-LAGS-ORDER": errorEntry<{ columns: string[]; first: number; last: number }>({
    example: { columns: ["np"], first: 4, last: 2 },
    en: (e) => ({
      message: `The lags of ${list(e.columns)} run from ${e.first} to ${e.last}: the first is larger than the last.`,
      remedy: `Write \`lags: [${e.last}, ${e.first}]\`.`,
    }),
    zh: (e) => ({
      message: `${listZh(e.columns)} 的滞后期从 ${e.first} 到 ${e.last}：起始大于终止。`,
      remedy: `请写 \`lags: [${e.last}, ${e.first}]\`。`,
    }),
  }),
  "GMM-LAGS-BEYOND": errorEntry<{ column: string; first: number; last: number; equation: string; periods: number }>({
    example: { column: "np", first: 9, last: 12, equation: "difference", periods: 8 },
    en: (e) => ({
      message: `No unit has \`${e.column}\` ${e.first === e.last ? e.first : `${e.first} to ${e.last}`} periods back for ${equationEn[e.equation]} (the panel spans ${e.periods} periods): the set is empty.`,
      remedy: "Use smaller lags; instruments usually start at lag 2 (endogenous) or 1 (predetermined).",
    }),
    zh: (e) => ({
      message: `${equationZh[e.equation]}中没有任何个体存在 \`${e.column}\` 的第 ${e.first === e.last ? e.first : `${e.first} 至 ${e.last}`} 期滞后（面板跨越 ${e.periods} 期）：该组工具变量为空。`,
      remedy: "请采用更小的滞后期；工具变量通常从第 2 期（内生）或第 1 期（前定）滞后开始。",
    }),
  }),
  "GMM-FEW-PERIODS": errorEntry<{ rows: number; units: number; periods: number; formula: string }>({
    example: { rows: 60, units: 30, periods: 2, formula: "np ~ l(np, 1) + ai | firm + year" },
    en: (e) => ({
      message: `No difference can be formed: ${e.rows} complete rows of ${e.units} units in ${e.periods} ${e.periods === 1 ? "period" : "periods"} are left once lags are taken.`,
      why: "With one lag of the outcome a unit needs three consecutive periods before its first difference has an instrument.",
      remedy: "Use a longer panel or fewer lags; `transform: orthogonal` bridges holes.",
    }),
    zh: (e) => ({
      message: `无法构造差分：取滞后之后，${e.units} 个个体在 ${e.periods} 期中只剩 ${e.rows} 行完整数据。`,
      why: "含一阶滞后被解释变量时，每个个体至少需要连续三期，其第一个差分才有工具变量。",
      remedy: "请使用更长的面板或更少的滞后；`transform: orthogonal` 可跨过缺期。",
    }),
  }),
  "GMM-INSTRUMENT-TEXT": errorEntry<{ column: string }>({
    example: { column: "industry" },
    en: (e) => ({
      message: `The instrument \`${e.column}\` is text or a set of levels, which has no lags and no differences.`,
      remedy: "Use number columns; derive dummies in the steps.",
    }),
    zh: (e) => ({
      message: `工具变量 \`${e.column}\` 是文本或类别，没有滞后与差分可言。`,
      remedy: "请使用数值列；虚拟变量可在 steps 中派生。",
    }),
  }),
  "GMM-FEW-INSTRUMENTS": errorEntry<{ instruments: number; coefficients: number; terms: string[] }>({
    example: { instruments: 2, coefficients: 3, terms: ["l(np, 1)", "ai", "size"] },
    en: (e) => ({
      message: `${e.instruments} instruments cannot identify ${e.coefficients} coefficients (${list(e.terms)}).`,
      remedy:
        "Give every regressor an instrument: itself (`kind: standard`) where it is exogenous, its lags (`kind: gmm`) where it is not.",
    }),
    zh: (e) => ({
      message: `${e.instruments} 个工具变量不足以识别 ${e.coefficients} 个系数（${listZh(e.terms)}）。`,
      remedy: "请为每个解释变量提供工具变量：外生的用其自身（`kind: standard`），否则用其滞后（`kind: gmm`）。",
    }),
  }),
  "GMM-FEW-UNITS": errorEntry<{ units: number; coefficients: number; rank: number | null }>({
    example: { units: 6, coefficients: 9, rank: 6 },
    en: (e) => ({
      message:
        e.rank === null
          ? `Only ${e.units} ${e.units === 1 ? "unit has" : "units have"} rows in the transformed equation.`
          : `${e.units} units give the covariance of the moments rank ${e.rank}, too little for ${e.coefficients} coefficients.`,
      why: "Weights and errors of dynamic panel GMM come from differences between units: each unit adds one to the rank, and one unit alone says nothing.",
      remedy:
        "Use more units or fewer regressors and time dummies. For few units over many periods, `estimator: ols` with `| unit + time` loses little: its bias is of order 1/T.",
    }),
    zh: (e) => ({
      message:
        e.rank === null
          ? `变换后的方程中只有 ${e.units} 个个体有数据。`
          : `${e.units} 个个体使矩条件协方差矩阵的秩为 ${e.rank}，不足以估计 ${e.coefficients} 个系数。`,
      why: "动态面板 GMM 的权重与标准误来自个体之间的差异：每个个体至多使秩增加一，单个个体不提供任何信息。",
      remedy:
        "请增加个体，或减少解释变量与时间虚拟变量。个体少而期数多时，`estimator: ols` 配合 `| 个体 + 时间` 损失不大：其偏误的阶数为 1/T。",
    }),
  }),
  "GMM-INSTRUMENTS-ROWS": errorEntry<{ instruments: number; rows: number }>({
    example: { instruments: 120, rows: 90 },
    en: (e) => ({
      message: `There are more instruments (${e.instruments}) than rows (${e.rows}).`,
      remedy: "Collapse the sets (`collapse: true`) and limit the lags.",
    }),
    zh: (e) => ({
      message: `工具变量（${e.instruments} 个）多于数据行（${e.rows} 行）。`,
      remedy: "请合并工具变量（`collapse: true`）并限制滞后期。",
    }),
  }),
};

const gmmFindings = {
  "GMM-REGRESSOR-LEFT": findingEntry<{ term: string }>("serious", {
    example: { term: "coastal" },
    en: (e) => ({
      message: `\`${e.term}\` was left out: given the other regressors the instruments do not move it (it is constant over time, or collinear).`,
      remedy: "Take it out of the formula; a system (`equations: [difference, level]`) can carry regressors that do not change over time.",
    }),
    zh: (e) => ({
      message: `\`${e.term}\` 已被剔除：给定其他解释变量，工具变量无法识别它（不随时间变化，或存在共线）。`,
      remedy: "请从公式中删去；系统 GMM（`equations: [difference, level]`）可以包含不随时间变化的变量。",
    }),
  }),
  "GMM-INSTRUMENTS-GROUPS": findingEntry<{ instruments: number; groups: number }>("serious", {
    example: { instruments: 212, groups: 140 },
    en: (e) => ({
      message: `There are more instruments (${e.instruments}) than units (${e.groups}).`,
      why: "The two-step weights are then not estimated from the data, Hansen's test loses all power, and estimates move towards fixed effects.",
      remedy: "Collapse the sets (`collapse: true`), limit the lags, and show that the result survives half the instruments.",
    }),
    zh: (e) => ({
      message: `工具变量数（${e.instruments}）多于个体数（${e.groups}）。`,
      why: "此时两步权重无法由数据可靠估计，Hansen 检验完全失去功效，估计值趋向固定效应估计。",
      remedy: "请合并工具变量（`collapse: true`）、限制滞后期，并说明减半工具变量后结论仍成立。",
    }),
  }),
  "GMM-HANSEN-TOO-GOOD": findingEntry<{ statistic: number; pValue: number; instruments: number; groups: number }>("serious", {
    example: { statistic: 110.7, pValue: 0.998, instruments: 132, groups: 140 },
    en: (e) => ({
      message: `Hansen's test has p ${probability(e.pValue)} with ${e.instruments} instruments and ${e.groups} units: too good to be true.`,
      why: "A p-value near one is the mark of too many instruments; the test can no longer reject.",
      remedy: "Collapse the sets and limit the lags until the number of instruments is well below the number of units.",
    }),
    zh: (e) => ({
      message: `Hansen 检验的 p 值 ${probability(e.pValue)}（工具变量 ${e.instruments} 个，个体 ${e.groups} 个）：好得不真实。`,
      why: "p 值接近 1 是工具变量过多的标志，检验已无法拒绝。",
      remedy: "请合并工具变量并限制滞后期，使工具变量数远少于个体数。",
    }),
  }),
  "GMM-HANSEN-REJECTS": findingEntry<{ statistic: number; pValue: number; instruments: number; groups: number }>("serious", {
    example: { statistic: 47.2, pValue: 0.004, instruments: 38, groups: 140 },
    en: (e) => ({
      message: `Hansen's test rejects the instruments (${short(e.statistic)}, p ${probability(e.pValue)}).`,
      why: "At least one set is not valid: an endogenous regressor treated as predetermined, serial correlation, or a level equation whose changes move with the unit effect.",
      remedy: "Read the difference-in-Hansen tests set by set; start instruments one lag later, or leave the level equation out.",
    }),
    zh: (e) => ({
      message: `Hansen 检验拒绝工具变量有效（${short(e.statistic)}，p ${probability(e.pValue)}）。`,
      why: "至少有一组工具变量无效：内生变量被当作前定变量、存在序列相关，或水平方程的差分与个体效应相关。",
      remedy: "请逐组查看 Hansen 差分检验；将工具变量的滞后推后一期，或去掉水平方程。",
    }),
  }),
  "GMM-AR2": findingEntry<{ statistic: number; pValue: number }>("serious", {
    example: { statistic: -2.6, pValue: 0.009 },
    en: (e) => ({
      message: `Differenced errors are correlated at order two (z ${short(e.statistic)}, p ${probability(e.pValue)}).`,
      why: "Level errors are then serially correlated, and instruments from lag 2 are not valid.",
      remedy: "Start the instruments at lag 3, or add a lag of the outcome to the formula.",
    }),
    zh: (e) => ({
      message: `差分误差存在二阶序列相关（z ${short(e.statistic)}，p ${probability(e.pValue)}）。`,
      why: "这意味着水平误差序列相关，从第 2 期滞后开始的工具变量无效。",
      remedy: "请将工具变量从第 3 期滞后开始，或在公式中再加一阶滞后被解释变量。",
    }),
  }),
  "GMM-BOND-BOUNDS": findingEntry<{ term: string; estimate: number; within: number; pooled: number }>("warning", {
    example: { term: "l(np, 1)", estimate: 1.08, within: 0.61, pooled: 0.93 },
    en: (e) => ({
      message: `The coefficient of \`${e.term}\` (${short(e.estimate)}) lies outside of the bounds that fixed effects (${short(e.within)}) and pooled least squares (${short(e.pooled)}) give.`,
      why: "Fixed effects are too low in short panels and pooled least squares too high; a good estimate lies between them (Bond 2002).",
      remedy: "Look for weak instruments (persistent series in difference GMM) or invalid ones (in the level equation).",
    }),
    zh: (e) => ({
      message: `\`${e.term}\` 的系数（${short(e.estimate)}）落在固定效应（${short(e.within)}）与混合最小二乘（${short(e.pooled)}）给出的界限之外。`,
      why: "短面板中固定效应偏低、混合最小二乘偏高，可信的估计应介于两者之间（Bond 2002）。",
      remedy: "请检查是否存在弱工具变量（差分 GMM 中的高持续序列）或无效工具变量（水平方程）。",
    }),
  }),
  "GMM-PERSISTENT": findingEntry<{ estimate: number; within: number }>("warning", {
    example: { estimate: 0.62, within: 0.91 },
    en: (e) => ({
      message: `The outcome is persistent: its lags sum to ${short(e.estimate)} here, and to about ${short(e.within)} under fixed effects freed of their bias.`,
      why: "Lagged levels of a series near a unit root hardly move with its changes, so difference GMM has weak instruments and is pulled towards fixed effects (Blundell and Bond 1998).",
      remedy:
        "Show system GMM beside it (`equations: [difference, level]`), with the difference-in-Hansen test of its level instruments, and fewer lags.",
    }),
    zh: (e) => ({
      message: `被解释变量具有高持续性：此处各滞后项系数之和为 ${short(e.estimate)}，而修正偏误后的固定效应估计约为 ${short(e.within)}。`,
      why: "接近单位根的序列，其滞后水平值与差分几乎不相关，差分 GMM 因而工具变量较弱，估计值趋向固定效应估计（Blundell 和 Bond 1998）。",
      remedy: "请同时报告系统 GMM（`equations: [difference, level]`）及其水平工具变量的 Hansen 差分检验，并减少滞后期。",
    }),
  }),
  "GMM-NO-LAG": findingEntry<Record<string, never>>("warning", {
    example: {},
    en: () => ({
      message: "No lag of the outcome is among the regressors: the model is static.",
      why: "Where the outcome depends on its past, leaving the lag out puts it into the error, and lagged levels are no valid instruments.",
      remedy: "Write the lag into the formula, `np ~ l(np, 1) + ai`, or say why the outcome has no memory.",
    }),
    zh: () => ({
      message: "解释变量中没有被解释变量的滞后项：模型是静态的。",
      why: "若被解释变量依赖于自身的过去，遗漏滞后项会使其进入误差，滞后水平值便不再是有效的工具变量。",
      remedy: "请把滞后项写入公式 `np ~ l(np, 1) + ai`，或说明被解释变量为何没有记忆。",
    }),
  }),
  "GMM-INSTRUMENTS-COLLINEAR": findingEntry<{ left: number; kept: number }>("note", {
    example: { left: 1, kept: 38 },
    en: (e) => ({
      message: `${e.left} instrument ${e.left === 1 ? "column was" : "columns were"} left out because earlier ones span ${e.left === 1 ? "it" : "them"}; ${e.kept} remain and are counted.`,
      remedy: "Nothing needs doing: the estimate is the same with or without them.",
    }),
    zh: (e) => ({
      message: `${e.left} 列工具变量因可由其他列线性表出而被剔除；余下 ${e.kept} 列计入工具变量数。`,
      remedy: "无需处理：估计结果与是否保留它们无关。",
    }),
  }),
  "GMM-HOLES": findingEntry<{ units: number; orthogonal: boolean }>("note", {
    example: { units: 12, orthogonal: false },
    en: (e) => ({
      message: `${e.units} ${e.units === 1 ? "unit has" : "units have"} holes between ${e.units === 1 ? "its" : "their"} periods. ${
        e.orthogonal ? "Orthogonal deviations bridge them." : "No difference is taken across a hole, which loses two rows for each."
      }`,
      remedy: e.orthogonal ? "Say in the text how many units have holes." : "`transform: orthogonal` keeps these rows.",
    }),
    zh: (e) => ({
      message: `${e.units} 个个体的期间存在缺口。${e.orthogonal ? "前向正交离差可以跨过缺口。" : "差分不跨越缺口，每个缺口损失两行。"}`,
      remedy: e.orthogonal ? "请在文中说明有缺口的个体数。" : "采用 `transform: orthogonal` 可保留这些行。",
    }),
  }),
  "GMM-NO-TIME-EFFECTS": findingEntry<Record<string, never>>("warning", {
    example: {},
    en: () => ({
      message: "The model has no time dummies.",
      why: "All tests of a dynamic panel suppose that errors of different units are independent; a shock common to all units in a year breaks that.",
      remedy: "Add the time behind the bar: `| unit + time`.",
    }),
    zh: () => ({
      message: "模型中没有时间虚拟变量。",
      why: "动态面板的各项检验都假设不同个体的误差相互独立；某一年的共同冲击会破坏这一假设。",
      remedy: "请在竖线之后加入时间：`| 个体 + 时间`。",
    }),
  }),
};

export const gmmMessages = { ...gmmErrors, ...gmmFindings };
