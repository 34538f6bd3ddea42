import { errorEntry, findingEntry } from "../define.js";

const list = (names: readonly string[]) => names.map((n) => `\`${n}\``).join(", ");
const listZh = (names: readonly string[]) => names.map((n) => `\`${n}\``).join("、");
const cell = (unit: string, time: number | null) => (time === null ? unit : `${unit} ${time}`);
const plain = (value: number) => String(Number(value.toPrecision(4)));

/** Making an index: hierarchy, denominators, imputation, outliers, scales. */
export const indexMakingMessages = {
  "INDEX-BEST-VALUE": errorEntry<{ index: string; indicator: string; direction: string }>({
    example: { index: "np", indicator: "loadFactor", direction: "middle" },
    en: (e) => ({
      message: `\`${e.indicator}\` of \`${e.index}\` is declared \`${e.direction}\`, and its \`best\` does not fit that.`,
      why: "A middle-best indicator has one best value, an interval two ends with the smaller first; `higher` and `lower` have none.",
      remedy:
        e.direction === "interval"
          ? `Write \`${e.indicator}: { direction: interval, best: [40, 60] }\`.`
          : e.direction === "middle"
            ? `Write \`${e.indicator}: { direction: middle, best: 50 }\`.`
            : `Remove \`best\`, or write \`${e.indicator}: { direction: middle, best: 50 }\`.`,
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 的指标 \`${e.indicator}\` 声明为 \`${e.direction}\`，与其 \`best\` 不相符。`,
      why: "适度指标只有一个最优值，区间指标有两个端点且较小者在前；`higher` 与 `lower` 没有最优值。",
      remedy:
        e.direction === "interval"
          ? `请写 \`${e.indicator}: { direction: interval, best: [40, 60] }\`。`
          : e.direction === "middle"
            ? `请写 \`${e.indicator}: { direction: middle, best: 50 }\`。`
            : `请删除 \`best\`，或写 \`${e.indicator}: { direction: middle, best: 50 }\`。`,
    }),
  }),

  "INDEX-GROUP-MEMBER": errorEntry<{
    index: string;
    group: string;
    member: string;
    fault: "unknown" | "twice" | "name";
    nearest: string | null;
    other: string | null;
  }>({
    example: { index: "np", group: "labour", member: "rdStaf", fault: "unknown", nearest: "rdStaff", other: null },
    en: (e) => ({
      message: {
        unknown: `The group \`${e.group}\` of \`${e.index}\` names \`${e.member}\`, which is neither an indicator nor a group.${e.nearest === null ? "" : ` Nearest: \`${e.nearest}\`.`}`,
        twice: `\`${e.member}\` of \`${e.index}\` stands in the groups \`${e.other}\` and \`${e.group}\`.`,
        name: `\`${e.group}\` of \`${e.index}\` is the name of a group and of an indicator.`,
      }[e.fault],
      why: "Every indicator and every group counts once: in one group, or in the index itself.",
      remedy: {
        unknown: `Write ${e.nearest === null ? "the name of an indicator or a group" : `\`${e.nearest}\``}.`,
        twice: `Remove \`${e.member}\` from one of the two.`,
        name: "Give the group a name of its own.",
      }[e.fault],
    }),
    zh: (e) => ({
      message: {
        unknown: `指数 \`${e.index}\` 的分组 \`${e.group}\` 列出了 \`${e.member}\`，它既不是指标也不是分组。${e.nearest === null ? "" : `最接近的名称：\`${e.nearest}\`。`}`,
        twice: `指数 \`${e.index}\` 的 \`${e.member}\` 同时出现在分组 \`${e.other}\` 与 \`${e.group}\` 中。`,
        name: `指数 \`${e.index}\` 中的 \`${e.group}\` 既是分组名又是指标名。`,
      }[e.fault],
      why: "每个指标、每个分组只计一次：或属于一个分组，或直接属于指数。",
      remedy: {
        unknown: `请写${e.nearest === null ? "一个指标或分组的名称" : ` \`${e.nearest}\``}。`,
        twice: `请从其中一个分组里删除 \`${e.member}\`。`,
        name: "请给分组另取名称。",
      }[e.fault],
    }),
  }),

  "INDEX-GROUP-LOOP": errorEntry<{ index: string; groups: string[] }>({
    example: { index: "np", groups: ["labour", "skills", "labour"] },
    en: (e) => ({
      message: `The groups of \`${e.index}\` go round in a circle: ${e.groups.map((g) => `\`${g}\``).join(" is part of ")}.`,
      why: "A group that is part of itself has no score to start from.",
      remedy: `Take one of ${list([...new Set(e.groups)])} out of the \`of\` of another.`,
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 的分组形成循环：${e.groups.map((g) => `\`${g}\``).join(" 属于 ")}。`,
      why: "分组若包含自身，就没有可以作为起点的得分。",
      remedy: `请从某个分组的 \`of\` 中删去 ${listZh([...new Set(e.groups)])} 之一。`,
    }),
  }),

  "INDEX-DENOMINATOR": errorEntry<{
    index: string;
    indicator: string;
    denominator: string;
    rows: number;
    value: number;
    unit: string;
    time: number | null;
  }>({
    example: { index: "np", indicator: "patents", denominator: "population", rows: 1, value: 0, unit: "Tibet", time: 2013 },
    en: (e) => ({
      message: `\`${e.indicator}\` of \`${e.index}\` is divided by \`${e.denominator}\`, which is ${plain(e.value)} for ${cell(e.unit, e.time)} (${e.rows} such ${e.rows === 1 ? "row" : "rows"}).`,
      why: "A ratio over zero does not exist, and one over a negative number turns its meaning around.",
      remedy: "Mend the denominator, or leave these rows out with a `filter` step.",
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 的 \`${e.indicator}\` 以 \`${e.denominator}\` 为分母，而 ${cell(e.unit, e.time)} 的分母为 ${plain(e.value)}（共 ${e.rows} 行）。`,
      why: "分母为零则比率不存在，分母为负则含义颠倒。",
      remedy: "请修正分母，或用 `filter` 步骤剔除这些行。",
    }),
  }),

  "INDEX-SCALE-NEEDS": errorEntry<{ index: string; method: string; what: "goalposts" | "target" | "reference"; indicators: string[] }>({
    example: { index: "hdi", method: "goalposts", what: "goalposts", indicators: ["schooling"] },
    en: (e) => ({
      message: `The scale \`${e.method}\` of \`${e.index}\` needs ${e.what === "reference" ? "a `reference` unit" : `\`${e.what}\` for ${list(e.indicators)}`}.`,
      why: "Without them there is nothing to measure the values against.",
      remedy: {
        goalposts: `Write the worst and the best value, as \`${e.indicators[0]}: { direction: higher, goalposts: [0, 15] }\`.`,
        target: `Write \`${e.indicators[0]}: { direction: higher, target: 100 }\`.`,
        reference: "Write `scale: { method: distanceToReference, reference: UNIT }`.",
      }[e.what],
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 的标准化方法 \`${e.method}\` 需要${e.what === "reference" ? "一个参照单元（`reference`）" : `为 ${listZh(e.indicators)} 给出 \`${e.what}\``}。`,
      why: "缺少它们，就没有衡量取值的尺度。",
      remedy: {
        goalposts: `请写出最差值与最优值，如 \`${e.indicators[0]}: { direction: higher, goalposts: [0, 15] }\`。`,
        target: `请写 \`${e.indicators[0]}: { direction: higher, target: 100 }\`。`,
        reference: "请写 `scale: { method: distanceToReference, reference: UNIT }`。",
      }[e.what],
    }),
  }),

  "INDEX-SCALE-UNDEFINED": errorEntry<{ index: string; indicator: string; method: string; value: number; min: number; max: number }>({
    example: { index: "np", indicator: "growth", method: "fractionOfMax", value: 4.2, min: -1.3, max: 4.2 },
    en: (e) => ({
      message:
        e.method === "fractionOfMax"
          ? `The scale \`fractionOfMax\` of \`${e.index}\` needs positive values, but \`${e.indicator}\` goes down to ${plain(e.min)}.`
          : `Under the scale \`${e.method}\` of \`${e.index}\`, \`${e.indicator}\` is measured from ${plain(e.value)} to itself: the mark is the worst value there is.`,
      why: "The scale divides by a distance that is zero here, or by a value that is not positive.",
      remedy: "Use `scale: { method: minMax }`, or another mark.",
    }),
    zh: (e) => ({
      message:
        e.method === "fractionOfMax"
          ? `指数 \`${e.index}\` 的标准化方法 \`fractionOfMax\` 要求取值为正，而 \`${e.indicator}\` 低至 ${plain(e.min)}。`
          : `在指数 \`${e.index}\` 的标准化方法 \`${e.method}\` 下，\`${e.indicator}\` 的参照值 ${plain(e.value)} 恰为最差值。`,
      why: "该方法所除的距离为零，或所除的数不为正。",
      remedy: "请改用 `scale: { method: minMax }`，或换一个参照值。",
    }),
  }),

  "INDEX-REFERENCE": errorEntry<{ index: string; reference: string; period: number | null; units: string[] }>({
    example: { index: "np", reference: "Shangai", period: null, units: ["Beijing", "Shanghai"] },
    en: (e) => ({
      message: `The reference unit \`${e.reference}\` of \`${e.index}\` has no row that fixes ranges${e.period === null ? "" : ` in ${e.period}`}.`,
      remedy: `Write the name of a unit that is complete: ${list(e.units.slice(0, 5))}${e.units.length > 5 ? ", ..." : ""}.`,
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 的参照单元 \`${e.reference}\` 在${e.period === null ? "" : ` ${e.period} 年`}确定取值范围的行中没有出现。`,
      remedy: `请写一个数据完整的单元名称：${listZh(e.units.slice(0, 5))}${e.units.length > 5 ? "等" : ""}。`,
    }),
  }),

  "INDEX-COVERAGE-LOW": findingEntry<{
    index: string;
    least: number;
    isDropped: boolean;
    rows: number;
    of: number;
    lowest: { unit: string; time: number | null; share: number }[];
  }>("warning", {
    example: { index: "np", least: 0.65, isDropped: false, rows: 2, of: 330, lowest: [{ unit: "Tibet", time: 2012, share: 0.4 }] },
    en: (e) => ({
      message: `${e.rows} of ${e.of} rows of \`${e.index}\` have less than ${(100 * e.least).toFixed(0)} % of their indicators observed${e.isDropped ? " and get no score" : ""}: ${e.lowest.map((l) => `${cell(l.unit, l.time)} ${(100 * l.share).toFixed(0)} %`).join(", ")}.`,
      why: "Below that share a score says more about how gaps are filled than about the unit (the JRC's rule of thumb is 65 % for units and for indicators).",
      remedy: e.isDropped ? "Find the missing data, or report these rows as not ranked." : `Leave them out with \`coverage: ${e.least}\`.`,
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 的 ${e.of} 行中有 ${e.rows} 行的指标观测率低于 ${(100 * e.least).toFixed(0)}%${e.isDropped ? "，没有得分" : ""}：${e.lowest.map((l) => `${cell(l.unit, l.time)} ${(100 * l.share).toFixed(0)}%`).join("，")}。`,
      why: "观测率低于这一水平时，得分反映的主要是如何填补缺口，而不是单元本身（JRC 的经验规则是单元与指标均不低于 65%）。",
      remedy: e.isDropped ? "请补齐数据，或将这些行报告为未排名。" : `请用 \`coverage: ${e.least}\` 将其剔除。`,
    }),
  }),

  "INDEX-TREATED": findingEntry<{ index: string; indicators: { indicator: string; high: number; low: number; isLogged: boolean }[] }>(
    "note",
    {
      example: { index: "asem", indicators: [{ indicator: "Flights", high: 1, low: 0, isLogged: false }] },
      en: (e) => ({
        message: `Outliers of \`${e.index}\` were treated: ${e.indicators.map((i) => `${i.indicator} (${i.isLogged ? "ln" : [i.high > 0 ? `${i.high} from above` : "", i.low > 0 ? `${i.low} from below` : ""].filter((t) => t !== "").join(", ")})`).join(", ")}.`,
        why: "A single extreme value fixes the range of its indicator and presses all other units together; pulling it in changes that unit's score.",
        remedy: "Compare with the index without `treat`.",
      }),
      zh: (e) => ({
        message: `指数 \`${e.index}\` 的异常值已处理：${e.indicators.map((i) => `${i.indicator}（${i.isLogged ? "取对数" : [i.high > 0 ? `上端 ${i.high} 个` : "", i.low > 0 ? `下端 ${i.low} 个` : ""].filter((t) => t !== "").join("，")}）`).join("，")}。`,
        why: "一个极端值就会决定指标的取值范围，使其他单元挤在一起；将其拉回会改变该单元的得分。",
        remedy: "请与不用 `treat` 的指数比较。",
      }),
    },
  ),

  "INDEX-OUTLIERS-REMAIN": findingEntry<{
    index: string;
    indicators: { indicator: string; skew: number; kurtosis: number }[];
  }>("warning", {
    example: { index: "np", indicators: [{ indicator: "techMarket", skew: 3.1, kurtosis: 12.4 }] },
    en: (e) => ({
      message: `After treatment some indicators of \`${e.index}\` still have outliers: ${e.indicators.map((i) => `${i.indicator} (skewness ${i.skew.toFixed(1)}, kurtosis ${i.kurtosis.toFixed(1)})`).join(", ")}.`,
      why: "A few units decide the range of these indicators, and the rest hardly differ in them.",
      remedy:
        "Take their logarithm (`transform`), divide them by a size (`denominators`), or allow more points (`treat: { winsorise: 10 }`).",
    }),
    zh: (e) => ({
      message: `处理之后，指数 \`${e.index}\` 的部分指标仍有异常值：${e.indicators.map((i) => `${i.indicator}（偏度 ${i.skew.toFixed(1)}，峰度 ${i.kurtosis.toFixed(1)}）`).join("，")}。`,
      why: "少数单元决定了这些指标的取值范围，其余单元几乎没有差别。",
      remedy: "请取对数（`transform`）、除以规模（`denominators`），或放宽点数（`treat: { winsorise: 10 }`）。",
    }),
  }),
};
