import type { Language } from "./define.js";

/** What a referee of a staggered-adoption paper looks for, in order: the eighteen points, and why each is done, failed or not applicable. */
export type ChecklistReason = keyof typeof reasons;
export type ChecklistEvidence = Readonly<Record<string, string | number | null>>;

const points: Record<Language, readonly string[]> = {
  en: [
    "Cohorts and timing shown",
    "Estimand and weights stated",
    "Version of parallel trends stated",
    "Anticipation stated",
    "Balance of covariates, none that the policy moves",
    "Two-way estimate as benchmark, with its weights",
    "At least two robust estimators",
    "Event study with uniform bands, base and support",
    "Joint pre-test with its power",
    "Sensitivity to violations of parallel trends",
    "Clusters at the level of assignment, randomisation",
    "Placebos and leave-one-out",
    "Concurrent policies",
    "Spillovers",
    "Heterogeneity with a formal test",
    "Mechanism without conditioning on what the policy moves",
    "Sample flow",
    "Replication",
  ],
  zh: [
    "列出处理批次与时间",
    "说明估计量及其权重",
    "说明平行趋势的版本",
    "说明预期效应",
    "协变量平衡，且不含受政策影响者",
    "以双向固定效应为基准并报告其权重",
    "至少两种稳健估计方法",
    "事件研究：一致置信带、基期与支撑",
    "联合事前检验及其功效",
    "对平行趋势偏离的敏感性",
    "在处理层级聚类，随机化推断",
    "安慰剂与逐一剔除",
    "同期政策",
    "溢出效应",
    "异质性及正式检验",
    "机制分析不控制受政策影响的变量",
    "样本流失过程",
    "可复现",
  ],
};

const number = (x: string | number | null | undefined): string =>
  typeof x === "number" ? String(Number(x.toPrecision(3))) : String(x ?? "?");

