import type { Language } from "./define.js";

/** Words of the tables and figures of differences between units, both languages side by side. */
interface DifferencesWords {
  section: (variable: string) => string;
  period: string;
  allPeriods: string;
  units: string;
  mean: string;
  gini: string;
  within: string;
  between: string;
  transvariation: string;
  shareOf: (part: string) => string;
  giniTitle: (variable: string) => string;
  giniNote: (groups: string, gap: string) => string;
  giniPlainNote: string;
  weightsNote: (weights: string) => string;
  pairsTitle: (variable: string) => string;
  pairsNote: string;
  insideGroup: string;
  betweenGroups: string;
  pair: (a: string, b: string) => string;
  theilTitle: (variable: string) => string;
  theil: Record<"theilT" | "theilL", string>;
  betweenOf: (group: string) => string;
  betweenInside: (inner: string, outer: string) => string;
  withinOf: (group: string) => string;
  theilNote: string;
  inequalityFigure: (variable: string) => string;
  inequalityFigureNote: (groups: string) => string;
  inequalityPlainFigureNote: string;
  densityTitle: (variable: string) => string;
  density: string;
  densityNote: (rule: string, several: boolean) => string;
  densityFigureNote: (rule: string) => string;
  bandwidthRule: Record<string, string>;
  bandwidthNumber: (value: string) => string;
  bandwidth: string;
  pooledBandwidth: string;
  peaks: string;
  mainPeak: string;
  height: string;
  skewness: string;
  polarisation: string;
  onePeak: string;
  onePeakNote: (draws: string) => string;
  sigmaTitle: (variable: string) => string;
  cv: string;
  sdLog: string;
  trend: string;
  firstLast: string;
  sigmaNote: (complete: boolean, lags: string) => string;
  firstLastNote: (logs: boolean) => string;
  betaTitle: (variable: string) => string;
  initial: string;
  speed: string;
  halfLife: string;
  sample: Record<string, string>;
  span: string;
  effects: string;
  effectsOf: Record<string, string>;
  betaName: Record<string, string>;
  errors: string;
  errorsOf: Record<string, string>;
  observations: string;
  r2: string;
  betaNote: string;
  equalSlopes: (name: string, statistic: string, df: string, p: string) => string;
  group: string;
  markovTitle: (variable: string) => string;
  markovFigure: (variable: string) => string;
  spatialTitle: (variable: string, matrix: string) => string;
  classFrom: string;
  class: (k: number, of: number) => string;
  moves: string;
  longRun: string;
  longRunMissing: Record<string, string>;
  neighboursIn: (k: number, of: number) => string;
  everybody: string;
  markovNote: (cuts: string, lag: number, relative: boolean) => string;
  cutsPooled: (cuts: string) => string;
  cutsByYear: string;
  mobilityNote: (mobility: string, error: string, halfLife: string | null) => string;
  halvesNote: (from: string, statistic: string, df: string, p: string) => string;
  spatialNote: (lr: string, lrP: string, pearson: string, pearsonP: string, df: string) => string;
  islandsNote: (units: string) => string;
  markovFigureNote: string;
  nextClass: string;
}

