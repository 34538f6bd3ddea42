import type { Language } from "./define.js";

/** Words of the conventions of indices beyond the first ones: see conventions.ts. */
export const indexKeys: Record<string, Record<Language, string>> = {
  ahp: { en: "AHP", zh: "层次分析法" },
  benefitOfTheDoubt: { en: "Benefit of the doubt", zh: "BoD 赋权" },
  budget: { en: "Budget allocation", zh: "预算分配法" },
  doubtShares: { en: "Benefit of the doubt, shares in the score", zh: "BoD 赋权的份额限制" },
  targetImportance: { en: "Target importance", zh: "目标重要性" },
  coverage: { en: "Least share of indicators observed", zh: "指标观测率下限" },
  hierarchy: { en: "Hierarchy", zh: "层级" },
  imputation: { en: "Missing cells filled by", zh: "缺失值填补" },
  outliers: { en: "Outliers", zh: "异常值" },
};

export const indexPhrases: Record<string, string> = {
  "cut to the goalposts": "截断至阈值",
  "complete in all indicators after imputation": "填补后所有指标均无缺失的行",
  "weights within each group, whole weights their product on the way up": "权重在各分组内确定，总权重为自下而上各级权重之积",
  "weighted harmonic mean": "加权调和平均",
  "grey relation to the best over fit rows, distinguishing coefficient 0.5": "灰色关联：以拟合行的最优值为参考序列，分辨系数 0.5",
  "Mazziotta-Pareto: weighted mean and penalty S^2 / M for imbalance": "Mazziotta-Pareto 法：加权均值，并对不均衡施加惩罚 S²/M",
  "contrast: (entropy + sd) x conflict, sample (n - 1)": "对比强度：（熵 + 标准差）× 冲突性，样本标准差（n − 1）",
  "rank among fit rows, ties at the lower rank": "在拟合行中的秩，并列取较小者",
  "number of fit rows that are worse": "劣于该行的拟合行数",
  "1 - (max - x) / (max - min)": "1 − (max − x) / (max − min)",
  "x / max; min / x where lower is better": "x / max；负向指标为 min / x",
  "none, sign turned where lower is better": "不标准化，负向指标变号",
  "principal eigenvector; experts together by geometric means of judgements": "主特征向量；专家判断取几何平均后合并",
  "mean over experts of each expert's shares": "各专家份额的平均",
  "weights of each row, against the fit rows and itself; shown as mean shares in the scores":
    "逐行权重，以拟合行及自身为比较对象；表中为得分中的平均份额",
  "correlations with the score in the shares asked for": "成员与得分的相关系数符合所要求的份额",
  "mean of the same period": "同期均值",
  "median of the same period": "同期中位数",
  "linear in time within the unit, ends at the nearest observation": "单元内按时间线性插值，两端取最近观测值",
  "linear in time within the unit, ends stay missing": "单元内按时间线性插值，两端仍为缺失",
  "latest observation of the unit": "该单元的最近一次观测值",
};

export const indexPatterns: [RegExp, (...parts: string[]) => string][] = [
  [/^(0(?:\.\d+)?) to ([01](?:\.\d+)?)$/, (least, most) => `${least} 至 ${most}`],
  [/^min-max to (.+)\.\.(.+), reversed where lower is better$/, (low, high) => `极差标准化至 ${low}–${high}，负向指标取反`],
  [/^z-score with mean (.+) and sd (.+), sign turned where lower is better$/, (m, s) => `z 分数，均值 ${m}，标准差 ${s}，负向指标变号`],
  [/^share of the other fit rows that are worse, on (.+)\.\.(.+)$/, (low, high) => `劣于该行的其他拟合行所占比例，取值 ${low}–${high}`],
  [/^from worst to the unit (.+?)(, capped at 1)?$/, (unit, cap) => `以最差值为 0、${unit} 为 1${cap === undefined ? "" : "，以 1 封顶"}`],
  [/^from worst to the target(, capped at 1)?$/, (cap) => `以最差值为 0、目标值为 1${cap === undefined ? "" : "，以 1 封顶"}`],
  [/^goalposts of each indicator, on (.+)\.\.(.+)$/, (low, high) => `各指标的阈值，取值 ${low}–${high}`],
  [/^(mean|median) of the same period within (.+)$/, (what, by) => `同期 ${by} 组内${what === "mean" ? "均值" : "中位数"}`],
  [
    /^up to (\d+) points pulled in while \|skewness\| > (.+) and excess kurtosis > (.+?)(, else ln\(x - min \+ 0\.01 \(max - min\)\))?$/,
    (points, skew, kurtosis, log) =>
      `|偏度| > ${skew} 且超额峰度 > ${kurtosis} 时逐点缩尾，至多 ${points} 个${log === undefined ? "" : "；仍不通过则取 ln(x − min + 0.01 (max − min))"}`,
  ],
];
