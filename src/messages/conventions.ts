import type { Language } from "./define.js";

/**
 * The words of `conventions` in results. Results hold keys and English phrases; here are the names of the keys in both languages and the
 * phrases in Chinese. A key or phrase of a newer version that is not here is printed as it stands.
 */
const keys: Record<string, Record<Language, string>> = {
  absorption: { en: "Fixed effects", zh: "固定效应" },
  aggregation: { en: "Aggregation", zh: "加总方式" },
  anticipation: { en: "Anticipation, periods", zh: "预期提前期数" },
  basePeriod: { en: "Base period", zh: "基期" },
  cutoffKm: { en: "Cutoff, km", zh: "截断距离（公里）" },
  degreesOfFreedom: { en: "Degrees of freedom", zh: "自由度" },
  distance: { en: "Distance", zh: "距离" },
  effectsAcrossClusters: { en: "Effects that cross clusters", zh: "跨越聚类的固定效应个数" },
  jackknife: { en: "Jackknife", zh: "刀切法" },
  kernel: { en: "Kernel", zh: "核函数" },
  lags: { en: "Lags", zh: "滞后阶数" },
  leverage: { en: "Leverage", zh: "杠杆值" },
  places: { en: "Places", zh: "地点数" },
  saturatedRows: { en: "Rows fitted by an effect of their own", zh: "由自身固定效应完全拟合的行数" },
  workingModel: { en: "Working model", zh: "工作模型" },
  cluster: { en: "Clusters", zh: "聚类变量" },
  clusters: { en: "Number of clusters", zh: "聚类数" },
  combination: { en: "Combination", zh: "组合方式" },
  controlGroup: { en: "Control group", zh: "对照组" },
  controls: { en: "Controls", zh: "控制变量" },
  correction: { en: "Small-sample correction", zh: "小样本修正" },
  criticCorrelation: { en: "CRITIC, conflict", zh: "CRITIC 冲突性" },
  criticSd: { en: "CRITIC, contrast", zh: "CRITIC 对比强度" },
  coupling: { en: "Coupling coordination", zh: "耦合协调度" },
  couplingWeights: { en: "Coupling, weights of the dimensions", zh: "耦合协调度的维度权重" },
  deviationOf: { en: "Standard deviation of", zh: "标准差的计算对象" },
  obstacles: { en: "Obstacle degrees", zh: "障碍度" },
  pcaComponents: { en: "Principal components", zh: "主成分" },
  variationOf: { en: "Coefficient of variation of", zh: "变异系数的计算对象" },
  df: { en: "Degrees of freedom", zh: "自由度" },
  draws: { en: "Draws", zh: "抽样次数" },
  effectsNestedInCluster: { en: "Effects nested in the clusters", zh: "嵌套于聚类的固定效应" },
  entropyDenominator: { en: "Entropy divided by", zh: "信息熵的分母" },
  entropyShares: { en: "Entropy, shares", zh: "信息熵的比重" },
  entropyShift: { en: "Entropy, shift", zh: "信息熵的平移量" },
  estimators: { en: "Estimators", zh: "估计方法" },
  fitRows: { en: "Rows that fix ranges and weights", zh: "确定范围与权重的行" },
  groupTimeVariance: { en: "Errors, group-time effects", zh: "组别—时期效应的标准误" },
  headline: { en: "Headline estimate", zh: "主要估计" },
  intercept: { en: "Intercept", zh: "常数项" },
  manualWeights: { en: "Manual weights", zh: "人工权重" },
  minimumDetectable: { en: "Minimum detectable effect", zh: "最小可检测效应" },
  missingCell: { en: "Missing cell", zh: "缺失单元" },
  outsideRange: { en: "Outside the range", zh: "超出范围的取值" },
  parameters: { en: "Parameters", zh: "参数个数" },
  parametersCounted: { en: "Parameters counted", zh: "计入的参数个数" },
  parametersIfAllLevelsCounted: { en: "Parameters if all effects counted", zh: "计入全部固定效应时的参数个数" },
  periods: { en: "Periods", zh: "期数" },
  pretrendLevel: { en: "Level of the pre-trend test", zh: "平行趋势检验的显著性水平" },
  r2: { en: "R²", zh: "R²" },
  rmse: { en: "RMSE", zh: "均方根误差" },
  sampleHash: { en: "Sample hash over", zh: "样本哈希所含内容" },
  weights: { en: "Weights", zh: "权重" },
  effectsRank: { en: "Rank of the fixed effects", zh: "固定效应的秩" },
  effectsRankKind: { en: "Kind of that rank", zh: "秩的性质" },
  randomizationStatistic: { en: "Randomisation, statistic", zh: "随机化统计量" },
  randomizationUnit: { en: "Randomisation, unit", zh: "随机化单位" },
  rangeRows: { en: "Rows that fix the range", zh: "确定取值范围的行" },
  reference: { en: "Reference period", zh: "事件研究的基期" },
  scale: { en: "Scaling", zh: "标准化" },
  sd: { en: "Standard deviation", zh: "标准差" },
  seed: { en: "Seed", zh: "随机种子" },
  singletons: { en: "Singletons", zh: "单例" },
  strata: { en: "Strata", zh: "分层变量" },
  transform: { en: "Transform", zh: "变换" },
  twoWay: { en: "Two-way clusters", zh: "双向聚类" },
  twoWayVariance: { en: "Errors, two-way estimate", zh: "双向固定效应的标准误" },
  variance: { en: "Errors", zh: "标准误" },
  weightRows: { en: "Rows that fix the weights", zh: "确定权重的行" },
  window: { en: "Event window", zh: "事件窗口" },
  zeroShares: { en: "Zero shares", zh: "比重为零时" },
};