type Say = (e: ChecklistEvidence) => string;
const reasons = {
  timing: {
    en: (e) => `${e["treated"]} treated units in ${e["cohorts"]} cohorts, by name.`,
    zh: (e) => `${e["treated"]} 个处理个体，分 ${e["cohorts"]} 批，均列出名单。`,
  },
  estimand: {
    en: (e) => `${e["estimator"]}, ${e["aggregate"]}; weights by treated cells or as the aggregate says.`,
    zh: (e) => `${e["estimator"]}，${e["aggregate"]}；权重按处理单元或该加总方式。`,
  },
  controls: { en: (e) => `Compared with: ${e["controlGroup"]}.`, zh: (e) => `对照组：${e["controlGroup"]}。` },
  anticipation: { en: (e) => `${e["periods"]} periods.`, zh: (e) => `${e["periods"]} 期。` },
  noCovariates: { en: () => "No covariates are used.", zh: () => "未使用协变量。" },
  balanceMissing: {
    en: (e) => `Covariates (${e["columns"]}) are taken in their first period, but their balance is not shown.`,
    zh: (e) => `协变量（${e["columns"]}）取首期值，但未报告其平衡性。`,
  },
  badControls: {
    en: (e) => `Covariates (${e["columns"]}) are taken as they stand after adoption: the policy may have moved them.`,
    zh: (e) => `协变量（${e["columns"]}）取处理之后的当期值，可能已受政策影响。`,
  },
  benchmark: {
    en: (e) =>
      `Two-way estimate beside the others; negative weights sum to ${number(e["negative"])}${e["forbidden"] === null ? "" : `, comparisons with units treated before weigh ${number(e["forbidden"])}`}.`,
    zh: (e) =>
      `双向固定效应作为基准；负权重合计 ${number(e["negative"])}${e["forbidden"] === null ? "" : `，以已处理个体为对照的比较占权重 ${number(e["forbidden"])}`}。`,
  },
  noBenchmark: { en: () => "`estimators` leaves `twoWay` out.", zh: () => "`estimators` 未包含 `twoWay`。" },
  robust: { en: (e) => `${e["names"]}.`, zh: (e) => `${e["names"]}。` },
  oneRobust: {
    en: (e) => `Only ${e["names"]} beside the two-way estimate.`,
    zh: (e) => `除双向固定效应外只有 ${e["names"]}。`,
  },
  bands: {
    en: (e) => `Uniform bands, base ${e["reference"]}, treated units under every point.`,
    zh: (e) => `一致置信带，基期 ${e["reference"]}，每一点列出处理个体数。`,
  },
  pointwise: {
    en: (e) => `Base ${e["reference"]}, bins and treated units under every point are shown, but intervals are pointwise.`,
    zh: (e) => `已列出基期 ${e["reference"]}、合并规则与每一点的处理个体数，但置信区间为逐点区间。`,
  },
  pretrendHolds: {
    en: (e) => `p = ${number(e["pValue"])}; every second time it would find a slope of ${number(e["slope"])} per period.`,
    zh: (e) => `p = ${number(e["pValue"])}；每期斜率达到 ${number(e["slope"])} 时有一半机会发现。`,
  },
  pretrendRejected: { en: (e) => `Rejected: p = ${number(e["pValue"])}.`, zh: (e) => `被拒绝：p = ${number(e["pValue"])}。` },
  noLeads: { en: () => "The event study has no lead to test.", zh: () => "事件研究没有可检验的前导项。" },
  robustToTrends: {
    en: (e) => `Breakdown value ${e["breakdown"] === null ? "above 10" : number(e["breakdown"])}.`,
    zh: (e) => `临界值${e["breakdown"] === null ? "大于 10" : ` ${number(e["breakdown"])}`}。`,
  },
  fragile: {
    en: (e) => `Breakdown value ${number(e["breakdown"])}, below 0.5.`,
    zh: (e) => `临界值 ${number(e["breakdown"])}，低于 0.5。`,
  },
  clusters: {
    en: (e) => `${e["clusters"]} clusters (${e["cluster"]}); randomisation p ${number(e["pValue"])} over ${e["draws"]} draws.`,
    zh: (e) => `${e["clusters"]} 个聚类（${e["cluster"]}）；随机化 p 值 ${number(e["pValue"])}，共 ${e["draws"]} 次。`,
  },
  placebos: {
    en: (e) =>
      `In time: dates moved ${e["back"]} periods back, p = ${number(e["pValue"])}; in space: dates permuted over units ${e["draws"]} times; left out: ${e["leaveOut"]}.`,
    zh: (e) =>
      `时间安慰剂：处理时间提前 ${e["back"]} 期，p = ${number(e["pValue"])}；空间安慰剂：处理时间在个体间重排 ${e["draws"]} 次；逐一剔除：${e["leaveOut"]}。`,
  },
  placebosInSpace: {
    en: (e) =>
      `In space: dates permuted over units ${e["draws"]} times; in time: too few periods before adoption; left out: ${e["leaveOut"]}.`,
    zh: (e) => `空间安慰剂：处理时间在个体间重排 ${e["draws"]} 次；处理前时期过少，无时间安慰剂；逐一剔除：${e["leaveOut"]}。`,
  },
  placeboFinds: {
    en: (e) => `Dates moved ${e["back"]} periods back find an effect before anything happened: p = ${number(e["pValue"])}.`,
    zh: (e) => `处理时间提前 ${e["back"]} 期，在处理之前即得到效应：p = ${number(e["pValue"])}。`,
  },
  noLeaveOut: {
    en: () => "Dates are permuted over units, but no unit or cohort is left out: add `leaveOut: [unit, cohort]`.",
    zh: () => "处理时间已在个体间重排，但未逐一剔除个体或批次：请添加 `leaveOut: [unit, cohort]`。",
  },
  concurrent: { en: (e) => `Held fixed: ${e["columns"]}.`, zh: (e) => `已控制：${e["columns"]}。` },
  noConcurrent: {
    en: () => "No other policy is held fixed: name its column under `concurrent`.",
    zh: () => "未控制其他政策：请在 `concurrent` 下写出其列名。",
  },
  noSpillover: {
    en: () => "Nothing in the study looks for effects on neighbours of treated units.",
    zh: () => "研究未考察处理个体对邻近个体的影响。",
  },
  exposure: {
    en: (e) => `Exposure to treated neighbours stands beside the treatment in: ${e["models"]}.`,
    zh: (e) => `下列模型同时纳入处理与邻近暴露：${e["models"]}。`,
  },
  groups: {
    en: (e) => `Difference of effects as an interaction in: ${e["models"]}.`,
    zh: (e) => `以交互项检验效应差异的模型：${e["models"]}。`,
  },
  mechanism: {
    en: (e) => `The treatment on each mediator (${e["columns"]}) in: ${e["models"]}.`,
    zh: (e) => `处理对各中介变量（${e["columns"]}）的影响见模型：${e["models"]}。`,
  },
  mechanismConditioned: {
    en: (e) => `Held fixed beside the treatment, but never explained by it: ${e["columns"]}.`,
    zh: (e) => `以下中介变量仅与处理一同进入回归，没有模型考察处理对其影响：${e["columns"]}。`,
  },
  noGroups: { en: () => "The study compares no groups.", zh: () => "研究未比较分组。" },
  noMechanism: { en: () => "The study claims no mechanism.", zh: () => "研究未主张机制。" },
  flow: {
    en: (e) => `Every row that left is in the ledger; ${e["incomplete"]} incomplete units by name.`,
    zh: (e) => `每一行的剔除均记入台账；${e["incomplete"]} 个不完整个体列出名单。`,
  },
  replication: {
    en: (e) => `results.json holds the hash of study and rows, every convention and seed ${e["seed"]}.`,
    zh: (e) => `results.json 含研究与数据的哈希、全部约定及种子 ${e["seed"]}。`,
  },
} satisfies Record<string, Record<Language, Say>>;

/** What a point asks for; `id` counts from 1. */
export function checklistPoint(id: number, language: Language): string {
  return points[language][id - 1]!;
}

/** Why a point stands as it does. A reason of a newer version prints as its name. */
export function checklistWhy(reason: string, evidence: ChecklistEvidence, language: Language): string {
  return Object.hasOwn(reasons, reason) ? (reasons[reason as ChecklistReason] as Record<Language, Say>)[language](evidence) : reason;
}
