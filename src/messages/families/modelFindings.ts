import { findingEntry } from "../define.js";

const percent = (share: number): string => {
  const value = 100 * share;
  return `${value >= 10 ? value.toFixed(0) : value >= 0.1 ? value.toFixed(1) : value.toPrecision(1)} %`;
};

export const modelFindings = {
  "MODEL-SINGLETONS": findingEntry<{ rows: number; of: number; effects: string[] }>("note", {
    example: { rows: 341, of: 24302, effects: ["firm", "year"] },
    en: (e) => ({
      message: `${e.rows} of ${e.of} rows were left out because they are alone in a fixed effect (${e.effects.join(", ")}).`,
      why: "Such a row is fitted exactly by its own effect: it moves no slope, but would make clustered errors look too small.",
      remedy: "Report the number with the sample size. `keepSingletons: true` keeps them, for comparison with programs that do.",
    }),
    zh: (e) => ({
      message: `${e.of} 行中有 ${e.rows} 行因在某一固定效应（${e.effects.join("、")}）组内只有自身而被剔除。`,
      why: "这样的行被自身的固定效应完全拟合，不影响斜率，却会使聚类标准误显得偏小。",
      remedy: "请在报告样本量时一并说明。如需与保留这些行的软件比较，可写 `keepSingletons: true`。",
    }),
  }),
  "MODEL-ROWS-MISSING": findingEntry<{ rows: number; of: number; columns: { column: string; rows: number }[] }>("warning", {
    example: { rows: 120, of: 330, columns: [{ column: "talent", rows: 110 }] },
    en: (e) => ({
      message: `${e.rows} of ${e.of} rows (${percent(e.rows / e.of)}) were left out because a value is missing: ${e.columns.map((c) => `${c.column} ${c.rows}`).join(", ")}.`,
      why: "If values are missing where the effect is different, the estimate is about the rows that stayed, not about the population.",
      remedy: "Compare the rows that left with those that stayed, or take out the column that costs most.",
    }),
    zh: (e) => ({
      message: `${e.of} 行中有 ${e.rows} 行（${percent(e.rows / e.of)}）因缺失值被剔除：${e.columns.map((c) => `${c.column} ${c.rows} 行`).join("，")}。`,
      why: "若缺失与效应大小有关，估计结果只适用于保留下来的样本，而非总体。",
      remedy: "请比较被剔除与保留的样本，或去掉造成缺失最多的列。",
    }),
  }),
  "MODEL-REGRESSOR-CONSTANT": findingEntry<{ term: string; value: number }>("serious", {
    example: { term: "treated", value: 0 },
    en: (e) => ({
      message: `\`${e.term}\` is ${e.value} in every row of the sample and was left out.`,
      remedy: "Check the column and the filter; a regressor must vary to have a coefficient.",
    }),
    zh: (e) => ({
      message: `\`${e.term}\` 在样本每一行均为 ${e.value}，已被剔除。`,
      remedy: "请检查该列与筛选条件；没有变动的解释变量无法估计系数。",
    }),
  }),
  "MODEL-REGRESSOR-ABSORBED": findingEntry<{ term: string; effects: string[] }>("serious", {
    example: { term: "coastal", effects: ["province"] },
    en: (e) => ({
      message: `\`${e.term}\` does not vary within ${e.effects.join(" and ")}: the fixed effects absorb it, and it was left out.`,
      remedy: "Interact it with something that varies (time, treatment), or use coarser effects.",
    }),
    zh: (e) => ({
      message: `\`${e.term}\` 在${e.effects.join("、")}组内没有变动，被固定效应吸收，已被剔除。`,
      remedy: "请将其与有变动的变量（时间、处理变量）交互，或采用更粗的固定效应。",
    }),
  }),
  "MODEL-COLLINEAR": findingEntry<{ term: string; with: { term: string; weight: number }[]; effects: string[] }>("warning", {
    example: {
      term: "total",
      with: [
        { term: "public", weight: 1 },
        { term: "private", weight: 1 },
      ],
      effects: [],
    },
    en: (e) => ({
      message: `\`${e.term}\` was left out: ${e.effects.length > 0 ? `after the effects of ${e.effects.join(" and ")} it equals` : "it equals"} ${combination(e.with)}.`,
      why: "The coefficients of the others now also carry what this one would have carried.",
      remedy: `Choose which of these belong in the model: ${[e.term, ...e.with.map((w) => w.term)].join(", ")}.`,
    }),
    zh: (e) => ({
      message: `\`${e.term}\` 已被剔除：${e.effects.length > 0 ? `在去除${e.effects.join("、")}固定效应后，` : ""}它等于 ${combination(e.with)}。`,
      why: "其余变量的系数因此也包含了该变量的作用。",
      remedy: `请选定应留在模型中的变量：${[e.term, ...e.with.map((w) => w.term)].join("、")}。`,
    }),
  }),
  "MODEL-NEAR-COLLINEAR": findingEntry<{ term: string; inflation: number; with: string; correlation: number }>("warning", {
    example: { term: "capital", inflation: 240, with: "assets", correlation: 0.998 },
    en: (e) => ({
      message: `\`${e.term}\` is nearly a combination of the other regressors: the variance of its coefficient is ${e.inflation.toFixed(0)} times what it would be alone. Closest: \`${e.with}\` (correlation ${e.correlation.toFixed(3)}).`,
      why: "Its estimate can swing, even change sign, with small changes of data or specification.",
      remedy: "Read the two jointly (joint test), or keep one of them.",
    }),
    zh: (e) => ({
      message: `\`${e.term}\` 几乎是其他解释变量的线性组合：其系数方差是单独估计时的 ${e.inflation.toFixed(0)} 倍。最接近的是 \`${e.with}\`（相关系数 ${e.correlation.toFixed(3)}）。`,
      why: "数据或设定稍有变化，其估计值就可能大幅波动甚至变号。",
      remedy: "请对两者作联合检验，或只保留其一。",
    }),
  }),
  "MODEL-WITHIN-SHARE": findingEntry<{ term: string; share: number; effects: string[] }>("note", {
    example: { term: "ai", share: 0.02, effects: ["firm", "year"] },
    en: (e) => ({
      message: `Only ${percent(e.share)} of the variance of \`${e.term}\` is left within ${e.effects.join(" and ")}.`,
      why: "The estimate rests on this remainder; errors of measurement weigh the more in it.",
      remedy: "Look at which units move, and say in the text what variation identifies the effect.",
    }),
    zh: (e) => ({
      message: `去除${e.effects.join("、")}固定效应后，\`${e.term}\` 的方差仅剩 ${percent(e.share)}。`,
      why: "估计完全依靠这部分变动，其中测量误差所占的比重更大。",
      remedy: "请查看哪些个体发生了变动，并在文中说明识别效应的变动来源。",
    }),
  }),
  "MODEL-FEW-CLUSTERS": findingEntry<{ cluster: string; count: number }>("warning", {
    example: { cluster: "province", count: 12 },
    en: (e) => ({
      message: `Errors are clustered by \`${e.cluster}\` with only ${e.count} clusters.`,
      why: "Below about 42 clusters the usual errors reject a true null too often, the more so the more the clusters differ in size.",
      remedy: "Rely on the wild cluster bootstrap or on randomisation inference beside the t test.",
    }),
    zh: (e) => ({
      message: `标准误按 \`${e.cluster}\` 聚类，但只有 ${e.count} 个聚类。`,
      why: "聚类数少于约 42 个时，常用标准误会过度拒绝真实的原假设；聚类规模相差越大越严重。",
      remedy: "除 t 检验外，请采用 wild 聚类自助法或随机化推断。",
    }),
  }),
  "MODEL-DOMINANT-CLUSTER": findingEntry<{ cluster: string; value: string; rowShare: number; term: string; termShare: number }>("warning", {
    example: { cluster: "province", value: "Guangdong", rowShare: 0.34, term: "ai", termShare: 0.61 },
    en: (e) => ({
      message: `One cluster weighs heavily: \`${e.value}\` (${e.cluster}) holds ${percent(e.rowShare)} of the rows and ${percent(e.termShare)} of the variation that identifies \`${e.term}\`.`,
      why: "With so uneven clusters the errors are too small and the t distribution is no guide; the estimate is largely that cluster's.",
      remedy: `Estimate once without \`${e.value}\`, and report both.`,
    }),
    zh: (e) => ({
      message: `有一个聚类占比过大：\`${e.value}\`（${e.cluster}）占样本行数的 ${percent(e.rowShare)}，占识别 \`${e.term}\` 的变动的 ${percent(e.termShare)}。`,
      why: "聚类如此不均时，标准误偏小，t 分布也不再可靠；估计结果主要来自该聚类。",
      remedy: `请剔除 \`${e.value}\` 再估计一次，并同时报告两个结果。`,
    }),
  }),
  "MODEL-CLUSTER-INFLUENTIAL": findingEntry<{
    cluster: string;
    value: string;
    term: string;
    estimate: number;
    without: number;
    share: number;
  }>("warning", {
    example: { cluster: "province", value: "Shanghai", term: "treated", estimate: 0.047, without: 0.018, share: 0.71 },
    en: (e) => ({
      message: `Without \`${e.value}\` (of \`${e.cluster}\`) the coefficient of \`${e.term}\` is ${e.without.toPrecision(3)} instead of ${e.estimate.toPrecision(3)}; this cluster alone makes ${(100 * e.share).toFixed(0)} percent of its jackknife variance.`,
      why: "A result that hangs on one cluster is a result about that cluster.",
      remedy: "Say so beside the number; look at what is special there, and show the estimate without it.",
    }),
    zh: (e) => ({
      message: `去掉 \`${e.value}\`（\`${e.cluster}\`）后，\`${e.term}\` 的系数由 ${e.estimate.toPrecision(3)} 变为 ${e.without.toPrecision(3)}；仅这一聚类就占其刀切方差的 ${(100 * e.share).toFixed(0)}%。`,
      why: "依赖于单个聚类的结果，只是关于该聚类的结果。",
      remedy: "请在该数字旁说明；查看该聚类有何特殊之处，并报告去掉它之后的估计。",
    }),
  }),
  "MODEL-COLLAPSE": findingEntry<{ term: string; without: number; with: number; effect: string; taken: number }>("warning", {
    example: { term: "ai", without: 0.175, with: 0.021, effect: "firm", taken: 0.154 },
    en: (e) => ({
      message: `The coefficient of \`${e.term}\` is ${e.without.toPrecision(3)} without and ${e.with.toPrecision(3)} with the effects of \`${e.effect}\` on the same rows: they take ${e.taken.toPrecision(3)} of it (Gelbach's decomposition).`,
      why: "The larger number compares different units, which differ in much else; only the smaller one follows the same units over time.",
      remedy:
        "Report the estimate with the effects as the result, and the other one, if at all, as a description of who differs from whom.",
    }),
    zh: (e) => ({
      message: `在相同样本上，\`${e.term}\` 的系数在不含 \`${e.effect}\` 固定效应时为 ${e.without.toPrecision(3)}，加入后为 ${e.with.toPrecision(3)}：固定效应吸收了其中的 ${e.taken.toPrecision(3)}（Gelbach 分解）。`,
      why: "较大的数字比较的是不同个体，而它们在许多方面都不同；只有较小的数字追踪同一个体随时间的变化。",
      remedy: "请以含固定效应的估计为结果；另一个数字至多用于描述个体之间的差异。",
    }),
  }),
  "MODEL-VCOV-REPAIRED": findingEntry<{ clusters: string[] }>("warning", {
    example: { clusters: ["firm", "year"] },
    en: (e) => ({
      message: `The covariance matrix clustered by ${e.clusters.join(" and ")} is not positive semi-definite; its negative eigenvalues were set to zero.`,
      why: "This happens when one dimension has few clusters for the number of coefficients; some errors are then too small.",
      remedy: "Compare with errors clustered by the larger unit alone, and report the larger ones.",
    }),
    zh: (e) => ({
      message: `按${e.clusters.join("、")}聚类的协方差矩阵不是半正定的，负特征值已置零。`,
      why: "当某一维度的聚类数相对于系数个数过少时会出现这种情况，部分标准误会偏小。",
      remedy: "请与仅按较大单位聚类的标准误比较，并报告较大者。",
    }),
  }),
  "MODEL-UNCERTIFIED": findingEntry<{ residual: number; method: string }>("serious", {
    example: { residual: 3e-5, method: "conjugateGradients" },
    en: (e) => ({
      message: `The fixed effects were not solved exactly enough: the residual of the normal equations is ${e.residual.toExponential(1)} (bound 1e-6). No stars are shown.`,
      why: "Coefficients may be off in digits that are printed.",
      remedy: "The effects are nearly unconnected: estimate on the largest connected set, or use coarser effects.",
    }),
    zh: (e) => ({
      message: `固定效应的求解精度不足：正规方程残差为 ${e.residual.toExponential(1)}（界限 1e-6），因此不标注显著性星号。`,
      why: "所印系数的末几位可能不准确。",
      remedy: "各固定效应几乎互不连通：请在最大连通集上估计，或采用更粗的固定效应。",
    }),
  }),
  "MODEL-PERFECT-FIT": findingEntry<{ outcome: string; terms: string[] }>("serious", {
    example: { outcome: "total", terms: ["public", "private"] },
    en: (e) => ({
      message: `The regressors reproduce \`${e.outcome}\` exactly: the residuals are rounding errors, and so are all standard errors.`,
      why: "An identity was estimated, not a relation (the outcome is a sum or a rescaling of its regressors).",
      remedy: `Take out the regressors that \`${e.outcome}\` was computed from: ${e.terms.join(", ")}.`,
    }),
    zh: (e) => ({
      message: `解释变量完全复现了 \`${e.outcome}\`：残差只是舍入误差，所有标准误亦然。`,
      why: "所估计的是恒等式而非经济关系（被解释变量由解释变量加总或换算而来）。",
      remedy: `请去掉用于计算 \`${e.outcome}\` 的解释变量：${e.terms.join("、")}。`,
    }),
  }),
};

/** `1 x + 0.5 z` with few digits; long sums are cut. */
function combination(parts: readonly { term: string; weight: number }[]): string {
  const shown = parts.slice(0, 5).map(({ term, weight }, k) => {
    const size = Number(Math.abs(weight).toPrecision(3));
    const sign = weight < 0 ? "-" : "+";
    return `${k === 0 ? (weight < 0 ? "-" : "") : `${sign} `}${size === 1 ? "" : `${size} `}\`${term}\``;
  });
  return `${shown.join(" ")}${parts.length > 5 ? " + ..." : ""}`;
}
