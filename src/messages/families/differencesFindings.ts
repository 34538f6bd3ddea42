import { findingEntry } from "../define.js";

const list = (names: readonly string[]) => names.map((n) => `\`${n}\``).join(", ");
const listZh = (names: readonly string[]) => names.map((n) => `\`${n}\``).join("、");
const three = (x: number) => x.toFixed(3);
const percent = (x: number) => `${(100 * x).toFixed(0)} %`;
const p = (x: number) => (x < 0.001 ? "< 0.001" : `= ${x.toFixed(3)}`);
const pZh = (x: number) => (x < 0.001 ? " 小于 0.001" : ` = ${x.toFixed(3)}`);

/** What a referee says of inequality, densities, convergence and Markov chains. */
export const differencesFindingMessages = {
  "DIFF-ROWS-LEFT": findingEntry<{ name: string; columns: { column: string; rows: number }[]; of: number }>("note", {
    example: { name: "gaps", columns: [{ column: "population", rows: 12 }], of: 330 },
    en: (e) => ({
      message: `\`differences.${e.name}\` leaves out ${e.columns.reduce((s, c) => s + c.rows, 0)} of ${e.of} rows for missing cells: ${e.columns.map((c) => `\`${c.column}\` ${c.rows}`).join(", ")}.`,
      why: "Units that are missing in some periods change what is compared.",
      remedy: "Say why the cells are missing, or fill them with a step that is written down.",
    }),
    zh: (e) => ({
      message: `\`differences.${e.name}\` 因单元格缺失略去了 ${e.of} 行中的 ${e.columns.reduce((s, c) => s + c.rows, 0)} 行：${e.columns.map((c) => `\`${c.column}\` ${c.rows} 行`).join("，")}。`,
      why: "个体在某些时期缺失，会改变被比较的对象。",
      remedy: "请说明缺失的原因，或用写明的步骤填补。",
    }),
  }),

  "DIFF-NO-NATURAL-ZERO": findingEntry<{
    name: string;
    variable: string;
    scale: string;
    time: number | null;
    gini: number;
    shifted: number;
  }>("warning", {
    example: { name: "gaps", variable: "np", scale: "minMax", time: 2022, gini: 0.214, shifted: 0.171 },
    en: (e) => ({
      message: `\`${e.variable}\` has the scale \`${e.scale}\`, whose zero is a matter of the sample: its Gini coefficient of ${three(e.gini)} would be ${three(e.shifted)} if the zero lay a tenth of the range lower.`,
      why: "Gini, Theil, the coefficient of variation and growth rates need a zero that means nothing is there. On an index they rank periods and regions; their levels and percentages say nothing, and are not to be compared with those of another index.",
      remedy:
        "Report trends and shares of the parts, not levels; repeat with `scale: { method: goalposts }`, or with the indicators that have a zero.",
    }),
    zh: (e) => ({
      message: `\`${e.variable}\` 采用 \`${e.scale}\` 标准化，其零点由样本决定：基尼系数为 ${three(e.gini)}，若零点再低极差的十分之一，则为 ${three(e.shifted)}。`,
      why: "基尼系数、泰尔指数、变异系数与增长率都要求零点表示“没有”。用于指数时，它们可以比较时期与地区的先后，其水平与百分比却没有含义，也不能与另一指数相比。",
      remedy: "请报告趋势与各部分的占比，而非水平；并用 `scale: { method: goalposts }` 或具有零点的指标重做。",
    }),
  }),

  "DIFF-ZERO": findingEntry<{ name: string; variable: string; cells: number; of: number; times: (number | null)[] }>("warning", {
    example: { name: "gaps", variable: "np", cells: 1, of: 330, times: [2012] },
    en: (e) => ({
      message: `\`${e.variable}\` is zero in ${e.cells} of ${e.of} rows, so Theil's L is infinite${e.times[0] === null ? "" : ` in ${e.times.length} of the periods (first ${e.times[0]})`} and is not shown there.`,
      why: "L is a mean of logarithms of shares; T takes zeros as 0 ln 0 = 0. Adding a small constant would let the constant decide.",
      remedy: `Read \`theilT\`, or ask for it alone: \`inequality: { measures: [gini, theilT] }\`.`,
    }),
    zh: (e) => ({
      message: `\`${e.variable}\` 在 ${e.of} 行中有 ${e.cells} 行为零，因此泰尔 L 指数${e.times[0] === null ? "" : `在 ${e.times.length} 个时期（最早为 ${e.times[0]}）`}为无穷大，不予显示。`,
      why: "L 指数是份额对数的均值；T 指数按 0 ln 0 = 0 处理零值。加一个小常数等于由该常数决定结果。",
      remedy: "请看 `theilT`，或只计算它：`inequality: { measures: [gini, theilT] }`。",
    }),
  }),

  "DIFF-GROUP-SINGLE": findingEntry<{ name: string; column: string; groups: string[] }>("note", {
    example: { name: "gaps", column: "region", groups: ["Northeast"] },
    en: (e) => ({
      message: `${e.groups.length === 1 ? "The group" : "The groups"} ${list(e.groups)} of \`${e.column}\` ${e.groups.length === 1 ? "has" : "have"} one unit.`,
      why: "A single unit has no inequality inside: all of its distance counts as between groups or overlap.",
      remedy: "Join small groups, or say that the split between the parts depends on them.",
    }),
    zh: (e) => ({
      message: `\`${e.column}\` 的分组 ${listZh(e.groups)} 只有一个个体。`,
      why: "单个个体内部没有差异：其差距全部计入组间或超变密度。",
      remedy: "请合并过小的分组，或说明各部分的划分取决于它们。",
    }),
  }),

  "DIFF-FEW-UNITS": findingEntry<{ name: string; units: number; enough: number }>("note", {
    example: { name: "gaps", units: 12, enough: 20 },
    en: (e) => ({
      message: `The densities of \`differences.${e.name}\` rest on as few as ${e.units} units.`,
      why: `With fewer than ${e.enough} values the shape is mostly that of the kernel; peaks come and go with the bandwidth.`,
      remedy: "Show the values themselves, and look whether the peaks stay under `bandwidth: sheatherJones`.",
    }),
    zh: (e) => ({
      message: `\`differences.${e.name}\` 的核密度最少只有 ${e.units} 个个体。`,
      why: `不足 ${e.enough} 个值时，曲线的形状主要来自核函数；波峰随带宽时有时无。`,
      remedy: "请展示各个取值，并检查在 `bandwidth: sheatherJones` 下波峰是否依然存在。",
    }),
  }),

  "DIFF-UNBALANCED": findingEntry<{ name: string; complete: number; of: number; units: string[]; isDropping: boolean }>("warning", {
    example: { name: "gaps", complete: 28, of: 30, units: ["Tibet", "Hainan"], isDropping: true },
    en: (e) => ({
      message: `Only ${e.complete} of ${e.of} units of \`differences.${e.name}\` are observed in every period (not ${list(e.units)}${e.of - e.complete > e.units.length ? ", ..." : ""}).`,
      why: `Inequality and densities compare different units in different periods${e.isDropping ? "; sigma convergence takes the complete ones alone" : ""}. Who comes in late or drops out is seldom random.`,
      remedy: "Balance the table with a step (`balance`), or show the results for the complete units beside these.",
    }),
    zh: (e) => ({
      message: `\`differences.${e.name}\` 的 ${e.of} 个个体中只有 ${e.complete} 个在每个时期都有观测（${listZh(e.units)}${e.of - e.complete > e.units.length ? " 等" : ""}不全）。`,
      why: `差异指标与核密度在不同时期比较的是不同的个体${e.isDropping ? "；σ 收敛只用完整的个体" : ""}。晚进入或退出很少是随机的。`,
      remedy: "请用步骤 `balance` 平衡面板，或同时给出完整个体的结果。",
    }),
  }),

  "DIFF-NICKELL": findingEntry<{ name: string; beta: string; spans: number; rho: number; corrected: number }>("warning", {
    example: { name: "gaps", beta: "panel", spans: 10, rho: 0.7, corrected: 0.91 },
    en: (e) => ({
      message: `\`differences.${e.name}.beta.${e.beta}\` has unit effects and ${Number(e.spans.toFixed(1))} spans a unit: its estimate makes convergence look faster than it is. A start that weighs ${three(e.rho)} at the end would weigh about ${three(e.corrected)} without that bias${e.corrected >= 1 ? ", which is no convergence at all" : ""}.`,
      why: "Unit effects take the mean of the outcome out of its own lag (Nickell 1981); the bias is about -(1 + rho)/(S - 1) with S spans and does not fall with more units.",
      remedy: "Report the cross-section beside it, or estimate the lag by `estimator: gmm` under `models`.",
    }),
    zh: (e) => ({
      message: `\`differences.${e.name}.beta.${e.beta}\` 含个体效应，每个个体只有 ${Number(e.spans.toFixed(1))} 个时段：其估计会夸大收敛速度。期初在期末的权重估计为 ${three(e.rho)}，去除该偏误后约为 ${three(e.corrected)}${e.corrected >= 1 ? "，即不存在收敛" : ""}。`,
      why: "个体效应从滞后项中扣除了被解释变量自身的均值（Nickell 1981）；有 S 个时段时偏误约为 -(1 + rho)/(S - 1)，不随个体增多而减小。",
      remedy: "请同时报告截面回归，或在 `models` 下用 `estimator: gmm` 估计滞后项。",
    }),
  }),

  "DIFF-CLUB-SMALL": findingEntry<{ name: string; left: { beta: string; group: string; units: number }[] }>("warning", {
    example: { name: "gaps", left: [{ beta: "clubs", group: "Northeast", units: 3 }] },
    en: (e) => ({
      message: `Clubs of \`differences.${e.name}\` with too few units are left out: ${e.left.map((l) => `\`${l.group}\` (${l.units})`).join(", ")}.`,
      why: "A regression needs more units than coefficients, or its error says nothing.",
      remedy: "Join small groups in a column of their own.",
    }),
    zh: (e) => ({
      message: `\`differences.${e.name}\` 中个体过少的俱乐部未予估计：${e.left.map((l) => `\`${l.group}\`（${l.units} 个）`).join("、")}。`,
      why: "回归所需的个体数必须多于系数个数，否则其标准误没有意义。",
      remedy: "请用另一列合并过小的分组。",
    }),
  }),

  "DIFF-GALTON": findingEntry<{ name: string; beta: string; estimate: number; first: number; last: number }>("serious", {
    example: { name: "gaps", beta: "absolute", estimate: -0.012, first: 0.31, last: 0.34 },
    en: (e) => ({
      message: `\`differences.${e.name}.beta.${e.beta}\` finds convergence (${e.estimate.toFixed(4)}), yet the units lie no closer at the end: the coefficient of variation goes from ${three(e.first)} to ${three(e.last)}.`,
      why: "Growth falls with the starting level also where luck and errors of measurement alone regress to the mean (Galton's fallacy: Friedman 1992, Quah 1993).",
      remedy: "Do not call this convergence of the units; report `sigma` and the transition table beside it.",
    }),
    zh: (e) => ({
      message: `\`differences.${e.name}.beta.${e.beta}\` 得到收敛的系数（${e.estimate.toFixed(4)}），但期末各个体并未更接近：变异系数由 ${three(e.first)} 变为 ${three(e.last)}。`,
      why: "即使只有运气与测量误差向均值回归，增长也会随期初水平下降（高尔顿谬误：Friedman 1992，Quah 1993）。",
      remedy: "请不要称之为个体之间的收敛；并同时报告 `sigma` 与转移表。",
    }),
  }),

  "DIFF-CLASS-THIN": findingEntry<{
    name: string;
    classes: { class: number; neighbours: number | null; moves: number }[];
    count: number;
    of: number;
    enough: number;
    empty: number;
  }>("warning", {
    example: { name: "gaps", classes: [{ class: 1, neighbours: 4, moves: 2 }], count: 3, of: 20, enough: 10, empty: 1 },
    en: (e) => ({
      message: `${e.count} of ${e.of} rows of the transition tables of \`differences.${e.name}\` rest on fewer than ${e.enough} moves${e.empty > 0 ? `, ${e.empty} on none` : ""}: ${e.classes.map((c) => `class ${c.class}${c.neighbours === null ? "" : ` with neighbours in ${c.neighbours}`} (${c.moves})`).join(", ")}${e.count > e.classes.length ? ", ..." : ""}.`,
      why: "A probability from a handful of moves is a guess, and so is the long run behind it; tests that count such cells are unreliable.",
      remedy: "Ask for fewer `classes`, or fewer `neighbourClasses`.",
    }),
    zh: (e) => ({
      message: `\`differences.${e.name}\` 转移表的 ${e.of} 行中有 ${e.count} 行不足 ${e.enough} 次转移${e.empty > 0 ? `，其中 ${e.empty} 行一次也没有` : ""}：${e.classes.map((c) => `第 ${c.class} 类${c.neighbours === null ? "" : `（邻居在第 ${c.neighbours} 类）`}${c.moves} 次`).join("，")}${e.count > e.classes.length ? " 等" : ""}。`,
      why: "由寥寥几次转移得出的概率只是猜测，其长期分布亦然；包含这类单元格的检验不可靠。",
      remedy: "请减少 `classes` 或 `neighbourClasses`。",
    }),
  }),

  "DIFF-CLASS-DRIFT": findingEntry<{
    name: string;
    moved: number;
    from: number;
    to: number;
    lowFirst: number;
    lowLast: number;
    highFirst: number;
    highLast: number;
  }>("warning", {
    example: { name: "gaps", moved: 0.83, from: 2012, to: 2022, lowFirst: 0.7, lowLast: 0, highFirst: 0, highLast: 0.6 },
    en: (e) => ({
      message: `The classes of \`differences.${e.name}\` are cut once for all periods, and at least ${percent(e.moved)} of the units have changed class since: the lowest holds ${percent(e.lowFirst)} in ${e.from} and ${percent(e.lowLast)} in ${e.to}, the highest ${percent(e.highFirst)} and ${percent(e.highLast)}.`,
      why: "Of a variable that grows everywhere such a chain shows growth: its long run is the top class, whoever overtakes whom.",
      remedy: "Write `relative: true` (values over the mean of their period), or `frame: byYear` for moves of ranks.",
    }),
    zh: (e) => ({
      message: `\`differences.${e.name}\` 的分类对所有时期统一划定，而至少 ${percent(e.moved)} 的个体换了类别：最低类 ${e.from} 年占 ${percent(e.lowFirst)}，${e.to} 年占 ${percent(e.lowLast)}；最高类分别为 ${percent(e.highFirst)} 与 ${percent(e.highLast)}。`,
      why: "对普遍增长的变量，这样的链反映的是增长：无论谁超过谁，长期都归于最高类。",
      remedy: "请写 `relative: true`（取值除以当期均值），或用 `frame: byYear` 考察位次的变动。",
    }),
  }),

  "DIFF-CHAIN-CHANGES": findingEntry<{ name: string; secondFrom: number; statistic: number; df: number; pValue: number }>("warning", {
    example: { name: "gaps", secondFrom: 2017, statistic: 31.4, df: 12, pValue: 0.0017 },
    en: (e) => ({
      message: `The moves of \`differences.${e.name}\` from ${e.secondFrom} on differ from those before (likelihood ratio ${e.statistic.toFixed(1)} on ${e.df} degrees of freedom, p ${p(e.pValue)}).`,
      why: "A long run is what comes of one table applied for ever; a table that changes has none.",
      remedy: "Show the halves by themselves, and do not read the long-run shares as a forecast.",
    }),
    zh: (e) => ({
      message: `\`differences.${e.name}\` 自 ${e.secondFrom} 年起的转移与此前不同（似然比 ${e.statistic.toFixed(1)}，自由度 ${e.df}，p${pZh(e.pValue)}）。`,
      why: "长期分布是同一张转移表永远适用的结果；转移表变化时便没有长期分布。",
      remedy: "请分别展示前后两半，不要把长期份额当作预测。",
    }),
  }),
};