const phrases: Record<string, string> = {
  none: "无",
  exact: "精确",
  "exact, effects included": "精确，含固定效应",
  "Satterthwaite, by coefficient": "Satterthwaite，逐系数",
  "clusters - 1": "聚类数 − 1",
  "about the full estimate, (G - 1)/G": "围绕全样本估计，乘以 (G − 1)/G",
  "independent, variance inverse to the weights": "误差独立，方差与权重成反比",
  Bartlett: "巴特利特核",
  uniform: "均匀核",
  bartlett: "巴特利特核",
  "great circle, radius 6371.01 km": "大圆距离，半径 6371.01 公里",
  varying: "随时期变动（处理前一期）",
  universal: "统一基期",
  never: "从未处理",
  notYet: "尚未处理及从未处理",
  laterAdopters: "更晚处理",
  absorbed: "已吸收",
  "dropped recursively": "递归剔除",
  "min-max to 0..1, reversed where lower is better": "极差标准化至 0–1，负向指标取反",
  "z-score, sign turned where lower is better": "z 分数，负向指标变号",
  "all fit rows": "全部拟合行",
  "fit rows of each period": "各期的拟合行",
  "fit rows of the base period": "基期的拟合行",
  "kept, not clipped": "保留，不截断",
  "complete in all indicators": "所有指标均无缺失的行",
  "weighted geometric mean": "加权几何平均",
  "TOPSIS: closeness to the best over fit rows, Euclidean on weight x scaled value":
    "TOPSIS：以拟合行的最优解为参照，对权重乘标准化值取欧氏距离",
  "scaled values, sample (n - 1); n cancels in the weights": "标准化值，样本标准差（n − 1），在权重中抵消",
  "indicators before scaling, sd / |mean|": "标准化之前的指标，标准差除以均值的绝对值",
  "scaled values, sd / |mean|": "标准化值，标准差除以均值的绝对值",
  "first component of the correlation matrix, loadings divided by their sum": "相关系数矩阵的第一主成分，载荷除以其总和",
  "components with eigenvalue above 1, loadings weighted by eigenvalue, divided by their sum":
    "特征值大于 1 的主成分，载荷以特征值加权后除以其总和",
  "w (1 - z) / sum of w (1 - z)": "w (1 − z) / Σ w (1 − z)",
  "classic: n (product)^(1/n) / sum": "经典形式：n（乘积）^(1/n) / 总和",
  "modified: Wang, Kong, Ren, Zhi and Dai (2021)": "修正形式：王淑佳、孔伟、任亮、治丹丹、戴彬婷（2021）",
  "weights of the indicators of each dimension": "各维度指标权重之和",
  equal: "等权",
  "influence functions, no small-sample factor, t(clusters - 1)": "影响函数，无小样本因子，t（聚类数 − 1）",
  "score missing": "得分记为缺失",
  "weighted arithmetic mean": "加权算术平均",
  "sample (n - 1)": "样本标准差（n − 1）",
  "sample (n - 1); cancels in the weights": "样本标准差（n − 1），在权重中抵消",
  "pooled over all fit rows": "在全部拟合行内合计",
  "within each period": "在各期内合计",
  "ln of the number of rows": "行数的对数",
  "ln of the number of periods (faulty: exceeds 1)": "期数的对数（有误：会超过 1）",
  "0 ln 0 = 0": "约定 0 ln 0 = 0",
  "Pearson, conflict 1 - r": "皮尔逊相关系数，冲突性为 1 − r",
  "Pearson, conflict 1 - |r|": "皮尔逊相关系数，冲突性为 1 − |r|",
  "product: w1 w2 / sum(w1 w2)": "乘积：w1 w2 / Σ(w1 w2)",
  "mean: (w1 + w2) / 2": "均值：(w1 + w2) / 2",
  "divided by their sum": "除以其总和",
  centred: "中心化",
  "uncentred (no constant)": "未中心化（无常数项）",
  "sqrt(RSS/N)": "残差平方和除以行数的平方根",
  "sqrt(weighted RSS/sum of weights)": "加权残差平方和除以权重之和的平方根",
  "analytic; outcome mean and sd unweighted": "分析权重；被解释变量的均值与标准差未加权",
  "upper bound": "上界",
  "influence functions, no small-sample factor": "影响函数，无小样本因子",
  "influence functions, no small-sample factor, normal": "影响函数，无小样本因子，正态分布",
  "clustered, fixest, t(clusters - 1)": "聚类稳健，fixest 修正，t（聚类数 − 1）",
  "(t(.975) + t(.8)) x sd of the headline estimate over the draws": "(t(.975) + t(.8)) × 主要估计在随机化抽样中的标准差",
  "studentised, two-sided": "学生化，双侧",
};

