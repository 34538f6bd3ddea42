import type { Language } from "./define.js";

/** Words of what an index is looked at with: its audit, and figures of units by indicators. */
interface LookWords {
  effectiveTitle: (index: string) => string;
  correlationWithIndex: string;
  varianceShare: string;
  effectiveNote: string;
  pairsTitle: (index: string) => string;
  pairsNote: (high: string, weak: string, negative: string) => string;
  indicatorFirst: string;
  indicatorSecond: string;
  correlation: string;
  judged: string;
  flags: Record<"high" | "weak" | "negative", string>;
  acrossGroups: string;
  alphaTitle: (index: string) => string;
  alphaNote: string;
  memberCount: string;
  alpha: string;
  sidesTitle: (index: string, time: string) => string;
  sidesNote: (units: string) => string;
  strengths: string;
  weaknesses: string;
  place: (indicator: string, rank: string) => string;
  placeOf: (place: string, units: string) => string;
  heatMapTitle: (index: string, time: string) => string;
  heatMapNote: (shown: number, all: number, hasPlaces: boolean) => string;
  heatMapLegend: string;
  heatMapEnds: [string, string, string];
  radarTitle: (index: string, time: string) => string;
  radarNote: string;
}

export const lookWords: Record<Language, LookWords> = {
  en: {
    effectiveTitle: (index) => `What the weights come to: ${index}`,
    correlationWithIndex: "Correlation with the index",
    varianceShare: "Share of its variance",
    effectiveNote:
      "Share of its variance: the covariance of weight times value with the index, over the variance of the index; the shares sum to 1.",
    pairsTitle: (index) => `Pairs of indicators worth a look: ${index}`,
    pairsNote: (high, weak, negative) =>
      `Correlations over the fit rows, higher being better. Counted twice: above ${high}. Against each other: below ${negative}. Hardly related: within a group, from ${negative} to ${weak}.`,
    indicatorFirst: "Indicator",
    indicatorSecond: "and",
    correlation: "Correlation",
    judged: "What it says",
    flags: { high: "counted twice", weak: "hardly related", negative: "against each other" },
    acrossGroups: "across groups",
    alphaTitle: (index) => `Do the members of a group measure one thing? ${index}`,
    alphaNote: "Cronbach's alpha over the fit rows. Where a group is meant to be made up of different things, a low alpha is no fault.",
    memberCount: "Members",
    alpha: "Alpha",
    sidesTitle: (index, time) => `Strengths and weaknesses: ${index}${time === "" ? "" : `, ${time}`}`,
    sidesNote: (units) => `Indicators on which each unit stands best and worst among ${units} units, with its place.`,
    strengths: "Strengths",
    weaknesses: "Weaknesses",
    place: (indicator, rank) => `${indicator} (${rank})`,
    placeOf: (place, units) => `${place} of ${units}`,
    heatMapTitle: (index, time) => `Where units stand: ${index}${time === "" ? "" : `, ${time}`}`,
    heatMapNote: (shown, all, hasPlaces) =>
      `Units by rank in the index${shown < all ? ` (the first and the last ${shown / 2} of ${all})` : ""}; the darker, the better the unit's place among all units in that column${hasPlaces ? ", which is printed" : ""}. Grey: missing.`,
    heatMapLegend: "Place among the units",
    heatMapEnds: ["last", "middle", "first"],
    radarTitle: (index, time) => `Profiles of units: ${index}${time === "" ? "" : `, ${time}`}`,
    radarNote: "Centre: the lowest value among all ranked units; rim: the highest. Dashed: the median of all units.",
  },
  zh: {
    effectiveTitle: (index) => `权重的实际作用：${index}`,
    correlationWithIndex: "与指数的相关系数",
    varianceShare: "占指数方差的份额",
    effectiveNote: "占指数方差的份额：权重与取值之积同指数的协方差除以指数的方差，各份额之和为 1。",
    pairsTitle: (index) => `值得留意的指标对：${index}`,
    pairsNote: (high, weak, negative) =>
      `拟合行上的相关系数，均以越大越好计。重复计算：高于 ${high}。相互抵消：低于 ${negative}。几乎无关：同一分组内，介于 ${negative} 与 ${weak} 之间。`,
    indicatorFirst: "指标",
    indicatorSecond: "与",
    correlation: "相关系数",
    judged: "含义",
    flags: { high: "重复计算", weak: "几乎无关", negative: "相互抵消" },
    acrossGroups: "跨分组",
    alphaTitle: (index) => `同组成员是否度量同一事物？${index}`,
    alphaNote: "拟合行上的克朗巴赫 α。若分组本意是由不同事物构成，α 低并非错误。",
    memberCount: "成员数",
    alpha: "α",
    sidesTitle: (index, time) => `优势与短板：${index}${time === "" ? "" : `，${time} 年`}`,
    sidesNote: (units) => `各单元在 ${units} 个单元中名次最靠前与最靠后的指标，括号内为名次。`,
    strengths: "优势",
    weaknesses: "短板",
    place: (indicator, rank) => `${indicator}（${rank}）`,
    placeOf: (place, units) => `第 ${place} 名，共 ${units} 个`,
    heatMapTitle: (index, time) => `各单元所处位置：${index}${time === "" ? "" : `，${time} 年`}`,
    heatMapNote: (shown, all, hasPlaces) =>
      `单元按指数排名${shown < all ? `（${all} 个中的前 ${shown / 2} 与后 ${shown / 2} 个）` : ""}；颜色越深，该单元在该列全部单元中的名次越靠前${hasPlaces ? "，名次印于格内" : ""}。灰色：缺失。`,
    heatMapLegend: "在全部单元中的名次",
    heatMapEnds: ["最后", "居中", "第一"],
    radarTitle: (index, time) => `单元剖面：${index}${time === "" ? "" : `，${time} 年`}`,
    radarNote: "圆心：全部单元中的最低值；外圈：最高值。虚线：全部单元的中位数。",
  },
};
