import type { Language } from "./define.js";

/** What a policy's headline estimates and against whom. */
export interface EstimandWords {
  estimator: string;
  aggregate: string;
  controlGroup: string;
}

const averages: Record<string, Record<Language, string>> = {
  static: {
    en: "The two-way estimate: a weighted average of the effects of treated units and periods, the weights set by the timing",
    zh: "双向固定效应估计：处理个体各期效应的加权平均，权重由处理时间决定",
  },
  simple: {
    en: "The average effect over all treated units and periods",
    zh: "全部处理个体与处理时期的平均效应",
  },
  dynamic: {
    en: "The plain mean of the average effects per period since adoption",
    zh: "按处理后期数分别平均的效应的简单平均",
  },
  group: {
    en: "The average over adopting units of each cohort's mean effect",
    zh: "各批次平均效应按处理个体数的加权平均",
  },
  calendar: {
    en: "The plain mean of the average effects per calendar period",
    zh: "按日历时期分别平均的效应的简单平均",
  },
};

const comparisons: Record<string, Record<Language, string>> = {
  never: { en: "against the path of units never treated", zh: "以从未处理个体的走势为参照" },
  notYet: { en: "against the path of units not treated at that time", zh: "以当时尚未处理个体的走势为参照" },
  laterAdopters: { en: "against the path of units that adopt later", zh: "以更晚处理个体的走势为参照" },
};

/** The estimand in one sentence. */
export function estimandText({ estimator, aggregate, controlGroup }: EstimandWords, language: Language): string {
  const average = averages[estimator === "twoWay" ? "static" : aggregate]![language];
  const comparison = comparisons[controlGroup]![language];
  return language === "zh" ? `${average}，${comparison}。` : `${average}, ${comparison}.`;
}
