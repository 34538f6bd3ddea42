import type { Language } from "./define.js";

/** Words of the tables and the figure that say what the two-way estimate compares, and of the placebos. */
export interface PolicyWords {
  comparisons: (outcome: string) => string;
  comparison: string;
  kinds: Record<string, string>;
  count: string;
  weight: string;
  average: string;
  together: string;
  comparisonsNote: string;
  figure: (outcome: string) => string;
  weightAxis: string;
  estimateAxis: string;
  figureNote: (estimate: string) => string;
  cells: (policy: string) => string;
  cohort: string;
  negativeShare: string;
  cellsNote: string;
  toZero: string;
  toOtherSign: string;
  heterogeneityNote: string;
  timing: (policy: string) => string;
  timingNote: string;
  treated: string;
  untreated: string;
  placebos: (outcome: string) => string;
  placebo: string;
  inTime: (back: number, to: number) => string;
  inSpace: (strata: string) => string;
  placebosNote: string;
}

export const policyWords: Record<Language, PolicyWords> = {
  en: {
    comparisons: (outcome) => `What the two-way estimate compares: ${outcome}`,
    comparison: "Comparison",
    kinds: {
      treatedVsUntreated: "cohorts with units untreated throughout",
      earlierVsLater: "earlier with later cohorts, before these adopt",
      laterVsEarlier: "later with earlier cohorts, after these adopted",
    },
    count: "Pairs",
    weight: "Weight",
    average: "Average estimate",
    together: "two-way estimate without controls",
    comparisonsNote:
      "Goodman-Bacon's decomposition. Weights follow from who adopted when, before any outcome is read. The last kind subtracts what the effect on earlier cohorts has changed since.",
    figure: (outcome) => `Every comparison behind the two-way estimate: ${outcome}`,
    weightAxis: "Weight",
    estimateAxis: "Estimate of the comparison",
    figureNote: (estimate) =>
      `Each point compares two groups. The line is their weighted mean, the two-way estimate without controls (${estimate}).`,
    cells: (policy) => `Weights of treated cells in the two-way estimate${policy === "" ? "" : `: ${policy}`}`,
    cohort: "Cohort",
    negativeShare: "Sum of negative weights",
    cellsNote:
      "De Chaisemartin and D'Haultfoeuille's weights by cohort and period; they sum to one. Where some are negative the estimate can have another sign than every effect.",
    toZero: "sd of effects, zero average",
    toOtherSign: "sd of effects, other sign",
    heterogeneityNote:
      "The least standard deviation of the effects over treated rows with which their average could be zero, or all have the other sign.",
    timing: (policy) => `Who is treated when${policy === "" ? "" : `: ${policy}`}`,
    timingNote: "One tile per period. Lines are in the order of adoption.",
    treated: "treated",
    untreated: "not treated",
    placebos: (outcome) => `Placebos: ${outcome}`,
    placebo: "Placebo",
    inTime: (back, to) => `in time: dates ${back} ${back === 1 ? "period" : "periods"} earlier, data to ${to}`,
    inSpace: (strata) => `in space: dates permuted over units${strata === "" ? "" : ` within ${strata}`}`,
    placebosNote:
      "In time: the headline where nobody has adopted yet. In space: the standard error is the standard deviation of the headline over the draws, and p says where the estimate itself lies among them.",
  },
  zh: {
    comparisons: (outcome) => `双向固定效应在比较什么：${outcome}`,
    comparison: "比较类型",
    kinds: {
      treatedVsUntreated: "处理批次与始终未处理个体",
      earlierVsLater: "较早批次与尚未处理的较晚批次",
      laterVsEarlier: "较晚批次与已处理的较早批次",
    },
    count: "对数",
    weight: "权重",
    average: "平均估计值",
    together: "不含控制变量的双向固定效应估计",
    comparisonsNote: "Goodman-Bacon 分解。权重仅由处理时间决定，在读取结果变量之前即已确定。最后一类比较会减去较早批次的效应此后的变化。",
    figure: (outcome) => `双向固定效应背后的每一个比较：${outcome}`,
    weightAxis: "权重",
    estimateAxis: "该比较的估计值",
    figureNote: (estimate) => `每一点为两组之间的一个比较；横线为其加权平均，即不含控制变量的双向固定效应估计（${estimate}）。`,
    cells: (policy) => `双向固定效应估计中各处理单元的权重${policy === "" ? "" : `：${policy}`}`,
    cohort: "批次",
    negativeShare: "负权重合计",
    cellsNote: "按批次与时期列出的 de Chaisemartin 与 D'Haultfoeuille 权重，合计为一。若有负权重，估计值的符号可能与所有效应相反。",
    toZero: "平均效应为零所需的效应标准差",
    toOtherSign: "效应全部反号所需的效应标准差",
    heterogeneityNote: "处理单元效应的标准差至少达到该值时，其平均才可能为零，或全部反号。",
    timing: (policy) => `处理时间图${policy === "" ? "" : `：${policy}`}`,
    timingNote: "每格为一个时期，各行按处理先后排列。",
    treated: "已处理",
    untreated: "未处理",
    placebos: (outcome) => `安慰剂检验：${outcome}`,
    placebo: "安慰剂",
    inTime: (back, to) => `时间：处理时间提前 ${back} 期，数据截至 ${to}`,
    inSpace: (strata) => `空间：处理时间在个体间重排${strata === "" ? "" : `（${strata}内）`}`,
    placebosNote:
      "时间安慰剂：在尚无个体接受处理的数据上计算核心估计。空间安慰剂：标准误为核心估计在各次重排中的标准差，p 值表示真实估计在其中的位置。",
  },
};
