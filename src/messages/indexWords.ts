import type { Language } from "./define.js";

/** Words of the tables and figures of indices, both languages side by side. */
interface IndexWords {
  method: Record<string, string>;
  directions: Record<string, string>;
  over: (indicator: string, denominator: string) => string;
  group: string;
  aggregate: string;
  members: string;
  memberWeight: (name: string, weight: string) => string;
  wholeIndex: string;
  groupsTitle: (index: string) => string;
  groupsNote: string;
  consistency: string;
  concordance: string;
  experts: string;
  outliers: string;
  outlierPoints: (high: number, low: number) => string;
  logged: string;
  outliersNote: string;
  filledTitle: (index: string) => string;
  filledCells: string;
  filledNote: (method: string) => string;
  filledValue: string;
  time: string;
  bandLow: (label: string) => string;
  bandHigh: (label: string) => string;
  headlineLow: string;
  headlineHigh: string;
  bandNote: string;
  factors: Record<string, string>;
  intervalsTitle: (index: string) => string;
  intervalsNote: (draws: string, factors: string) => string;
  intervalsAxis: string;
  rankHere: string;
  rankLow: string;
  rankMedian: string;
  rankHigh: string;
  sobolTitle: (index: string) => string;
  sobolNote: (runs: string, bootstraps: string) => string;
  factor: string;
  levels: string;
  firstOrder: string;
  totalOrder: string;
  rankLowOf: string;
  rankHighOf: string;
}

