import { errorEntry } from "../define.js";

const at = (unit: string, time: number | null) => (time === null ? `\`${unit}\`` : `\`${unit}\` ${time}`);

/** What stops an analysis of differences between units. */
export const differencesMessages = {
  "DIFF-EMPTY": errorEntry<{ name: string }>({
    example: { name: "gaps" },
    en: (e) => ({
      message: `\`differences.${e.name}\` asks for nothing.`,
      remedy: "Add at least one of `inequality: {}`, `density: {}`, `sigma: {}`, `beta: { absolute: {} }` and `markov: {}`.",
    }),
    zh: (e) => ({
      message: `\`differences.${e.name}\` 没有提出任何分析。`,
      remedy: "请至少添加 `inequality: {}`、`density: {}`、`sigma: {}`、`beta: { absolute: {} }`、`markov: {}` 之一。",
    }),
  }),

  "DIFF-FIGURE-PART": errorEntry<{ figure: string; kind: string; name: string; needs: string }>({
    example: { figure: "shape", kind: "density", name: "gaps", needs: "density" },
    en: (e) => ({
      message: `The figure \`${e.figure}\` of kind \`${e.kind}\` needs \`differences.${e.name}.${e.needs}\`, which the study does not ask for.`,
      remedy: `Add \`${e.needs}: {}\` to \`differences.${e.name}\`, or remove the figure.`,
    }),
    zh: (e) => ({
      message: `\`${e.kind}\` 类图形 \`${e.figure}\` 需要 \`differences.${e.name}.${e.needs}\`，研究中没有提出该分析。`,
      remedy: `请在 \`differences.${e.name}\` 中添加 \`${e.needs}: {}\`，或删去该图。`,
    }),
  }),

  "DIFF-NO-ROWS": errorEntry<{ name: string; variable: string; rows: number }>({
    example: { name: "gaps", variable: "np", rows: 330 },
    en: (e) => ({
      message: `No row is left for \`differences.${e.name}\`: of ${e.rows} rows none has \`${e.variable}\`, unit, period, weight and group together.`,
      why: "A row takes part only where nothing that the analysis needs is missing.",
      remedy: "Look at the missing values of these columns in the table of descriptive statistics.",
    }),
    zh: (e) => ({
      message: `\`differences.${e.name}\` 没有可用的行：${e.rows} 行中没有一行同时具备 \`${e.variable}\`、个体、时期、权重与分组。`,
      why: "只有所需各项均不缺失的行才参与分析。",
      remedy: "请在描述性统计表中查看这些列的缺失值。",
    }),
  }),

  "DIFF-NEGATIVE": errorEntry<{
    name: string;
    variable: string;
    part: "inequality" | "sigma";
    cells: number;
    of: number;
    value: number;
    unit: string;
    time: number | null;
  }>({
    example: { name: "gaps", variable: "np", part: "inequality", cells: 12, of: 330, value: -0.8, unit: "Hebei", time: 2014 },
    en: (e) => ({
      message:
        e.cells === 0
          ? `\`${e.variable}\` is zero for every unit (first ${at(e.unit, e.time)}), so \`differences.${e.name}.${e.part}\` has no total to share out.`
          : `\`${e.variable}\` is negative in ${e.cells} of ${e.of} rows (${at(e.unit, e.time)}: ${e.value}), which \`differences.${e.name}.${e.part}\` cannot take.`,
      why: "Gini, Theil and the coefficient of variation divide by a mean of amounts; with negative amounts they leave their bounds and their parts lose their meaning.",
      remedy: `Use a variable of amounts, or an index on a scale from zero up (\`scale: { method: minMax }\` instead of \`zScore\`); or leave out \`${e.part}\` and look at \`density\`.`,
    }),
    zh: (e) => ({
      message:
        e.cells === 0
          ? `\`${e.variable}\` 在所有个体上均为零（首例：${at(e.unit, e.time)}），\`differences.${e.name}.${e.part}\` 没有总量可分。`
          : `\`${e.variable}\` 在 ${e.of} 行中有 ${e.cells} 行为负（${at(e.unit, e.time)}：${e.value}），\`differences.${e.name}.${e.part}\` 无法处理。`,
      why: "基尼系数、泰尔指数与变异系数都要除以数量的均值；出现负值时会超出取值范围，分解也失去意义。",
      remedy: `请改用数量型变量，或从零起算的指数（用 \`scale: { method: minMax }\` 代替 \`zScore\`）；也可去掉 \`${e.part}\`，改看 \`density\`。`,
    }),
  }),

  "DIFF-NOT-POSITIVE": errorEntry<{
    name: string;
    variable: string;
    cells: number;
    of: number;
    value: number;
    unit: string;
    time: number | null;
  }>({
    example: { name: "gaps", variable: "np", cells: 1, of: 330, value: 0, unit: "Tibet", time: 2012 },
    en: (e) => ({
      message: `\`${e.variable}\` is not positive in ${e.cells} of ${e.of} rows (${at(e.unit, e.time)}: ${e.value}), so \`differences.${e.name}.beta\` has no growth rate there.`,
      why: "Beta convergence is a regression of the change of a logarithm on the logarithm at the start; units without one would drop out, and they are the lowest.",
      remedy:
        "Use a positive variable; a min-max index has a zero by construction (`scale: { method: goalposts }` or `fractionOfMax` have none).",
    }),
    zh: (e) => ({
      message: `\`${e.variable}\` 在 ${e.of} 行中有 ${e.cells} 行不为正（${at(e.unit, e.time)}：${e.value}），\`differences.${e.name}.beta\` 在该处没有增长率。`,
      why: "β 收敛是对数变化对期初对数的回归；没有对数的个体会被剔除，而它们恰是最低的。",
      remedy: "请改用取值为正的变量；极差标准化的指数必然有零值（`scale: { method: goalposts }` 或 `fractionOfMax` 则没有）。",
    }),
  }),

  "DIFF-WEIGHT": errorEntry<{ name: string; weights: string; value: number; unit: string; time: number | null }>({
    example: { name: "gaps", weights: "population", value: 0, unit: "Hebei", time: 2014 },
    en: (e) => ({
      message: `The weight \`${e.weights}\` of \`differences.${e.name}\` is ${e.value} for ${at(e.unit, e.time)}.`,
      why: "Weights are shares of a population: every unit that counts has some.",
      remedy: `Mend the cell, or drop such rows knowingly with a step \`filter: ${e.weights} > 0\`.`,
    }),
    zh: (e) => ({
      message: `\`differences.${e.name}\` 的权重 \`${e.weights}\` 在 ${at(e.unit, e.time)} 处为 ${e.value}。`,
      why: "权重是人口份额：参与计算的个体都应有正的权重。",
      remedy: `请修正该单元格，或用步骤 \`filter: ${e.weights} > 0\` 有意剔除。`,
    }),
  }),

  "DIFF-NOT-NESTED": errorEntry<{
    name: string;
    inner: string;
    outer: string;
    group: string;
    others: [string, string];
    time: number | null;
  }>({
    example: { name: "gaps", inner: "province", outer: "region", group: "Hebei", others: ["East", "Central"], time: 2014 },
    en: (e) => ({
      message: `The group \`${e.group}\` of \`${e.inner}\` lies in two groups of \`${e.outer}\`, \`${e.others[0]}\` and \`${e.others[1]}\`${e.time === null ? "" : ` (${e.time})`}.`,
      why: "Nested parts add up only where every inner group lies in one outer group.",
      remedy: `Write the groups of \`differences.${e.name}\` from the outermost in, or mend the column.`,
    }),
    zh: (e) => ({
      message: `\`${e.inner}\` 的分组 \`${e.group}\` 同时属于 \`${e.outer}\` 的两个分组：\`${e.others[0]}\` 与 \`${e.others[1]}\`${e.time === null ? "" : `（${e.time}）`}。`,
      why: "只有每个内层分组都属于一个外层分组时，嵌套的各部分才能相加。",
      remedy: `请在 \`differences.${e.name}\` 中由外到内书写分组，或修正该列。`,
    }),
  }),

  "DIFF-PERIODS-FEW": errorEntry<{ name: string; part: "sigma" | "beta" | "markov"; periods: number; needed: number }>({
    example: { name: "gaps", part: "sigma", periods: 2, needed: 3 },
    en: (e) => ({
      message: `\`differences.${e.name}.${e.part}\` needs ${e.needed} periods, and there ${e.periods === 1 ? "is one" : `are ${e.periods}`}.`,
      why: "A trend has no error with two points, and a move needs a start and an end.",
      remedy: e.part === "markov" ? "Shorten `lag`, or leave `markov` out." : `Leave \`${e.part}\` out, or take in more periods.`,
    }),
    zh: (e) => ({
      message: `\`differences.${e.name}.${e.part}\` 需要 ${e.needed} 个时期，现有 ${e.periods} 个。`,
      why: "两个点的趋势没有误差，一次转移也必须有起点与终点。",
      remedy: e.part === "markov" ? "请缩短 `lag`，或去掉 `markov`。" : `请去掉 \`${e.part}\`，或纳入更多时期。`,
    }),
  }),

  "DIFF-CLASSES-MANY": errorEntry<{
    name: string;
    variable: string;
    what: "classes" | "neighbourClasses";
    classes: number;
    distinct: number;
    time: number | null;
  }>({
    example: { name: "gaps", variable: "np", what: "classes", classes: 5, distinct: 3, time: null },
    en: (e) => ({
      message: `\`${e.variable}\`${e.what === "classes" ? "" : " of the neighbours"} cannot be cut into ${e.classes} classes for \`differences.${e.name}.markov\`${e.time === null ? "" : ` in ${e.time}`}: it has ${e.distinct} different values, and quantiles coincide.`,
      why: "Classes by quantiles need enough different values; tied ones would leave classes empty.",
      remedy: `Ask for fewer \`${e.what}\`.`,
    }),
    zh: (e) => ({
      message: `\`differences.${e.name}.markov\` 无法把${e.what === "classes" ? "" : "邻居的 "}\`${e.variable}\` ${e.time === null ? "" : `在 ${e.time} 年`}分为 ${e.classes} 类：它只有 ${e.distinct} 个不同的值，分位数重合。`,
      why: "按分位数分类需要足够多的不同取值；并列值会造成空类。",
      remedy: `请减少 \`${e.what}\`。`,
    }),
  }),

  "DIFF-CLUBS-GROUPS": errorEntry<{ name: string; beta: string }>({
    example: { name: "gaps", beta: "clubs" },
    en: (e) => ({
      message: `\`differences.${e.name}.beta.${e.beta}\` asks for \`clubs\`, but the block names no \`groups\`.`,
      why: "Club convergence is estimated in each group by itself.",
      remedy: `Add \`groups: COLUMN\` to \`differences.${e.name}\`.`,
    }),
    zh: (e) => ({
      message: `\`differences.${e.name}.beta.${e.beta}\` 使用了 \`clubs\`，但该块没有写明 \`groups\`。`,
      why: "俱乐部收敛在每个分组内分别估计。",
      remedy: `请在 \`differences.${e.name}\` 中添加 \`groups: 列名\`。`,
    }),
  }),

  "DIFF-CODE-VARIES": errorEntry<{ name: string; matrix: string; column: string; unit: string; codes: [string, string] }>({
    example: { name: "gaps", matrix: "border", column: "gb", unit: "Hebei", codes: ["13", "130000"] },
    en: (e) => ({
      message: `\`${e.unit}\` has two codes in \`${e.column}\`, \`${e.codes[0]}\` and \`${e.codes[1]}\`, for the matrix \`${e.matrix}\`.`,
      why: "A unit has one place in a matrix of neighbours.",
      remedy: `Mend the column \`${e.column}\`, or name another under \`matrices.${e.matrix}.units\`.`,
    }),
    zh: (e) => ({
      message: `\`${e.unit}\` 在 \`${e.column}\` 列中有两个编码（\`${e.codes[0]}\` 与 \`${e.codes[1]}\`），无法对应矩阵 \`${e.matrix}\`。`,
      why: "一个个体在邻接矩阵中只有一个位置。",
      remedy: `请修正 \`${e.column}\` 列，或在 \`matrices.${e.matrix}.units\` 中写另一列。`,
    }),
  }),
};