/** Phrases with a part of the study in them. */
const patterns: [RegExp, (...parts: string[]) => string][] = [
  [/^ln of (.+)$/, (columns) => `对 ${columns} 取对数`],
  [/^(.+), ends binned \(two-way\)$/, (window) => `${window}，首末时期合并（双向固定效应）`],
  [/^stata: (.+)$/, (name) => `stata（即 ${name}）`],
  [/^(.+) \(base\)$/, (columns) => `${columns}（取基期值）`],
  [/^(.+) \(current\)$/, (columns) => `${columns}（取当期值）`],
];

/** The name of a convention. */
export function conventionKey(key: string, language: Language): string {
  return Object.hasOwn(keys, key) ? keys[key]![language] : `\`${key}\``;
}

/** A convention's phrase in words; one that has none here (a column, a name, a phrase of a newer version) in backquotes. */
export function conventionValue(value: string, language: Language): string {
  if (language === "zh") {
    if (Object.hasOwn(phrases, value)) return phrases[value]!;
    for (const [pattern, words] of patterns) {
      const match = pattern.exec(value);
      if (match !== null) return words(...match.slice(1));
    }
  } else if (Object.hasOwn(phrases, value) || patterns.some(([pattern]) => pattern.test(value))) return value;
  return `\`${value}\``;
}
