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
  },
};