export const differencesWords: Record<Language, DifferencesWords> = {
  en: {
    section: (variable) => `Differences between units: ${variable}`,
    period: "Period",
    allPeriods: "All",
    units: "Units",
    mean: "Mean",
    gini: "Gini",
    within: "Within",
    between: "Between",
    transvariation: "Overlap",
    shareOf: (part) => `${part} %`,
    giniTitle: (variable) => `Gini coefficient and its parts (Dagum): ${variable}`,
    giniNote: (groups, gap) =>
      `Groups: ${groups}. Within groups; between their means, net of overlap; overlap (transvariation): members of poorer groups above members of richer ones. The parts add up to the coefficient, with a largest gap of ${gap}.`,
    giniPlainNote: "Mean absolute difference of two units over twice the mean; no factor n/(n − 1).",
    weightsNote: (weights) => `Weighted by ${weights}.`,
    pairsTitle: (variable) => `Gini coefficients within and between groups: ${variable}`,
    pairsNote: "Between two groups: mean absolute difference of one unit from each, over the sum of the means.",
    insideGroup: "Within",
    betweenGroups: "Between two groups",
    pair: (a, b) => `${a} – ${b}`,
    theilTitle: (variable) => `Theil indices and their parts: ${variable}`,
    theil: { theilT: "Theil T", theilL: "Theil L" },
    betweenOf: (group) => `between ${group}`,
    betweenInside: (inner, outer) => `between ${inner} in ${outer}`,
    withinOf: (group) => `within ${group}`,
    theilNote: "T weighs groups by their share of the total, L by their share of the population. The parts add up to the index.",
    inequalityFigure: (variable) => `Inequality and where it comes from: ${variable}`,
    inequalityFigureNote: (groups) =>
      `Bars: Dagum's parts of the Gini coefficient by ${groups}, in percent of it; the number on each is the coefficient.`,
    inequalityPlainFigureNote: "Gini coefficient by period.",
    densityTitle: (variable) => `Distribution by period: ${variable}`,
    density: "Density",
    densityNote: (rule, several) =>
      `Gaussian kernel, ${rule}. Main peak: where the density is highest${several ? ", with its height" : ""}. Polarisation: Wolfson's index, 0 where all are equal, 1 where half have nothing.`,
    densityFigureNote: (rule) => `Gaussian kernel, ${rule}. Dots: peaks. Darker is later.`,
    bandwidthRule: {
      silverman: "bandwidth by Silverman's rule",
      scott: "bandwidth by Scott's rule",
      sheatherJones: "bandwidth of Sheather and Jones",
    },
    bandwidthNumber: (value) => `bandwidth ${value}`,
    bandwidth: "Bandwidth",
    pooledBandwidth: ", the median over periods for all of them",
    peaks: "Peaks",
    mainPeak: "Main peak",
    height: "Height",
    skewness: "Skewness",
    polarisation: "Polarisation",
    onePeak: "p, one peak",
    onePeakNote: (draws) => `p, one peak: Silverman's bootstrap with ${draws} draws; small values speak for more than one peak.`,
    sigmaTitle: (variable) => `Sigma convergence: ${variable}`,
    cv: "Coefficient of variation",
    sdLog: "SD of logs",
    trend: "Trend per period",
    firstLast: "First against last",
    sigmaNote: (complete, lags) =>
      `${complete ? "Units observed in every period." : "All units of the period."} Standard deviations divide by n − 1. Trend: least squares, Newey-West standard error in parentheses (${lags} ${lags === "1" ? "lag" : "lags"}).`,
    firstLastNote: (logs) =>
      `First against last: t statistic and p of Pitman and Morgan's test that both periods have one variance (${logs ? "of logarithms" : "of values over their mean"}); negative: the last varies less.`,
    betaTitle: (variable) => `Beta convergence: growth of ${variable}`,
    initial: "ln level at the start",
    speed: "Speed of convergence",
    halfLife: "Half-life, periods",
    sample: { crossSection: "cross-section", panel: "panel" },
    span: "Periods of a span",
    effects: "Effects",
    effectsOf: { none: "none", unit: "unit", time: "period", twoWay: "unit, period" },
    betaName: { absolute: "Absolute", conditional: "Conditional", clubs: "Clubs", panel: "Panel" },
    errors: "Errors",
    errorsOf: { cluster: "clustered", neweyWest: "Newey-West", driscollKraay: "Driscoll-Kraay" },
    observations: "Observations",
    r2: "R²",
    betaNote:
      "Growth per period on the logarithm at the start of the span; standard errors in parentheses, of speed and half-life by the delta method; brackets: 95% interval carried through from that of the coefficient.",
    equalSlopes: (name, statistic, df, p) => `${name}: one coefficient in all groups, χ²(${df}) = ${statistic}, p ${p}.`,
    group: "Group",
    markovTitle: (variable) => `Transitions between classes: ${variable}`,
    markovFigure: (variable) => `Who moves up, who falls back: ${variable}`,
    spatialTitle: (variable, matrix) => `Transitions by the class of the neighbours: ${variable} (${matrix})`,
    classFrom: "From",
    class: (k, of) => (k === 1 ? `${k} (lowest)` : k === of ? `${k} (highest)` : String(k)),
    moves: "Moves",
    longRun: "Long run",
    longRunMissing: { emptyClass: "no long run: a class is never left", notOneClosedSet: "no long run: the chain has several ends" },
    neighboursIn: (k, of) => `Neighbours in class ${k === 1 ? `${k} (lowest)` : k === of ? `${k} (highest)` : k}`,
    everybody: "All",
    markovNote: (cuts, lag, relative) =>
      `Share of moves out of a class over ${lag === 1 ? "one period" : `${lag} periods`}; standard errors in parentheses. ${relative ? "Values over the mean of their period. " : ""}${cuts}`,
    cutsPooled: (cuts) => `Classes by quantiles of all periods: ${cuts}.`,
    cutsByYear: "Classes by quantiles of each period.",
    mobilityNote: (mobility, error, halfLife) =>
      `Mobility (Shorrocks) ${mobility} (${error})${halfLife === null ? "" : `; half of the way to the long run in ${halfLife} moves`}.`,
    halvesNote: (from, statistic, df, p) =>
      `One table before and from ${from} on: likelihood ratio ${statistic} on ${df} degrees of freedom, p ${p}.`,
    spatialNote: (lr, lrP, pearson, pearsonP, df) =>
      `One table whatever the neighbours: likelihood ratio ${lr} (p ${lrP}), Pearson ${pearson} (p ${pearsonP}), ${df} degrees of freedom.`,
    islandsNote: (units) => `Without neighbours, in no table: ${units}.`,
    markovFigureNote: "Rows: class now; columns: class after the move. Numbers: share of the moves out of the row, in percent.",
    nextClass: "Next class",
  },
  zh: {
    section: (variable) => `个体间差异：${variable}`,
    period: "时期",
    allPeriods: "全部",
    units: "个体数",
    mean: "均值",
    gini: "基尼系数",
    within: "组内",
    between: "组间",
    transvariation: "超变密度",
    shareOf: (part) => `${part}贡献率（%）`,
    giniTitle: (variable) => `基尼系数及其分解（Dagum）：${variable}`,
    giniNote: (groups, gap) =>
      `分组：${groups}。组内：各组内部差异；组间：各组均值之差（扣除交叉重叠）；超变密度：较低组中高于较高组成员的部分。三部分之和等于基尼系数，最大误差 ${gap}。`,
    giniPlainNote: "任意两个个体绝对差的均值除以两倍均值；不乘 n/(n − 1)。",
    weightsNote: (weights) => `以${weights}加权。`,
    pairsTitle: (variable) => `组内与组间基尼系数：${variable}`,
    pairsNote: "两组之间：各取一个个体的绝对差的均值，除以两组均值之和。",
    insideGroup: "组内",
    betweenGroups: "两组之间",
    pair: (a, b) => `${a}—${b}`,
    theilTitle: (variable) => `泰尔指数及其分解：${variable}`,
    theil: { theilT: "泰尔 T 指数", theilL: "泰尔 L 指数" },
    betweenOf: (group) => `${group}间`,
    betweenInside: (inner, outer) => `${outer}内${inner}间`,
    withinOf: (group) => `${group}内`,
    theilNote: "T 指数按总量份额、L 指数按人口份额对各组加权。各部分之和等于指数。",
    inequalityFigure: (variable) => `差异及其来源：${variable}`,
    inequalityFigureNote: (groups) => `条形：按${groups}分解的 Dagum 基尼系数各部分所占百分比；上方数字为基尼系数。`,
    inequalityPlainFigureNote: "各时期的基尼系数。",
    densityTitle: (variable) => `各时期的分布：${variable}`,
    density: "密度",
    densityNote: (rule, several) =>
      `高斯核，${rule}。主峰：密度最高处${several ? "及其高度" : ""}。极化：Wolfson 指数，全部相等为 0，一半为零而另一半相等为 1。`,
    densityFigureNote: (rule) => `高斯核，${rule}。圆点：波峰。颜色越深，时期越晚。`,
    bandwidthRule: { silverman: "带宽按 Silverman 经验法则", scott: "带宽按 Scott 法则", sheatherJones: "带宽按 Sheather-Jones 方法" },
    bandwidthNumber: (value) => `带宽 ${value}`,
    bandwidth: "带宽",
    pooledBandwidth: "，各时期统一取中位数",
    peaks: "波峰数",
    mainPeak: "主峰位置",
    height: "主峰高度",
    skewness: "偏度",
    polarisation: "极化指数",
    onePeak: "单峰检验 p 值",
    onePeakNote: (draws) => `单峰检验：Silverman 自助法，${draws} 次抽样；p 值小表明不止一个波峰。`,
    sigmaTitle: (variable) => `σ 收敛：${variable}`,
    cv: "变异系数",
    sdLog: "对数标准差",
    trend: "每期趋势",
    firstLast: "首末期比较",
    sigmaNote: (complete, lags) =>
      `${complete ? "仅含各期均有观测的个体。" : "含当期全部个体。"}标准差除以 n − 1。趋势：最小二乘，括号内为 Newey-West 标准误（${lags} 阶滞后）。`,
    firstLastNote: (logs) =>
      `首末期比较：Pitman-Morgan 检验（两期方差相等，按${logs ? "对数" : "取值除以均值"}计算）的 t 统计量与 p 值；为负表示末期差异更小。`,
    betaTitle: (variable) => `β 收敛：${variable}的增长`,
    initial: "期初水平（对数）",
    speed: "收敛速度",
    halfLife: "半程收敛期（期）",
    sample: { crossSection: "截面", panel: "面板" },
    span: "时段长度（期）",
    effects: "固定效应",
    effectsOf: { none: "无", unit: "个体", time: "时期", twoWay: "个体、时期" },
    betaName: { absolute: "绝对收敛", conditional: "条件收敛", clubs: "俱乐部收敛", panel: "面板" },
    errors: "标准误",
    errorsOf: { cluster: "按个体聚类", neweyWest: "Newey-West", driscollKraay: "Driscoll-Kraay" },
    observations: "观测数",
    r2: "R²",
    betaNote:
      "每期增长率对时段期初对数的回归；括号内为标准误，收敛速度与半程收敛期的标准误由 delta 法得到；方括号为由系数 95% 区间换算的区间。",
    equalSlopes: (name, statistic, df, p) => `${name}：各组系数相等，χ²(${df}) = ${statistic}，p ${p}。`,
    group: "分组",
    markovTitle: (variable) => `类别间的转移：${variable}`,
    markovFigure: (variable) => `谁上升，谁回落：${variable}`,
    spatialTitle: (variable, matrix) => `按邻居类别的转移：${variable}（${matrix}）`,
    classFrom: "期初类别",
    class: (k, of) => (k === 1 ? `${k}（最低）` : k === of ? `${k}（最高）` : String(k)),
    moves: "转移次数",
    longRun: "长期分布",
    longRunMissing: { emptyClass: "无长期分布：有类别从未被离开", notOneClosedSet: "无长期分布：链有多个终点" },
    neighboursIn: (k, of) => `邻居在${k === 1 ? "最低的" : k === of ? "最高的" : ""}第 ${k} 类`,
    everybody: "全部",
    markovNote: (cuts, lag, relative) => `经 ${lag} 期由各类别转出的比例；括号内为标准误。${relative ? "取值除以当期均值。" : ""}${cuts}`,
    cutsPooled: (cuts) => `按全部时期的分位数分类：${cuts}。`,
    cutsByYear: "按各时期的分位数分类。",
    mobilityNote: (mobility, error, halfLife) =>
      `流动性（Shorrocks）${mobility}（${error}）${halfLife === null ? "" : `；到长期分布的一半距离需 ${halfLife} 次转移`}。`,
    halvesNote: (from, statistic, df, p) => `${from} 年之前与之后为同一转移表：似然比 ${statistic}，自由度 ${df}，p ${p}。`,
    spatialNote: (lr, lrP, pearson, pearsonP, df) =>
      `转移与邻居无关：似然比 ${lr}（p ${lrP}），Pearson ${pearson}（p ${pearsonP}），自由度 ${df}。`,
    islandsNote: (units) => `没有邻居、不在任何表中的个体：${units}。`,
    markovFigureNote: "行：当前类别；列：转移后的类别。数字：占该行转出次数的百分比。",
    nextClass: "转移后类别",
  },
};
