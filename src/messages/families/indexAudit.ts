import { findingEntry } from "../define.js";

const two = (x: number) => x.toFixed(2);
const three = (x: number) => x.toFixed(3);

/** Pairs of indicators that a finding names. */
export interface PairsEvidence {
  index: string;
  mark: number;
  count: number;
  /** The furthest from zero first, at most five. */
  pairs: { first: string; second: string; correlation: number; group: string | null }[];
}

const examplePairs = (correlation: number, mark: number): PairsEvidence => ({
  index: "np",
  mark,
  count: 1,
  pairs: [{ first: "patents", second: "inventions", correlation, group: "means" }],
});

const pairs = (e: PairsEvidence) => e.pairs.map((p) => `\`${p.first}\` and \`${p.second}\` ${two(p.correlation)}`).join(", ");
const pairsZh = (e: PairsEvidence) => e.pairs.map((p) => `\`${p.first}\` 与 \`${p.second}\` ${two(p.correlation)}`).join("，");
const more = (e: PairsEvidence) => (e.count > e.pairs.length ? `, and ${e.count - e.pairs.length} more` : "");
const moreZh = (e: PairsEvidence) => (e.count > e.pairs.length ? `，另有 ${e.count - e.pairs.length} 对` : "");

/** How the indicators of an index hang together. */
export const indexAuditMessages = {
  "INDEX-PAIR-HIGH": findingEntry<PairsEvidence>("warning", {
    example: examplePairs(0.96, 0.9),
    en: (e) => ({
      message: `${e.count === 1 ? "One pair" : `${e.count} pairs`} of indicators of \`${e.index}\` correlate${e.count === 1 ? "s" : ""} above ${e.mark}: ${pairs(e)}${more(e)}.`,
      why: "Two indicators that say the same are one indicator counted twice, whatever weights are written beside them.",
      remedy: "Keep one of each pair, or put both in a group whose weight is that of one.",
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 有 ${e.count} 对指标的相关系数高于 ${e.mark}：${pairsZh(e)}${moreZh(e)}。`,
      why: "说同一件事的两个指标等于一个指标计算了两次，无论旁边写着怎样的权重。",
      remedy: "每对保留一个，或将两者归入一个只占一份权重的分组。",
    }),
  }),

  "INDEX-PAIR-NEGATIVE": findingEntry<PairsEvidence>("warning", {
    example: examplePairs(-0.62, -0.4),
    en: (e) => ({
      message: `${e.count === 1 ? "One pair" : `${e.count} pairs`} of indicators of one group of \`${e.index}\` correlate${e.count === 1 ? "s" : ""} below ${e.mark}: ${pairs(e)}${more(e)}.`,
      why: "In a mean, one takes back what the other gives: the group's score says less than either. A wrong direction looks the same.",
      remedy: "Check both directions; if they are right, put the two into different groups and report them apart.",
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 同一分组内有 ${e.count} 对指标的相关系数低于 ${e.mark}：${pairsZh(e)}${moreZh(e)}。`,
      why: "取平均时二者相互抵消，分组得分比任何一个指标说明的都少。方向写反时看到的也是这样。",
      remedy: "请核对两者的方向；若方向无误，请归入不同分组并分别报告。",
    }),
  }),

  "INDEX-WEIGHT-SILENT": findingEntry<{
    index: string;
    mark: number;
    indicators: { indicator: string; weight: number; correlation: number; share: number }[];
  }>("note", {
    example: { index: "np", mark: 0.3, indicators: [{ indicator: "forest", weight: 0.05, correlation: 0.12, share: 0.011 }] },
    en: (e) => ({
      message: `The index \`${e.index}\` hardly moves with ${e.indicators
        .map((i) => `\`${i.indicator}\` (weight ${three(i.weight)}, correlation ${two(i.correlation)}, ${three(i.share)} of the variance)`)
        .join(", ")}.`,
      why: `A weight is not importance. Below a correlation of ${e.mark} an indicator is in the list but not in the ranking.`,
      remedy: "Say so, or choose weights by importance: `method: targetImportance`.",
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 几乎不随以下指标变动：${e.indicators
        .map((i) => `\`${i.indicator}\`（权重 ${three(i.weight)}，相关系数 ${two(i.correlation)}，占方差的 ${three(i.share)}）`)
        .join("，")}。`,
      why: `权重不等于重要性。相关系数低于 ${e.mark} 的指标虽在指标体系之中，却不影响排名。`,
      remedy: "请如实说明，或按重要性赋权：`method: targetImportance`。",
    }),
  }),

  "INDEX-ALPHA-LOW": findingEntry<{ index: string; mark: number; groups: { group: string; alpha: number; members: number }[] }>("note", {
    example: { index: "np", mark: 0.6, groups: [{ group: "objectsOfLabour", alpha: 0.31, members: 5 }] },
    en: (e) => ({
      message: `Cronbach's alpha in \`${e.index}\` is below ${e.mark}: ${e.groups.map((g) => `\`${g.group}\` ${two(g.alpha)} (${g.members} members)`).join(", ")}.`,
      why: "The members do not measure one thing. That is no fault where they are meant to make it up together, but then the group's score is a sum of different things and not a reading of one.",
      remedy: "Say which of the two is meant, and look at the pairs in the audit.",
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 中以下分组的克朗巴赫 α 低于 ${e.mark}：${e.groups.map((g) => `\`${g.group}\` ${two(g.alpha)}（${g.members} 个成员）`).join("，")}。`,
      why: "这些成员度量的不是同一事物。若本意是由它们共同构成（形成性指标），这并非错误，但分组得分就是不同事物之和，而不是对同一事物的度量。",
      remedy: "请说明属于哪一种，并查看诊断中的指标对。",
    }),
  }),
};
