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
  "MODEL-INSTRUMENTS-UNUSED": errorEntry<{ formula: string; instruments: string[]; estimator: string }>({
    example: { formula: "np ~ size | firm | ai ~ aiPeers", instruments: ["aiPeers"], estimator: "ols" },
    en: (e) => ({
      message: `The formula names instruments (${e.instruments.join(", ")}), and \`${e.estimator}\` does not use any.`,
      why: "Estimating without them would silently give the number the instruments were meant to correct.",
      remedy: "Write `estimator: iv`, or delete the part behind the second bar.",
    }),
    zh: (e) => ({
      message: `公式中写有工具变量（${e.instruments.join("、")}），而 \`${e.estimator}\` 不使用工具变量。`,
      why: "若忽略工具变量直接估计，得到的正是工具变量原本要修正的结果。",
      remedy: "请写 `estimator: iv`，或删去第二条竖线之后的部分。",
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
  "MODEL-ERRORS-OLS-ONLY": errorEntry<{ errors: string; estimator: string }>({
    example: { errors: "CR2", estimator: "iv" },
    en: (e) => ({
      message: `The errors \`${e.errors}\` are made for least squares; the model's estimator is \`${e.estimator}\`.`,
      why: "They need the leverage of rows or clusters, or lags of scores, which are defined here for least squares.",
      remedy: "Use `HC1`, or clusters with the correction `fixest`.",
    }),
    zh: (e) => ({
      message: `标准误 \`${e.errors}\` 只适用于最小二乘，而该模型的估计方法是 \`${e.estimator}\`。`,
      why: "这类标准误需要行或聚类的杠杆值，或得分的滞后，此处仅对最小二乘有定义。",
      remedy: "请使用 `HC1`，或采用 `fixest` 修正的聚类标准误。",
    }),
  }),
  "MODEL-ERRORS-ONE-WAY": errorEntry<{ errors: string; clusters: string[] }>({
    example: { errors: "CR2", clusters: ["firm", "year"] },
    en: (e) => ({
      message: `The correction \`${e.errors}\` is for one clustering; the model names ${e.clusters.length} (${e.clusters.join(", ")}).`,
      why: "The correction is made from the leverage of whole clusters, which overlap when there are several clusterings.",
      remedy: `Write \`cluster: ${e.clusters[0]}\`, the larger unit, or use the correction \`fixest\` with both.`,
    }),
    zh: (e) => ({
      message: `修正方法 \`${e.errors}\` 只适用于单向聚类，而模型写了 ${e.clusters.length} 个聚类变量（${e.clusters.join("、")}）。`,
      why: "该修正由整个聚类的杠杆值构成，多向聚类时各聚类相互重叠。",
      remedy: `请改写为 \`cluster: ${e.clusters[0]}\`（较大的单位），或在多向聚类下使用 \`fixest\` 修正。`,
    }),
  }),
  "MODEL-ERRORS-PANEL": errorEntry<{ errors: string; missing: string[] }>({
    example: { errors: "driscollKraay", missing: ["time"] },
    en: (e) => ({
      message: `The errors \`${e.errors}\` need the ${e.missing.join(" and the ")} of the table, which ${e.missing.length === 1 ? "is" : "are"} not named (or missing in some rows).`,
      why: "They add up scores over periods, so the order of time must be known.",
      remedy: `Name ${e.missing.map((key) => `\`${key}:\``).join(" and ")} in the table of the study (\`data.NAME\`), or with --unit and --time.`,
    }),
    zh: (e) => ({
      message: `标准误 \`${e.errors}\` 需要知道数据表的${e.missing.map((key) => (key === "unit" ? "个体" : "时间")).join("与")}变量，但未指明（或部分行缺失）。`,
      why: "这类标准误按时期累加得分，必须知道时间顺序。",
      remedy: `请在研究文件的数据表（\`data.名称\`）中写明 ${e.missing.map((key) => `\`${key}:\``).join("和 ")}，或使用 --unit 与 --time。`,
    }),
  }),
  "MODEL-ERRORS-EFFECTS-MANY": errorEntry<{ errors: string; effects: string[]; levels: number; limit: number }>({
    example: { errors: "CR2", effects: ["firm", "year"], levels: 8000, limit: 1000 },
    en: (e) => ({
      message: `The errors \`${e.errors}\` are computed exactly only up to ${e.limit} effects besides the one that is solved directly; ${e.effects.join(" + ")} leaves ${e.levels}.`,
      why: "The leverage of these effects needs a dense inverse; an approximation would not say how wrong it is.",
      remedy:
        "Cluster by a unit in which the large effects are nested, use coarser effects, or take the correction `fixest` (with many clusters it differs little).",
    }),
    zh: (e) => ({
      message: `标准误 \`${e.errors}\` 仅在直接求解的那组固定效应之外不超过 ${e.limit} 个效应时精确计算；${e.effects.join(" + ")} 还剩 ${e.levels} 个。`,
      why: "这些效应的杠杆值需要稠密矩阵求逆；近似值无法说明自身误差。",
      remedy: "请按嵌套了大型固定效应的单位聚类，或使用更粗的固定效应，或采用 `fixest` 修正（聚类较多时差别很小）。",
    }),
  }),
  "MODEL-CLUSTER-IDENTIFIES": errorEntry<{ cluster: string; value: string; terms: string[] }>({
    example: { cluster: "province", value: "Tibet", terms: ["treated"] },
    en: (e) => ({
      message: `Without the cluster \`${e.value}\` of \`${e.cluster}\` the coefficient of ${e.terms.map((t) => `\`${t}\``).join(", ")} could not be estimated: that cluster alone identifies it.`,
      why: "CR2, CR3 and leave-one-cluster-out compare the estimate with and without each cluster; there is nothing to compare, and no clustered error means anything here.",
      remedy: `Drop ${e.terms.map((t) => `\`${t}\``).join(", ")}, or use a regressor that varies in more than one cluster; randomisation inference can still give a p-value.`,
    }),
    zh: (e) => ({
      message: `去掉 \`${e.cluster}\` 的聚类 \`${e.value}\` 后，${e.terms.map((t) => `\`${t}\``).join("、")}的系数无法估计：它仅由这一聚类识别。`,
      why: "CR2、CR3 与逐一剔除聚类都要比较剔除前后的估计，这里无从比较，任何聚类标准误都没有意义。",
      remedy: `请去掉 ${e.terms.map((t) => `\`${t}\``).join("、")}，或使用在多个聚类中变动的解释变量；随机化推断仍可给出 p 值。`,
    }),
  }),
  "MODEL-LEVERAGE-ONE": errorEntry<{ errors: string; row: number }>({
    example: { errors: "HC3", row: 17 },
    en: (e) => ({
      message: `Row ${e.row} of the data alone identifies a regressor: its leverage is one, so \`${e.errors}\` is not defined.`,
      why: "These errors divide by one minus the leverage of each row.",
      remedy: "Look at that row; drop the regressor that is not zero only there, or use `HC1`.",
    }),
    zh: (e) => ({
      message: `数据第 ${e.row} 行单独识别了某个解释变量：其杠杆值为 1，\`${e.errors}\` 没有定义。`,
      why: "这类标准误要除以一减去每行的杠杆值。",
      remedy: "请检查该行；去掉仅在该行非零的解释变量，或使用 `HC1`。",
    }),
  }),
  "MODEL-LAGS-MANY": errorEntry<{ errors: string; lags: number; periods: number }>({
    example: { errors: "driscollKraay", lags: 12, periods: 9 },
    en: (e) => ({
      message: `\`${e.errors}\` is asked for ${e.lags} lags; the sample has ${e.periods} periods.`,
      remedy: `Write \`lags\` below ${e.periods}, or leave it out (the fourth root of the number of periods).`,
    }),
    zh: (e) => ({
      message: `\`${e.errors}\` 要求 ${e.lags} 阶滞后，而样本只有 ${e.periods} 期。`,
      remedy: `请将 \`lags\` 设为小于 ${e.periods}，或省略（默认取期数的四次方根）。`,
    }),
  }),
  "MODEL-PLACE-MISSING": errorEntry<{ column: string; rows: number }>({
    example: { column: "lon", rows: 12 },
    en: (e) => ({
      message: `The coordinate \`${e.column}\` is missing in ${e.rows} rows of the sample.`,
      why: "Distances between all rows are needed.",
      remedy: `Fill it in, or leave these rows out: \`filter: not missing(${e.column})\`.`,
    }),
    zh: (e) => ({
      message: `坐标 \`${e.column}\` 在样本中有 ${e.rows} 行缺失。`,
      why: "需要所有行之间的距离。",
      remedy: `请补齐，或剔除这些行：\`filter: not missing(${e.column})\`。`,
    }),
  }),
  "MODEL-PLACE-RANGE": errorEntry<{ column: string; value: number; largest: number }>({
    example: { column: "lat", value: 116.4, largest: 90 },
    en: (e) => ({
      message: `The coordinate \`${e.column}\` holds ${e.value}; degrees from -${e.largest} to ${e.largest} were expected.`,
      why:
        e.largest === 90
          ? "Perhaps latitude and longitude are exchanged, or the coordinates are projected metres."
          : "Perhaps the coordinates are projected metres.",
      remedy: "Name the columns of latitude (`lat`) and longitude (`lon`) in degrees.",
    }),
    zh: (e) => ({
      message: `坐标 \`${e.column}\` 中有 ${e.value}，应为 -${e.largest} 到 ${e.largest} 之间的度数。`,
      why: e.largest === 90 ? "也许经纬度写反了，或坐标是以米为单位的投影坐标。" : "也许坐标是以米为单位的投影坐标。",
      remedy: "请写明以度为单位的纬度列（`lat`）与经度列（`lon`）。",
    }),
  }),
  "MODEL-INFERENCE-CLUSTER": errorEntry<{ method: string; clusters: string[] }>({
    example: { method: "wildBootstrap", clusters: [] },
    en: (e) => ({
      message: `\`${e.method}\` needs one clustering, and ${e.clusters.length === 0 ? "the errors of the model have none" : `the errors of the model have ${e.clusters.length} (${e.clusters.join(", ")})`}.`,
      why: "It draws one random number for every cluster.",
      remedy: "Write the column of the clusters: `cluster: NAME`.",
    }),
    zh: (e) => ({
      message: `\`${e.method}\` 需要一个聚类变量，而${e.clusters.length === 0 ? "模型的标准误没有聚类" : `模型的标准误有 ${e.clusters.length} 个聚类变量（${e.clusters.join("、")}）`}。`,
      why: "它为每个聚类抽取一个随机数。",
      remedy: "请写明聚类所在的列：`cluster: 列名`。",
    }),
  }),
  "MODEL-RANDOMIZATION-SHARED": errorEntry<{ term: string; terms: string[] }>({
    example: { term: "treated", terms: ["treated:size"] },
    en: (e) => ({
      message: `\`${e.term}\` cannot be assigned anew: ${e.terms.map((t) => `\`${t}\``).join(", ")} in the formula ${e.terms.length === 1 ? "is" : "are"} made of it too.`,
      why: "Under the null nothing that the assignment made may stay as it was, and one coefficient is not all of the effect.",
      remedy: `Take ${e.terms.map((t) => `\`${t}\``).join(", ")} out of the formula, or split the sample.`,
    }),
    zh: (e) => ({
      message: `无法重新分配 \`${e.term}\`：公式中的 ${e.terms.map((t) => `\`${t}\``).join("、")} 也由它构成。`,
      why: "在原假设下，由分配产生的任何变量都不应保持原样，且单个系数不是全部效应。",
      remedy: `请从公式中去掉 ${e.terms.map((t) => `\`${t}\``).join("、")}，或分样本估计。`,
    }),
  }),
  "MODEL-RANDOMIZATION-HISTORIES": errorEntry<{ term: string; fault: "strata" | "time" | "twice"; group: string; strata: string }>({
    example: { term: "treated", fault: "time", group: "11", strata: "" },
    en: (e) => ({
      message: {
        strata: `\`${e.group}\` stands in more than one stratum of \`${e.strata}\`, but was assigned \`${e.term}\` as one.`,
        time: `\`${e.term}\` changes within \`${e.group}\`, and the time of the table is not named.`,
        twice: `\`${e.term}\` changes within \`${e.group}\`, which has a period twice.`,
      }[e.fault],
      why: "Whole histories change places, period by period, within a stratum; it must be known which row is which period.",
      remedy: {
        strata: "Name strata that are constant within what was assigned (`by`).",
        time: "Name `time:` in the table of the study, or with --time; or write what was assigned row by row under `by`.",
        twice: "Name under `by` what was assigned as one and has one row a period.",
      }[e.fault],
    }),
    zh: (e) => ({
      message: {
        strata: `\`${e.group}\` 处于 \`${e.strata}\` 的多个层中，而 \`${e.term}\` 是对它整体分配的。`,
        time: `\`${e.term}\` 在 \`${e.group}\` 内部有变化，但数据表没有指明时间列。`,
        twice: `\`${e.term}\` 在 \`${e.group}\` 内部有变化，且其中有重复的时期。`,
      }[e.fault],
      why: "重新分配时，各层内的个体逐期交换整段历史，必须知道每一行属于哪一期。",
      remedy: {
        strata: "请选用在分配单元（`by`）内部不变的分层变量。",
        time: "请在研究文件的数据表中写明 `time:`，或使用 --time；若逐行分配，请在 `by` 中写明。",
        twice: "请在 `by` 中写明整体分配且每期只有一行的单元。",
      }[e.fault],
    }),
  }),
  "MODEL-RANDOMIZATION-NOTHING": errorEntry<{ term: string; groups: number }>({
    example: { term: "treated", groups: 30 },
    en: (e) => ({
      message: `No other assignment of \`${e.term}\` over the ${e.groups} units is possible: none that may change places differ in it.`,
      why: "Units change places within a stratum, and histories only among units seen in the same periods; the p-value would always be one.",
      remedy: "Use coarser strata, a sample whose units have the same periods (`balance`), or another method.",
    }),
    zh: (e) => ({
      message: `\`${e.term}\` 在 ${e.groups} 个单元之间没有其他可能的分配：可以互换的单元取值都相同。`,
      why: "单元只在层内互换，整段历史只在观测时期相同的单元之间互换；此时 p 值恒为 1。",
      remedy: "请使用更粗的分层、各单元时期相同的样本（`balance`），或改用其他方法。",
    }),
  }),
  "MODEL-TERM-UNKNOWN": errorEntry<{ term: string; nearest: string | null; terms: string[] }>({
    example: { term: "treate", nearest: "treated", terms: ["treated", "edu", "fin"] },
    en: (e) => ({
      message: `The model has no coefficient \`${e.term}\`${e.nearest === null ? "" : `; nearest: \`${e.nearest}\``}. It has ${e.terms.map((t) => `\`${t}\``).join(", ")}.`,
      remedy: `Write one of them as it stands in the table${e.nearest === null ? "" : `: \`term: ${e.nearest}\``}.`,
    }),
    zh: (e) => ({
      message: `模型没有系数 \`${e.term}\`${e.nearest === null ? "" : `，最接近的是 \`${e.nearest}\``}。模型的系数有 ${e.terms.map((t) => `\`${t}\``).join("、")}。`,
      remedy: `请按表中的写法填写其中之一${e.nearest === null ? "" : `：\`term: ${e.nearest}\``}。`,
    }),
  }),
};
