import { errorEntry, findingEntry } from "../define.js";

const list = (names: readonly string[]) => names.map((n) => `\`${n}\``).join(", ");
const listZh = (names: readonly string[]) => names.map((n) => `\`${n}\``).join("、");
const three = (x: number) => x.toFixed(3);

/** What an option needs to do anything: `time`, `periods`, or a piece of the study file. */
const needsEn = (needs: string) =>
  needs === "time"
    ? "a table with `time`"
    : needs === "periods"
      ? "at least two periods among the rows that fix the weights"
      : `\`${needs}\``;
const needsZh = (needs: string) =>
  needs === "time" ? "带有 `time` 的数据表" : needs === "periods" ? "确定权重的行中至少有两期" : ` \`${needs}\``;

export const indexMessages = {
  "INDEX-EMPTY": errorEntry<{ index: string }>({
    example: { index: "np" },
    en: (e) => ({
      message: `The index \`${e.index}\` has no indicators.`,
      remedy: "Name them with their directions: `indicators: { rdStaff: higher, energyIntensity: lower }`.",
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 没有任何指标。`,
      remedy: "请列出指标及其方向：`indicators: { rdStaff: higher, energyIntensity: lower }`。",
    }),
  }),

  "INDEX-DIRECTION-MISSING": errorEntry<{ index: string; indicators: string[] }>({
    example: { index: "np", indicators: ["engel"] },
    en: (e) => ({
      message: `In the index \`${e.index}\`, ${list(e.indicators)} ${e.indicators.length === 1 ? "has" : "have"} no direction.`,
      why: "Whether more of an indicator is better decides its sign in every score; a guess would turn the index around without a trace.",
      remedy: `Write \`${e.indicators[0]}: higher\` or \`${e.indicators[0]}: lower\`.`,
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 中的指标 ${listZh(e.indicators)} 没有声明方向。`,
      why: "指标越大越好还是越小越好，决定它在每个得分中的符号；若由程序猜测，指数可能被悄然反转。",
      remedy: `请写明 \`${e.indicators[0]}: higher\`（正向）或 \`${e.indicators[0]}: lower\`（负向）。`,
    }),
  }),

  "INDEX-NO-VARIATION": errorEntry<{ index: string; indicator: string; value: number; rows: number; period: number | null }>({
    example: { index: "np", indicator: "broadband", value: 1, rows: 30, period: 2012 },
    en: (e) => ({
      message: `The indicator \`${e.indicator}\` of \`${e.index}\` is ${e.value} in all ${e.rows} rows that fix its range${e.period === null ? "" : ` in ${e.period}`}.`,
      why: "Min-max and z-scores divide by the spread, which is zero here; the indicator cannot tell units apart.",
      remedy:
        e.period === null
          ? `Remove \`${e.indicator}\` from the index, or let more rows fix the range with \`fit\`.`
          : `Use \`scale: { frame: pooled }\` and \`weightFrame: pooled\`, or remove \`${e.indicator}\`.`,
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 的指标 \`${e.indicator}\` 在${e.period === null ? "" : ` ${e.period} 年`}用于确定取值范围的 ${e.rows} 行中全部等于 ${e.value}。`,
      why: "极差标准化与 z 分数都要除以离散程度，而此处为零；该指标无法区分各个单元。",
      remedy:
        e.period === null
          ? `请从指数中删除 \`${e.indicator}\`，或用 \`fit\` 让更多行参与确定范围。`
          : `请改用 \`scale: { frame: pooled }\` 与 \`weightFrame: pooled\`，或删除 \`${e.indicator}\`。`,
    }),
  }),

  "INDEX-LN-NONPOSITIVE": errorEntry<{
    index: string;
    indicator: string;
    rows: number;
    value: number;
    unit: string;
    time: number | null;
  }>({
    example: { index: "np", indicator: "patents", rows: 3, value: 0, unit: "Qinghai", time: 2013 },
    en: (e) => ({
      message: `\`${e.indicator}\` of \`${e.index}\` is transformed by ln but is ${e.value} for ${e.unit}${e.time === null ? "" : ` in ${e.time}`} (${e.rows} such ${e.rows === 1 ? "row" : "rows"}).`,
      why: "The logarithm exists for positive values only; dropping these rows would remove the weakest units.",
      remedy: `Derive a column that is positive, as \`derive: { ${e.indicator}1: ${e.indicator} + 1 }\`, or write \`transform: { ${e.indicator}: none }\`.`,
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 对 \`${e.indicator}\` 取对数，但 ${e.unit}${e.time === null ? "" : ` ${e.time} 年`}的值为 ${e.value}（共 ${e.rows} 行）。`,
      why: "对数只对正数有定义；若删除这些行，恰好会丢掉最弱的单元。",
      remedy: `请先生成正值列，如 \`derive: { ${e.indicator}1: ${e.indicator} + 1 }\`，或写 \`transform: { ${e.indicator}: none }\`。`,
    }),
  }),

  "INDEX-FIT-EMPTY": errorEntry<{ index: string; where: string | null; rows: number; empty: string[] }>({
    example: { index: "np", where: "year < 2000", rows: 330, empty: [] },
    en: (e) => ({
      message: `No row can fix the ranges and weights of \`${e.index}\`: ${
        e.empty.length > 0
          ? `${list(e.empty)} ${e.empty.length === 1 ? "is" : "are"} missing everywhere`
          : e.where === null
            ? `none of the ${e.rows} rows is complete in all indicators`
            : `\`${e.where}\` leaves none of the ${e.rows} rows that is complete in all indicators`
      }.`,
      remedy:
        e.empty.length > 0
          ? `Remove ${list(e.empty)}, or mend the column.`
          : "Widen `fit: { where: ... }`, or fill gaps with `interpolate`.",
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 没有任何一行可用来确定范围和权重：${
        e.empty.length > 0
          ? `${listZh(e.empty)} 全部缺失`
          : e.where === null
            ? `${e.rows} 行中没有一行的指标是完整的`
            : `按 \`${e.where}\` 筛选后，${e.rows} 行中没有一行的指标是完整的`
      }。`,
      remedy:
        e.empty.length > 0 ? `请删除 ${listZh(e.empty)}，或修正该列。` : "请放宽 `fit: { where: ... }`，或用 `interpolate` 填补缺口。",
    }),
  }),

  "INDEX-FIT-PERIOD": errorEntry<{ index: string; option: string; periods: number[] }>({
    example: { index: "np", option: "scale.frame", periods: [2019, 2020, 2021, 2022] },
    en: (e) => ({
      message: `\`${e.option}\` of \`${e.index}\` works period by period, but no row may fix ranges and weights in ${e.periods.join(", ")}.`,
      why: "A period without rows of its own has nothing to be scaled or weighed by.",
      remedy: `Write \`pooled\` for \`${e.option}\`, or remove \`fit\`.`,
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 的 \`${e.option}\` 按期计算，但 ${e.periods.join("、")} 没有可用来确定范围和权重的行。`,
      why: "没有本期数据，就无从对本期进行标准化或赋权。",
      remedy: `请将 \`${e.option}\` 改为 \`pooled\`，或删除 \`fit\`。`,
    }),
  }),

  "INDEX-BASE-YEAR": errorEntry<{ index: string; baseYear: number; periods: number[] }>({
    example: { index: "np", baseYear: 2010, periods: [2012, 2013, 2014] },
    en: (e) => ({
      message: `The base period ${e.baseYear} of \`${e.index}\` has no complete row among those that fix the ranges; periods are ${e.periods[0]} to ${e.periods.at(-1)}.`,
      remedy: `Write \`baseYear: ${e.periods[0]}\`.`,
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 的基期 ${e.baseYear} 中没有可用于确定范围的完整行；数据期间为 ${e.periods[0]} 至 ${e.periods.at(-1)}。`,
      remedy: `请写 \`baseYear: ${e.periods[0]}\`。`,
    }),
  }),

  "INDEX-ENTROPY-NEGATIVE": errorEntry<{ index: string; indicator: string; value: number; scale: string; frame: string }>({
    example: { index: "np", indicator: "rdStaff", value: -1.8, scale: "zScore", frame: "pooled" },
    en: (e) => ({
      message: `Entropy weights of \`${e.index}\` need scaled values that are not negative, but \`${e.indicator}\` reaches ${three(e.value)}.`,
      why: "Entropy reads scaled values as shares of a total; a negative share has no logarithm.",
      remedy:
        e.scale === "zScore"
          ? "Write `scale: { method: minMax }`, or use `method: critic`, which takes z-scores."
          : `Let the same rows fix range and weights (\`fit: { where: ... }\` on the base period), or add \`entropyShift: ${Math.ceil(-e.value)}\`.`,
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 的熵权要求标准化后的值非负，但 \`${e.indicator}\` 低至 ${three(e.value)}。`,
      why: "熵值法把标准化值看作占总量的比重；负的比重没有对数。",
      remedy:
        e.scale === "zScore"
          ? "请写 `scale: { method: minMax }`，或改用可配合 z 分数的 `method: critic`。"
          : `请让同一批行确定范围和权重（用 \`fit: { where: ... }\` 限定基期），或加上 \`entropyShift: ${Math.ceil(-e.value)}\`。`,
    }),
  }),

  "INDEX-NO-CONFLICT": errorEntry<{ index: string; indicators: string[] }>({
    example: { index: "np", indicators: ["rdStaff", "rdStaffPercent"] },
    en: (e) => ({
      message: `CRITIC cannot weigh \`${e.index}\`: ${list(e.indicators)} are perfectly correlated with each other.`,
      why: "CRITIC rewards indicators that disagree with the others; copies of one indicator have nothing to disagree about.",
      remedy: "Keep one of the copies, or use `method: equal`.",
    }),
    zh: (e) => ({
      message: `CRITIC 法无法为指数 \`${e.index}\` 赋权：${listZh(e.indicators)} 两两完全相关。`,
      why: "CRITIC 法奖励与其他指标不一致的指标；同一指标的若干副本之间没有冲突性。",
      remedy: "请只保留其中一个，或使用 `method: equal`。",
    }),
  }),

  "INDEX-MEAN-ZERO": errorEntry<{ index: string; scale: string }>({
    example: { index: "np", scale: "zScore" },
    en: (e) => ({
      message: `Coefficients of variation of \`${e.index}\` cannot be taken: a mean is zero.`,
      why: "The coefficient is the standard deviation divided by the mean; z-scores and centred columns have mean zero.",
      remedy: "Write `variationOf: transformed` on columns with a natural zero, or use `method: standardDeviation`.",
    }),
    zh: (e) => ({
      message: `无法计算指数 \`${e.index}\` 的变异系数：有指标的均值为零。`,
      why: "变异系数是标准差除以均值；z 分数和中心化的列均值为零。",
      remedy: "请对具有自然零点的列使用 `variationOf: transformed`，或改用 `method: standardDeviation`。",
    }),
  }),

  "INDEX-GEOMETRIC-NONPOSITIVE": errorEntry<{
    index: string;
    indicator: string;
    cells: number;
    lowest: number;
    scale: string;
    aggregate: string;
  }>({
    example: { index: "np", indicator: "patents", cells: 1, lowest: 0, scale: "minMax", aggregate: "geometric" },
    en: (e) => ({
      message: `The ${e.aggregate} mean of \`${e.index}\` needs positive scaled values, but \`${e.indicator}\` has ${e.cells} at or below zero (lowest ${three(e.lowest)}).`,
      why: "One zero makes the whole mean zero, and a negative value has no power or reciprocal that would mean anything: the worst unit in one indicator would score nothing at all.",
      remedy:
        e.scale === "zScore"
          ? "Write `scale: { method: minMax, range: [0.01, 1] }`."
          : "Write `scale: { range: [0.01, 1] }`, and let all rows fix the ranges if some fall below.",
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 的${e.aggregate === "harmonic" ? "调和" : "几何"}平均要求标准化值为正，但 \`${e.indicator}\` 有 ${e.cells} 个值不大于零（最低 ${three(e.lowest)}）。`,
      why: "只要有一个零，整个平均就为零；负值的幂与倒数没有意义：在某一项指标上垫底的单元得分将完全归零。",
      remedy:
        e.scale === "zScore"
          ? "请写 `scale: { method: minMax, range: [0.01, 1] }`。"
          : "请写 `scale: { range: [0.01, 1] }`；若仍有行低于下限，请让所有行参与确定范围。",
    }),
  }),

  "INDEX-DIMENSIONS-MISSING": errorEntry<{ index: string; indicators: string[]; dimensions: string[] }>({
    example: { index: "np", indicators: ["engel"], dimensions: ["labour"] },
    en: (e) => ({
      message:
        e.indicators.length > 0
          ? `Coupling coordination of \`${e.index}\` works between dimensions, but ${list(e.indicators)} ${e.indicators.length === 1 ? "names" : "name"} none.`
          : `Coupling coordination of \`${e.index}\` needs at least two dimensions; all indicators are in \`${e.dimensions[0]}\`.`,
      why: "Coupling says how evenly systems develop together; one system has nothing to be coupled with.",
      remedy: `Write \`${e.indicators[0] ?? "rdStaff"}: { direction: higher, dimension: ... }\` for every indicator.`,
    }),
    zh: (e) => ({
      message:
        e.indicators.length > 0
          ? `指数 \`${e.index}\` 的耦合协调度在各维度之间计算，但 ${listZh(e.indicators)} 未声明维度。`
          : `指数 \`${e.index}\` 的耦合协调度至少需要两个维度；目前所有指标都属于 \`${e.dimensions[0]}\`。`,
      why: "耦合度反映各系统发展的均衡程度；只有一个系统时无从谈起。",
      remedy: `请为每个指标写明 \`${e.indicators[0] ?? "rdStaff"}: { direction: higher, dimension: ... }\`。`,
    }),
  }),

  "INDEX-RULE-UNNAMED": errorEntry<{ index: string }>({
    example: { index: "np" },
    en: (e) => ({
      message: `\`criticEntropy\` in \`${e.index}\` does not say how CRITIC and entropy weights are combined.`,
      why: "Published papers mean different things by CRITIC-entropy, and they give different weights.",
      remedy:
        "Write `criticEntropyProduct` (w1 w2, divided by the sum), `criticEntropyMean` ((w1 + w2) / 2), or `criticEntropyContrast` (entropy joins the contrast of CRITIC).",
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 中的 \`criticEntropy\` 没有说明 CRITIC 权重与熵权如何组合。`,
      why: "文献中的“CRITIC-熵权法”含义不一，得到的权重也不同。",
      remedy:
        "请写 `criticEntropyProduct`（乘积归一化）、`criticEntropyMean`（算术平均）或 `criticEntropyContrast`（熵并入 CRITIC 的对比强度）。",
    }),
  }),

  "INDEX-WEIGHTS-NAMES": errorEntry<{ index: string; missing: string[]; extra: string[] }>({
    example: { index: "np", missing: ["engel"], extra: ["engle"] },
    en: (e) => ({
      message: `Manual weights of \`${e.index}\` and its indicators do not match: ${[
        e.missing.length > 0 ? `no weight for ${list(e.missing)}` : "",
        e.extra.length > 0 ? `a weight for ${list(e.extra)}, which is no indicator` : "",
      ]
        .filter((part) => part !== "")
        .join("; ")}.`,
      remedy: "Give one weight to every indicator, as `weights: { rdStaff: 0.6, engel: 0.4 }`.",
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 的手工权重与指标不一致：${[
        e.missing.length > 0 ? `${listZh(e.missing)} 没有权重` : "",
        e.extra.length > 0 ? `${listZh(e.extra)} 有权重但不是指标` : "",
      ]
        .filter((part) => part !== "")
        .join("；")}。`,
      remedy: "请为每个指标各给一个权重，如 `weights: { rdStaff: 0.6, engel: 0.4 }`。",
    }),
  }),

  "INDEX-WEIGHTS-SUM": errorEntry<{ index: string; sum: number; negative: string[] }>({
    example: { index: "np", sum: 1.2, negative: [] },
    en: (e) => ({
      message:
        e.negative.length > 0
          ? `Manual weights of \`${e.index}\` are negative for ${list(e.negative)}.`
          : `Manual weights of \`${e.index}\` add up to ${three(e.sum)}, not to 1.`,
      why: "Scores are weighted means: weights are shares of one whole. A sum within 0.005 of 1 passes as rounding.",
      remedy:
        e.negative.length > 0
          ? "Turn the indicator with `lower` and give it a positive weight."
          : "Correct the weights so that they sum to 1.",
    }),
    zh: (e) => ({
      message:
        e.negative.length > 0
          ? `指数 \`${e.index}\` 的手工权重中 ${listZh(e.negative)} 为负。`
          : `指数 \`${e.index}\` 的手工权重之和为 ${three(e.sum)}，而不是 1。`,
      why: "得分是加权平均，权重是整体中的份额。与 1 相差不超过 0.005 视为四舍五入。",
      remedy: e.negative.length > 0 ? "请用 `lower` 声明该指标为负向，并给出正的权重。" : "请修正权重，使其和为 1。",
    }),
  }),

  "INDEX-OPTION-UNUSED": errorEntry<{ index: string; option: string; needs: string }>({
    example: { index: "np", option: "entropyShift", needs: "method: entropy" },
    en: (e) => ({
      message: `\`${e.option}\` of \`${e.index}\` would do nothing: it needs ${needsEn(e.needs)}.`,
      why: "An option that is silently ignored makes a reader believe something was done that was not.",
      remedy: `Remove \`${e.option.split(":")[0]}\`, or provide ${needsEn(e.needs)}.`,
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 的 \`${e.option}\` 不起任何作用：它需要${needsZh(e.needs)}。`,
      why: "被默默忽略的选项会让读者误以为做过实际并未做过的处理。",
      remedy: `请删除 \`${e.option.split(":")[0]}\`，或满足条件：${needsZh(e.needs)}。`,
    }),
  }),

  "INDEX-ENTROPY-ABOVE-ONE": findingEntry<{
    index: string;
    method: string;
    rows: number;
    periods: number;
    weightSpearman: number;
    scoreSpearman: number;
    indicators: { indicator: string; entropy: number; weight: number; rightEntropy: number; rightWeight: number }[];
  }>("serious", {
    example: {
      index: "np",
      method: "entropy",
      rows: 330,
      periods: 11,
      weightSpearman: -1,
      scoreSpearman: 0.953,
      indicators: [
        { indicator: "techMarket", entropy: 2.08, weight: 0.085, rightEntropy: 0.861, rightWeight: 0.237 },
        { indicator: "education", entropy: 2.38, weight: 0.108, rightEntropy: 0.983, rightWeight: 0.029 },
      ],
    },
    en: (e) => ({
      message: `Entropies of \`${e.index}\` reach ${Math.max(...e.indicators.map((i) => i.entropy)).toFixed(2)}, above 1, because shares are pooled over ${e.rows} rows but divided by ln(${e.periods} periods). Weights with this recipe, and with ln(${e.rows}): ${e.indicators
        .map((i) => `${i.indicator} ${three(i.weight)} (${three(i.rightWeight)})`)
        .join(", ")}. Rank correlation of the two sets of weights: ${e.weightSpearman.toFixed(2)}.`,
      why: `An entropy lies between 0 and 1. Above 1, every 1 - e is negative, the signs cancel, and indicators that tell units apart least get the largest weights. The scores still look fine (rank correlation ${e.scoreSpearman.toFixed(2)}), so nobody notices. The recipe is copied widely.`,
      remedy: "Remove `entropyDenominator: periods`; the default divides by ln of the number of rows.",
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 的熵值最高达 ${Math.max(...e.indicators.map((i) => i.entropy)).toFixed(2)}，大于 1：比重在 ${e.rows} 行上合并计算，却除以 ln(${e.periods} 期)。按此算法与按 ln(${e.rows}) 的权重分别为：${e.indicators
        .map((i) => `${i.indicator} ${three(i.weight)}（${three(i.rightWeight)}）`)
        .join("，")}。两组权重的秩相关为 ${e.weightSpearman.toFixed(2)}。`,
      why: `熵值应在 0 与 1 之间。一旦大于 1，所有 1 - e 均为负，符号相消，区分度最低的指标反而得到最大权重；而得分看上去仍然正常（秩相关 ${e.scoreSpearman.toFixed(2)}），因此难以察觉。这一写法流传甚广。`,
      remedy: "请删除 `entropyDenominator: periods`；默认除以行数的对数。",
    }),
  }),

  "INDEX-WEIGHT-NEGATIVE": findingEntry<{ index: string; indicators: { indicator: string; weight: number }[] }>("serious", {
    example: { index: "np", indicators: [{ indicator: "forest", weight: -0.08 }] },
    en: (e) => ({
      message: `In \`${e.index}\`, ${e.indicators.map((i) => `\`${i.indicator}\` has weight ${three(i.weight)}`).join(", ")}.`,
      why: "With a negative weight, doing better on an indicator declared good lowers the index. Principal components describe correlation, not merit.",
      remedy: "Take these indicators out, or use weights that cannot be negative (`entropy`, `critic`, `equal`).",
    }),
    zh: (e) => ({
      message: `在指数 \`${e.index}\` 中，${e.indicators.map((i) => `\`${i.indicator}\` 的权重为 ${three(i.weight)}`).join("，")}。`,
      why: "权重为负意味着在一项“越大越好”的指标上表现更好反而降低指数。主成分描述的是相关性，而不是优劣。",
      remedy: "请剔除这些指标，或使用不会为负的权重（`entropy`、`critic`、`equal`）。",
    }),
  }),

  "INDEX-WEIGHT-DOMINANT": findingEntry<{ index: string; indicator: string; weight: number; bar: number; equal: number }>("warning", {
    example: { index: "np", indicator: "rdLease", weight: 0.346, bar: 0.25, equal: 0.091 },
    en: (e) => ({
      message: `\`${e.indicator}\` alone has weight ${three(e.weight)} in \`${e.index}\` (an equal share is ${three(e.equal)}; the mark is ${three(e.bar)}).`,
      why: "An effect on the index may be an effect on this one indicator. Data-driven weights reward skewness, not importance.",
      remedy: "Look at the indicator by itself, and add `alternatives: { method: [equal], leaveOneOut: true }`.",
    }),
    zh: (e) => ({
      message: `在指数 \`${e.index}\` 中，\`${e.indicator}\` 一项的权重就达 ${three(e.weight)}（等权份额为 ${three(e.equal)}，警戒线为 ${three(e.bar)}）。`,
      why: "对指数的影响可能只是对这一个指标的影响。客观赋权奖励的是分布偏斜，而不是重要性。",
      remedy: "请单独考察该指标，并加上 `alternatives: { method: [equal], leaveOneOut: true }`。",
    }),
  }),

  "INDEX-SIZE-AMONG-RATIOS": findingEntry<{ index: string; sizes: string[]; ratios: string[] }>("warning", {
    example: { index: "np", sizes: ["softwareRevenue"], ratios: ["rdIntensity", "urbanShare"] },
    en: (e) => ({
      message: `The index \`${e.index}\` mixes sizes (${list(e.sizes)}) with shares and ratios (${list(e.ratios)}).`,
      why: "A size grows with the unit, so large units score high whatever their quality, and skewed sizes get large entropy weights.",
      remedy: `Divide ${list(e.sizes)} by population, employment or output in a \`derive\` step.`,
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 把规模指标（${listZh(e.sizes)}）与比重、比率指标（${listZh(e.ratios)}）混在一起。`,
      why: "规模随单元大小增长，大单元无论质量如何得分都高；偏斜的规模指标还会得到很大的熵权。",
      remedy: `请在 \`derive\` 步骤中将 ${listZh(e.sizes)} 除以人口、就业或产出。`,
    }),
  }),

  "INDEX-NORMALISED-SERIES": findingEntry<{
    index: string;
    indicator: string;
    by: "period" | "unit";
    base: string;
    value: number;
    rows: number;
  }>("serious", {
    example: { index: "nqp", indicator: "rtfpna", by: "period", base: "2017", value: 1, rows: 118 },
    en: (e) => ({
      message:
        e.by === "period"
          ? `\`${e.indicator}\` of \`${e.index}\` is ${e.value} for every unit in ${e.base} (${e.rows} rows): it is an index with base ${e.base}.`
          : `\`${e.indicator}\` of \`${e.index}\` is ${e.value} for ${e.base} in every period (${e.rows} rows): it is measured relative to ${e.base}.`,
      why:
        e.by === "period"
          ? "Such a series compares each unit with its own past, never units with each other; pooled, it ranks units by growth since the base."
          : "Such a series compares units within a period, never periods with each other; pooled, its changes mix a unit's own with those of the base.",
      remedy:
        e.by === "period"
          ? `Multiply it by a level of ${e.base} that compares units, or take it out.`
          : "Chain it with a series over time at constant prices, or take it out.",
    }),
    zh: (e) => ({
      message:
        e.by === "period"
          ? `指数 \`${e.index}\` 的 \`${e.indicator}\` 在 ${e.base} 年对所有单元都等于 ${e.value}（${e.rows} 行）：它是以 ${e.base} 年为基期的指数。`
          : `指数 \`${e.index}\` 的 \`${e.indicator}\` 对 ${e.base} 在各期都等于 ${e.value}（${e.rows} 行）：它是相对于 ${e.base} 的水平。`,
      why:
        e.by === "period"
          ? "这类序列只能与自身的过去比较，不能在单元之间比较；合并使用时，排名反映的是自基期以来的增长。"
          : "这类序列只能在同一期内比较，不能跨期比较；合并使用时，其变化混入了基准单元的变化。",
      remedy:
        e.by === "period" ? `请乘以 ${e.base} 年可在单元之间比较的水平值，或将其剔除。` : "请与按不变价格计算的时间序列衔接，或将其剔除。",
    }),
  }),

  "INDEX-INDICATOR-AGAINST": findingEntry<{
    index: string;
    indicators: { indicator: string; direction: string; correlation: number }[];
  }>("warning", {
    example: { index: "np", indicators: [{ indicator: "engel", direction: "higher", correlation: -0.41 }] },
    en: (e) => ({
      message: `In \`${e.index}\`, ${e.indicators.map((i) => `\`${i.indicator}\` (declared \`${i.direction}\`, correlation ${i.correlation.toFixed(2)})`).join(", ")} fall${e.indicators.length === 1 ? "s" : ""} when the index rises.`,
      why: "Either the direction is wrong, or the indicator measures something the others do not; in both cases one mean hides two stories.",
      remedy: "Check the direction; if it is right, report the indicator apart from the index.",
    }),
    zh: (e) => ({
      message: `在指数 \`${e.index}\` 中，${e.indicators.map((i) => `\`${i.indicator}\`（声明为 \`${i.direction}\`，相关系数 ${i.correlation.toFixed(2)}）`).join("、")}与指数反向变动。`,
      why: "要么方向写反，要么该指标度量的内容与其他指标不同；两种情形下，一个均值都掩盖了两件事。",
      remedy: "请核对方向；若方向无误，请在指数之外单独报告该指标。",
    }),
  }),

  "INDEX-OUTSIDE-RANGE": findingEntry<{
    index: string;
    rows: number;
    of: number;
    indicators: { indicator: string; cells: number; lowest: number; highest: number }[];
  }>("note", {
    example: { index: "nqp", rows: 96, of: 1770, indicators: [{ indicator: "hc", cells: 80, lowest: 0, highest: 1.06 }] },
    en: (e) => ({
      message: `${e.rows} of ${e.of} rows of \`${e.index}\` lie outside the range frozen on the fit rows: ${e.indicators
        .map((i) => `${i.indicator} ${i.cells} cells (${i.lowest.toFixed(2)} to ${i.highest.toFixed(2)})`)
        .join(", ")}.`,
      why: "Values are kept, not clipped: clipping would hide growth after the fit rows. Scores may leave the range.",
      remedy: "Nothing is needed; to bring all rows into the range, remove `fit`, at the price of weights that later rows help to fix.",
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 的 ${e.of} 行中有 ${e.rows} 行超出由拟合行固定的范围：${e.indicators
        .map((i) => `${i.indicator} ${i.cells} 个单元格（${i.lowest.toFixed(2)} 至 ${i.highest.toFixed(2)}）`)
        .join("，")}。`,
      why: "数值予以保留而不截断：截断会掩盖拟合期之后的增长。得分可能超出该范围。",
      remedy: "无需处理；若要使所有行落在范围之内，请删除 `fit`，代价是后期数据也参与确定权重。",
    }),
  }),

  "INDEX-MISSING-CELLS": findingEntry<{ index: string; rows: number; of: number; indicators: { indicator: string; cells: number }[] }>(
    "note",
    {
      example: { index: "np", rows: 11, of: 341, indicators: [{ indicator: "techMarket", cells: 11 }] },
      en: (e) => ({
        message: `${e.rows} of ${e.of} rows have no score in \`${e.index}\`, because an indicator is missing there: ${e.indicators.map((i) => `${i.indicator} ${i.cells}`).join(", ")}.`,
        why: "A mean over the indicators that happen to be there would compare unlike things.",
        remedy: "Fill gaps with `interpolate`, or leave the rows out with `filter`.",
      }),
      zh: (e) => ({
        message: `指数 \`${e.index}\` 的 ${e.of} 行中有 ${e.rows} 行因指标缺失而没有得分：${e.indicators.map((i) => `${i.indicator} ${i.cells}`).join("，")}。`,
        why: "若只对恰好存在的指标取平均，比较的将是不同的东西。",
        remedy: "请用 `interpolate` 填补缺口，或用 `filter` 剔除这些行。",
      }),
    },
  ),

  "INDEX-IMPUTED-CELLS": findingEntry<{ index: string; cells: number; of: number; indicators: { indicator: string; cells: number }[] }>(
    "note",
    {
      example: { index: "np", cells: 60, of: 3300, indicators: [{ indicator: "techMarket", cells: 60 }] },
      en: (e) => ({
        message: `${e.cells} of ${e.of} cells of \`${e.index}\` were filled in, not observed: ${e.indicators.map((i) => `${i.indicator} ${i.cells}`).join(", ")}.`,
        why: "Filled cells carry no information of their own but count in ranges, weights and degrees of freedom.",
        remedy: "Run the index once without these indicators: `alternatives: { leaveOneOut: true }`.",
      }),
      zh: (e) => ({
        message: `指数 \`${e.index}\` 的 ${e.of} 个单元格中有 ${e.cells} 个是填补的，而非观测所得：${e.indicators.map((i) => `${i.indicator} ${i.cells}`).join("，")}。`,
        why: "填补的单元格不含新的信息，却参与确定范围、权重与自由度。",
        remedy: "请在去掉这些指标的情况下再算一次：`alternatives: { leaveOneOut: true }`。",
      }),
    },
  ),

  "INDEX-CHOICE-SENSITIVE": findingEntry<{ index: string; alternatives: { name: string; spearman: number }[] }>("warning", {
    example: { index: "np", alternatives: [{ name: "equal", spearman: 0.84 }] },
    en: (e) => ({
      message: `The order of rows in \`${e.index}\` depends on how it is made: rank correlation with ${e.alternatives.map((a) => `${a.name} ${a.spearman.toFixed(2)}`).join(", ")}.`,
      why: "Below 0.9, a result on the index can be a result of the recipe.",
      remedy: "Carry the alternatives into the estimate: `variants: { index: all }` in the policy.",
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 的排序取决于构造方法：与各备选方案的秩相关为 ${e.alternatives.map((a) => `${a.name} ${a.spearman.toFixed(2)}`).join("，")}。`,
      why: "秩相关低于 0.9 时，关于指数的结论可能只是构造方法的结果。",
      remedy: "请把备选方案带入估计：在政策块中写 `variants: { index: all }`。",
    }),
  }),

  "INDEX-ON-RIGHT-SIDE": findingEntry<{ index: string; indicators: string[]; where: string }>("serious", {
    example: { index: "np", indicators: ["urbanShare"], where: "models.fe" },
    en: (e) => ({
      message: `${list(e.indicators)} ${e.indicators.length === 1 ? "is" : "are"} part of the index \`${e.index}\` and also stand${e.indicators.length === 1 ? "s" : ""} on the right of ${e.where}.`,
      why: "The equation explains the index partly by itself: the coefficient is mechanical, and what remains for the treatment is the rest of the index.",
      remedy: `Remove ${list(e.indicators)} from the right-hand side, or use an index without ${e.indicators.length === 1 ? "it" : "them"}.`,
    }),
    zh: (e) => ({
      message: `${listZh(e.indicators)} 是指数 \`${e.index}\` 的组成部分，同时又出现在 ${e.where} 的右侧。`,
      why: "该方程在一定程度上用指数解释其自身：系数是机械的，留给处理变量解释的只是指数的其余部分。",
      remedy: `请从方程右侧删除 ${listZh(e.indicators)}，或使用不含该指标的指数。`,
    }),
  }),

  "INDEX-OUTCOME-IDENTITY": findingEntry<{ index: string; outcome: string; indicators: string[]; r2: number; rows: number }>("note", {
    example: { index: "nqp", outcome: "lnOutput", indicators: ["hc", "capital", "tfpLevel"], r2: 0.993, rows: 1770 },
    en: (e) => ({
      message: `The indicators of \`${e.index}\` (${list(e.indicators)}) explain ${(100 * e.r2).toFixed(1)} % of the variance of \`${e.outcome}\` (R2 over ${e.rows} rows).`,
      why:
        e.r2 >= 0.9
          ? "They are nearly components of one accounting identity: an effect on the index and an effect on this outcome are one piece of evidence, not two."
          : "They share what they share by construction; the rest is separate evidence.",
      remedy: `Report \`${e.outcome}\` as an outcome of its own, and never make it an indicator.`,
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 的指标（${listZh(e.indicators)}）解释了 \`${e.outcome}\` 方差的 ${(100 * e.r2).toFixed(1)}%（R2，${e.rows} 行）。`,
      why:
        e.r2 >= 0.9
          ? "二者几乎是同一核算恒等式的组成部分：对指数的影响与对该结果的影响是同一份证据，而不是两份。"
          : "二者按构造共享这一部分；其余部分才是独立的证据。",
      remedy: `请将 \`${e.outcome}\` 作为单独的结果报告，切勿列为指标。`,
    }),
  }),
};