export const indexWords: Record<Language, IndexWords> = {
  en: {
    method: {
      criticEntropyContrast: "CRITIC with entropy in the contrast",
      ahp: "AHP",
      budget: "budget allocation",
      benefitOfTheDoubt: "benefit of the doubt",
      targetImportance: "target importance",
      harmonic: "harmonic mean",
      greyRelation: "grey relation",
      mazziottaPareto: "Mazziotta-Pareto",
      "scale minMax": "min-max",
      "scale zScore": "z-scores",
      "scale rank": "ranks",
      "scale percentileRank": "percentile ranks",
      "scale borda": "Borda counts",
      "scale distanceToMax": "distance to the maximum",
      "scale distanceToReference": "distance to a reference unit",
      "scale distanceToTarget": "distance to targets",
      "scale fractionOfMax": "fraction of the maximum",
      "scale goalposts": "goalposts",
      "scale none": "unscaled",
    },
    directions: { middle: "in the middle", interval: "inside the interval" },
    over: (indicator, denominator) => `${indicator} / ${denominator}`,
    group: "Group",
    aggregate: "Put together by",
    members: "Members with their weights in the group",
    memberWeight: (name, weight) => `${name} ${weight}`,
    wholeIndex: "The index",
    groupsTitle: (index) => `Hierarchy of ${index}`,
    groupsNote: "From the bottom up. Weights sum to 1 within each group.",
    consistency: "Consistency ratio",
    concordance: "Kendall's W (p)",
    experts: "Experts",
    outliers: "Outliers",
    outlierPoints: (high, low) => [...(high > 0 ? [`${high} high`] : []), ...(low > 0 ? [`${low} low`] : [])].join(", "),
    logged: "ln",
    outliersNote: "Outliers: points pulled in from the high or the low end, or a logarithm.",
    filledTitle: (index) => `Cells filled in, not observed: ${index}`,
    filledCells: "Filled cells",
    filledNote: (method) => `Filled by: ${method}.`,
    filledValue: "Value",
    time: "Time",
    bandLow: (label) => `Lowest over recipes of the index: ${label}`,
    bandHigh: (label) => `Highest over recipes of the index: ${label}`,
    headlineLow: "Headline, lowest over recipes of the index",
    headlineHigh: "Headline, highest over recipes of the index",
    bandNote:
      "Lowest and highest over recipes: the estimate had the outcome index been made by its other declared recipes. Standard errors do not hold this.",
    factors: {
      method: "weights",
      scale: "scale",
      aggregate: "aggregation",
      impute: "imputation",
      winsorise: "points pulled in",
      leaveOneOut: "indicator left out",
      weights: "weights perturbed",
    },
    intervalsTitle: (index) => `How sure the ranks are: ${index}`,
    intervalsNote: (draws, factors) =>
      `Dots: the rank as the index is made. Bars: the middle 90% of the ranks over ${draws} replicates that draw anew: ${factors}.`,
    intervalsAxis: "Rank",
    rankHere: "Rank",
    rankLow: "5%",
    rankMedian: "Median",
    rankHigh: "95%",
    sobolTitle: (index) => `Which choices move the ranks: ${index}`,
    sobolNote: (runs, bootstraps) =>
      `Sobol indices of the mean absolute change of rank, ${runs} runs; 95% intervals from ${bootstraps} resamples. First order: what a choice moves by itself. Total: with its interactions; a choice with a total near zero may be made either way.`,
    factor: "Choice",
    levels: "Ways",
    firstOrder: "First order",
    totalOrder: "Total",
    rankLowOf: "2.5%",
    rankHighOf: "97.5%",
  },
  zh: {
    method: {
      criticEntropyContrast: "熵并入对比强度的 CRITIC 法",
      ahp: "层次分析法",
      budget: "预算分配法",
      benefitOfTheDoubt: "BoD（数据包络）赋权",
      targetImportance: "目标重要性赋权",
      harmonic: "调和平均",
      greyRelation: "灰色关联法",
      mazziottaPareto: "Mazziotta-Pareto 法",
      "scale minMax": "极差标准化",
      "scale zScore": "z 分数",
      "scale rank": "秩",
      "scale percentileRank": "百分位秩",
      "scale borda": "Borda 计数",
      "scale distanceToMax": "与最大值的距离",
      "scale distanceToReference": "与参照单元的距离",
      "scale distanceToTarget": "与目标值的距离",
      "scale fractionOfMax": "占最大值的比例",
      "scale goalposts": "阈值法",
      "scale none": "不标准化",
    },
    directions: { middle: "适度", interval: "区间内" },
    over: (indicator, denominator) => `${indicator} / ${denominator}`,
    group: "分组",
    aggregate: "加总方式",
    members: "成员及其组内权重",
    memberWeight: (name, weight) => `${name} ${weight}`,
    wholeIndex: "指数本身",
    groupsTitle: (index) => `${index}的层级`,
    groupsNote: "自下而上排列。各分组内权重之和为 1。",
    consistency: "一致性比率",
    concordance: "肯德尔 W（p）",
    experts: "专家数",
    outliers: "异常值",
    outlierPoints: (high, low) => [...(high > 0 ? [`上端 ${high} 个`] : []), ...(low > 0 ? [`下端 ${low} 个`] : [])].join("，"),
    logged: "取对数",
    outliersNote: "异常值：从上端或下端拉回的点数，或取对数。",
    filledTitle: (index) => `填补而非观测的单元格：${index}`,
    filledCells: "填补单元格数",
    filledNote: (method) => `填补方法：${method}。`,
    filledValue: "取值",
    time: "时间",
    bandLow: (label) => `各指数方案下的最小值：${label}`,
    bandHigh: (label) => `各指数方案下的最大值：${label}`,
    headlineLow: "主要估计，各指数方案下的最小值",
    headlineHigh: "主要估计，各指数方案下的最大值",
    bandNote: "各方案下的最小值与最大值：若按其他已声明的方案构造结果指数，估计值会是多少。标准误不反映这一不确定性。",
    factors: {
      method: "赋权方法",
      scale: "标准化",
      aggregate: "加总方式",
      impute: "缺失值填补",
      winsorise: "缩尾点数",
      leaveOneOut: "剔除的指标",
      weights: "权重扰动",
    },
    intervalsTitle: (index) => `排名有多确定：${index}`,
    intervalsNote: (draws, factors) => `圆点：按现有构造的排名。横条：${draws} 次重复中间 90% 的排名，每次重新抽取：${factors}。`,
    intervalsAxis: "排名",
    rankHere: "排名",
    rankLow: "5%",
    rankMedian: "中位数",
    rankHigh: "95%",
    sobolTitle: (index) => `哪些选择影响排名：${index}`,
    sobolNote: (runs, bootstraps) =>
      `排名平均绝对变化的 Sobol 指数，共 ${runs} 次运行；95% 区间来自 ${bootstraps} 次重抽样。一阶：该选择单独的作用。总效应：含交互作用；总效应接近零的选择怎样取都可以。`,
    factor: "选择",
    levels: "取法",
    firstOrder: "一阶",
    totalOrder: "总效应",
    rankLowOf: "2.5%",
    rankHighOf: "97.5%",
  },
};
