import { errorEntry } from "../define.js";

/** Why a regressor had to go. */
export type LeftReason = "constant" | "absorbed" | "collinear";
const reasonEn: Record<LeftReason, string> = {
  constant: "is constant in the sample",
  absorbed: "is absorbed by the fixed effects",
  collinear: "is collinear with others",
};
const reasonZh: Record<LeftReason, string> = { constant: "在样本中为常数", absorbed: "被固定效应吸收", collinear: "与其他变量共线" };

export const modelErrors = {
  "MODEL-IV-LATER": errorEntry<{ formula: string; instruments: string[] }>({
    example: { formula: "np ~ size | firm | ai ~ aiPeers", instruments: ["aiPeers"] },
    en: (e) => ({
      message: `The formula names instruments (${e.instruments.join(", ")}), and \`ols\` does not use any; the estimator \`iv\` is not in this release.`,
      why: "Estimating without them would silently give the number the instruments were meant to correct.",
      remedy: "Delete the part behind the second bar to estimate by least squares, and say so in the text.",
    }),
    zh: (e) => ({
      message: `公式中写有工具变量（${e.instruments.join("、")}），而 \`ols\` 不使用工具变量；本版本尚无 \`iv\` 估计量。`,
      why: "若忽略工具变量直接估计，得到的正是工具变量原本要修正的结果。",
      remedy: "如需最小二乘估计，请删去第二条竖线之后的部分，并在文中说明。",
    }),
  }),
  "MODEL-NO-ROWS": errorEntry<{
    table: string;
    formula: string;
    rows: number;
    missing: number;
    singletons: number;
    columns: { column: string; rows: number }[];
  }>({
    example: {
      table: "provinces",
      formula: "np ~ ai | province",
      rows: 330,
      missing: 330,
      singletons: 0,
      columns: [{ column: "ai", rows: 330 }],
    },
    en: (e) => ({
      message: `No row is left to estimate \`${e.formula}\`: of ${e.rows} rows in \`${e.table}\`, ${e.missing} miss a value and ${e.singletons} are alone in a fixed effect.`,
      remedy:
        e.columns.length === 0
          ? "Check the filter and the steps before the model; every row is gone."
          : `Look at the columns that miss most: ${e.columns.map((c) => `${c.column} (${c.rows} rows)`).join(", ")}.`,
    }),
    zh: (e) => ({
      message: `没有可用于估计 \`${e.formula}\` 的行：\`${e.table}\` 共 ${e.rows} 行，其中 ${e.missing} 行有缺失值，${e.singletons} 行在某一固定效应组内只有自身。`,
      remedy:
        e.columns.length === 0
          ? "请检查模型之前的筛选与步骤：已没有任何行。"
          : `请检查缺失最多的列：${e.columns.map((c) => `${c.column}（${c.rows} 行）`).join("、")}。`,
    }),
  }),
  "MODEL-FEW-ROWS": errorEntry<{ formula: string; rows: number; slopes: number; effects: number }>({
    example: { formula: "np ~ ai + size | firm + year", rows: 12, slopes: 2, effects: 11 },
    en: (e) => ({
      message: `${e.rows} rows cannot carry ${e.slopes} coefficients and ${e.effects} fixed effects: nothing is left to judge the fit by.`,
      remedy: "Use fewer regressors or coarser effects, or more rows.",
    }),
    zh: (e) => ({
      message: `${e.rows} 行数据不足以估计 ${e.slopes} 个系数和 ${e.effects} 个固定效应：没有剩余自由度。`,
      remedy: "请减少解释变量、采用更粗的固定效应，或增加样本。",
    }),
  }),
  "MODEL-OUTCOME-CONSTANT": errorEntry<{ outcome: string; value: number; rows: number }>({
    example: { outcome: "np", value: 1, rows: 330 },
    en: (e) => ({
      message: `The outcome \`${e.outcome}\` has the same value, ${e.value}, in all ${e.rows} rows of the sample.`,
      remedy: "Check the column and the filter; there is nothing to explain.",
    }),
    zh: (e) => ({
      message: `被解释变量 \`${e.outcome}\` 在样本的全部 ${e.rows} 行中取值相同（${e.value}）。`,
      remedy: "请检查该列与筛选条件；没有可解释的变动。",
    }),
  }),
  "MODEL-OUTCOME-ABSORBED": errorEntry<{ outcome: string; effects: string[] }>({
    example: { outcome: "region", effects: ["province", "year"] },
    en: (e) => ({
      message: `The fixed effects (${e.effects.join(", ")}) explain the outcome \`${e.outcome}\` completely: it does not vary within them.`,
      remedy: "Use an outcome that changes within the units, or coarser effects.",
    }),
    zh: (e) => ({
      message: `固定效应（${e.effects.join("、")}）已完全解释被解释变量 \`${e.outcome}\`：组内没有变动。`,
      remedy: "请选用在个体内部有变动的被解释变量，或采用更粗的固定效应。",
    }),
  }),
  "MODEL-NOTHING-LEFT": errorEntry<{ formula: string; terms: { term: string; reason: LeftReason }[] }>({
    example: { formula: "np ~ coastal | province + year", terms: [{ term: "coastal", reason: "absorbed" }] },
    en: (e) => ({
      message: `No regressor of \`${e.formula}\` can be estimated: ${e.terms.map((t) => `\`${t.term}\` ${reasonEn[t.reason]}`).join(", ")}.`,
      remedy: "Use regressors that vary within the fixed effects, or take out the effects that absorb them.",
    }),
    zh: (e) => ({
      message: `\`${e.formula}\` 中没有可估计的解释变量：${e.terms.map((t) => `\`${t.term}\` ${reasonZh[t.reason]}`).join("，")}。`,
      remedy: "请选用在固定效应组内有变动的解释变量，或去掉吸收它们的固定效应。",
    }),
  }),
  "MODEL-WEIGHT-NEGATIVE": errorEntry<{ column: string; count: number; least: number }>({
    example: { column: "pop", count: 3, least: -12 },
    en: (e) => ({
      message: `The weights \`${e.column}\` are negative in ${e.count} rows (least: ${e.least}).`,
      remedy: "Weights are sizes or inverse variances: zero (the row is left out) or positive.",
    }),
    zh: (e) => ({
      message: `权重列 \`${e.column}\` 有 ${e.count} 行为负（最小值 ${e.least}）。`,
      remedy: "权重应为规模或方差的倒数：取零（该行不参与估计）或正数。",
    }),
  }),
  "MODEL-CLUSTER-ONE": errorEntry<{ cluster: string; value: string }>({
    example: { cluster: "country", value: "CHN" },
    en: (e) => ({
      message: `All rows of the sample lie in one cluster: \`${e.cluster}\` is always \`${e.value}\`.`,
      why: "Clustered errors compare clusters; with one there is nothing to compare.",
      remedy: "Cluster by a variable with many values, such as the unit.",
    }),
    zh: (e) => ({
      message: `样本的所有行都在同一聚类中：\`${e.cluster}\` 始终为 \`${e.value}\`。`,
      why: "聚类标准误依靠聚类之间的比较；只有一个聚类时无从比较。",
      remedy: "请按取值较多的变量聚类，例如个体。",
    }),
  }),
  "MODEL-CLUSTER-MISSING": errorEntry<{ cluster: string; rows: number }>({
    example: { cluster: "industry", rows: 12 },
    en: (e) => ({
      message: `The cluster \`${e.cluster}\` is missing in ${e.rows} rows of the sample the model was estimated on.`,
      remedy: "Estimate again with this cluster named in the model, so that the rows without it are left out from the start.",
    }),
    zh: (e) => ({
      message: `聚类变量 \`${e.cluster}\` 在模型估计样本中有 ${e.rows} 行缺失。`,
      remedy: "请在模型中写明该聚类变量并重新估计，使缺失的行从一开始就不进入样本。",
    }),
  }),
};
