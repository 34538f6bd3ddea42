import { errorEntry } from "../define.js";

const list = (names: readonly string[], most = 12): string => `${names.slice(0, most).join(", ")}${names.length > most ? ", ..." : ""}`;
const listZh = (names: readonly string[], most = 12): string => `${names.slice(0, most).join("、")}${names.length > most ? "……" : ""}`;

const calls: Record<string, { en: string; zh: string }> = {
  i: { en: "`i(x)`, `i(x, ref = v)` or `i(x, z, ref = v)`", zh: "`i(x)`、`i(x, ref = v)` 或 `i(x, z, ref = v)`" },
  l: { en: "`l(x)`, `l(x, 2)` or `l(x, 1:3)`, with whole numbers", zh: "`l(x)`、`l(x, 2)` 或 `l(x, 1:3)`，阶数须为整数" },
  f: { en: "`f(x)`, `f(x, 2)` or `f(x, 1:3)`, with whole numbers", zh: "`f(x)`、`f(x, 2)` 或 `f(x, 1:3)`，阶数须为整数" },
  d: { en: "`d(x)` or `d(x, 2)`, with whole numbers", zh: "`d(x)` 或 `d(x, 2)`，阶数须为整数" },
};

export const formulaMessages = {
  "FORMULA-EMPTY": errorEntry<Record<string, never>>({
    example: {},
    en: () => ({
      message: "The formula is empty.",
      remedy: "Write `outcome ~ regressors | fixed effects`, as in `np ~ ai + size | firm + year`.",
    }),
    zh: () => ({ message: "公式为空。", remedy: "请写成 `被解释变量 ~ 解释变量 | 固定效应`，例如 `np ~ ai + size | firm + year`。" }),
  }),
  "FORMULA-NO-OUTCOME": errorEntry<{ formula: string }>({
    example: { formula: "np + ai | firm" },
    en: (e) => ({
      message: `The formula \`${e.formula}\` has no \`~\` after its outcome.`,
      remedy: "Write the outcome, then `~`, then the regressors: `np ~ ai + size | firm + year`.",
    }),
    zh: (e) => ({
      message: `公式 \`${e.formula}\` 的被解释变量之后缺少 \`~\`。`,
      remedy: "请先写被解释变量，再写 `~`，然后写解释变量：`np ~ ai + size | firm + year`。",
    }),
  }),
  "FORMULA-TWO-TILDES": errorEntry<{ formula: string }>({
    example: { formula: "np ~ ai ~ size" },
    en: () => ({
      message: "A second `~` stands where the formula should go on.",
      remedy: "One `~` separates outcome and regressors. Instruments follow a bar: `np ~ size | firm | ai ~ aiPeers`.",
    }),
    zh: () => ({
      message: "公式中多出一个 `~`。",
      remedy: "被解释变量与解释变量之间只用一个 `~`；工具变量写在竖线之后：`np ~ size | firm | ai ~ aiPeers`。",
    }),
  }),
  "FORMULA-TOO-MANY-BARS": errorEntry<{ formula: string }>({
    example: { formula: "np ~ ai | firm | year" },
    en: () => ({
      message: "There is one `|` too many.",
      remedy:
        "Fixed effects are joined by `+` behind one bar (`np ~ ai | firm + year`); a second bar is only for instruments (`| ai ~ aiPeers`).",
    }),
    zh: () => ({
      message: "公式中多出一个 `|`。",
      remedy: "各固定效应在同一竖线之后用 `+` 连接（`np ~ ai | firm + year`）；第二条竖线仅用于工具变量（`| ai ~ aiPeers`）。",
    }),
  }),
  "FORMULA-ARITHMETIC": errorEntry<{ operator: string }>({
    example: { operator: "/" },
    en: (e) => ({
      message: `\`${e.operator}\` cannot join regressors: outside a function a formula only adds, removes and interacts.`,
      remedy: `Put arithmetic into \`I( )\`, as in \`I(rd ${e.operator} sales)\`, or derive a column in the steps.`,
    }),
    zh: (e) => ({
      message: `\`${e.operator}\` 不能连接解释变量：在函数之外，公式只表示加入、去除和交互。`,
      remedy: `请把算式放进 \`I( )\`，例如 \`I(rd ${e.operator} sales)\`，或在 steps 中派生一列。`,
    }),
  }),
  "FORMULA-NUMBER": errorEntry<{ number: number }>({
    example: { number: 2 },
    en: (e) => ({
      message: `The number ${e.number} stands where a regressor should.`,
      remedy: "Only `1` (with constant), `0` or `-1` (without constant) may stand alone; a power is written `x^2`.",
    }),
    zh: (e) => ({
      message: `本应是解释变量之处出现了数字 ${e.number}。`,
      remedy: "只有 `1`（含常数项）、`0` 或 `-1`（不含常数项）可以单独出现；幂次写作 `x^2`。",
    }),
  }),
  "FORMULA-CALL": errorEntry<{ call: string; found: string }>({
    example: { call: "l", found: "0.5" },
    en: (e) => ({
      message: `\`${e.call}( )\` cannot take \`${e.found}\` here.`,
      remedy: `Write ${calls[e.call]?.en ?? "the function as documented"}.`,
    }),
    zh: (e) => ({
      message: `\`${e.call}( )\` 在此处不能接受 \`${e.found}\`。`,
      remedy: `请写成 ${calls[e.call]?.zh ?? "文档所示的形式"}。`,
    }),
  }),
  "FORMULA-SET-UNKNOWN": errorEntry<{ set: string; nearest: string | null; sets: string[] }>({
    example: { set: "bas", nearest: "base", sets: ["base"] },
    en: (e) => ({
      message: `There is no set \`${e.set}\`.${e.nearest === null ? "" : ` Nearest: \`${e.nearest}\`.`}`,
      remedy:
        e.nearest !== null
          ? `Write \`..${e.nearest}\`.`
          : e.sets.length > 0
            ? `Use one of: ${list(e.sets)}.`
            : `Define it: \`sets: { ${e.set}: [column, column] }\`.`,
    }),
    zh: (e) => ({
      message: `没有名为 \`${e.set}\` 的变量集。${e.nearest === null ? "" : `最接近的是 \`${e.nearest}\`。`}`,
      remedy:
        e.nearest !== null
          ? `请写 \`..${e.nearest}\`。`
          : e.sets.length > 0
            ? `可用的变量集：${listZh(e.sets)}。`
            : `请先定义：\`sets: { ${e.set}: [列名, 列名] }\`。`,
    }),
  }),
  "FORMULA-SET-CYCLE": errorEntry<{ chain: string[] }>({
    example: { chain: ["base", "more", "base"] },
    en: (e) => ({
      message: `The set \`${e.chain[0]}\` contains itself: ${e.chain.join(" > ")}.`,
      remedy: "Take one of these references out of `sets`.",
    }),
    zh: (e) => ({ message: `变量集 \`${e.chain[0]}\` 包含了自身：${e.chain.join(" > ")}。`, remedy: "请从 `sets` 中去掉其中一处引用。" }),
  }),
  "FORMULA-REMOVES-NOTHING": errorEntry<{ term: string; terms: string[] }>({
    example: { term: "sise", terms: ["ai", "size"] },
    en: (e) => ({
      message: `\`- ${e.term}\` removes a regressor that is not in the formula.`,
      remedy: `Before it stand: ${list(e.terms)}. Remove one of these, or delete \`- ${e.term}\`.`,
    }),
    zh: (e) => ({
      message: `\`- ${e.term}\` 要去除的解释变量不在公式中。`,
      remedy: `其前已有：${listZh(e.terms)}。请去除其中之一，或删去 \`- ${e.term}\`。`,
    }),
  }),
  "FORMULA-EFFECT": errorEntry<{ found: string }>({
    example: { found: ":" },
    en: (e) => ({
      message: `\`${e.found}\` has no meaning among fixed effects.`,
      remedy:
        "Combine effects with `^` (`industry^year`), give each level its own slope with brackets (`firm[x]`), join sets of effects with `+`.",
    }),
    zh: (e) => ({
      message: `\`${e.found}\` 不能用于固定效应部分。`,
      remedy: "交互固定效应写作 `industry^year`，各组各自的斜率写作 `firm[x]`，多组固定效应用 `+` 连接。",
    }),
  }),
  "FORMULA-INSTRUMENTS": errorEntry<{ formula: string }>({
    example: { formula: "np ~ size | firm | aiPeers" },
    en: () => ({
      message: "The part behind the second bar has no `~` between endogenous variables and instruments.",
      remedy: "Write `np ~ size | firm + year | ai ~ aiPeers`: the endogenous variables, `~`, the excluded instruments.",
    }),
    zh: () => ({
      message: "第二条竖线之后缺少分隔内生变量与工具变量的 `~`。",
      remedy: "请写成 `np ~ size | firm + year | ai ~ aiPeers`：先内生变量，再 `~`，后排除性工具变量。",
    }),
  }),
  "FORMULA-REF-UNKNOWN": errorEntry<{ variable: string; reference: string; nearest: string | null; levels: string[] }>({
    example: { variable: "year", reference: "2011", nearest: "2012", levels: ["2012", "2013"] },
    en: (e) => ({
      message: `\`${e.variable}\` never takes the reference value \`${e.reference}\`.${e.nearest === null ? "" : ` Nearest: \`${e.nearest}\`.`}`,
      why: "Without its base the set of indicators would be measured against a level you did not choose.",
      remedy: `Use one of: ${list(e.levels)}.`,
    }),
    zh: (e) => ({
      message: `\`${e.variable}\` 从不取基准值 \`${e.reference}\`。${e.nearest === null ? "" : `最接近的是 \`${e.nearest}\`。`}`,
      why: "缺少所选基准组时，各虚拟变量的系数将相对于另一个并非您选定的组。",
      remedy: `可选的取值：${listZh(e.levels)}。`,
    }),
  }),
  "FORMULA-LAG-NO-PANEL": errorEntry<{ call: string }>({
    example: { call: "l(ai, 1)" },
    en: (e) => ({
      message: `\`${e.call}\` needs to know the unit and the time of each row.`,
      why: "A lag is the value of the same unit one period earlier, not the value one row up.",
      remedy: "Name them: `unit:` and `time:` of the table in the study, or `--unit firm --time year` on the command line.",
    }),
    zh: (e) => ({
      message: `\`${e.call}\` 需要知道每一行的个体和时间。`,
      why: "滞后项是同一个体上一期的取值，而不是上一行的取值。",
      remedy: "请指明：在研究文件的数据表中写 `unit:` 和 `time:`，或在命令行中写 `--unit firm --time year`。",
    }),
  }),
  "FORMULA-LAG-DUPLICATE": errorEntry<{ call: string; unit: string; time: string }>({
    example: { call: "l(ai, 1)", unit: "F017", time: "2019" },
    en: (e) => ({
      message: `\`${e.call}\` is ambiguous: ${e.unit} has more than one row at ${e.time}.`,
      remedy: "Remove or aggregate the duplicates in the steps, or name the column that tells the rows apart as part of the unit.",
    }),
    zh: (e) => ({
      message: `\`${e.call}\` 无法确定：个体 ${e.unit} 在 ${e.time} 有不止一行。`,
      remedy: "请在 steps 中删除或汇总重复行，或改用能够区分这些行的个体变量。",
    }),
  }),
  "FORMULA-LAG-TIME": errorEntry<{ call: string; time: string; value: string }>({
    example: { call: "l(ai, 1)", time: "date", value: "2019.5" },
    en: (e) => ({
      message: `\`${e.call}\` cannot count periods in \`${e.time}\`: it holds \`${e.value}\`.`,
      remedy: "Time must be whole numbers (2019), months (2019-03), quarters (2019Q1) or days (2019-03-01).",
    }),
    zh: (e) => ({
      message: `\`${e.call}\` 无法按 \`${e.time}\` 计算期数：其中含有 \`${e.value}\`。`,
      remedy: "时间须为整数（2019）、月份（2019-03）、季度（2019Q1）或日期（2019-03-01）。",
    }),
  }),
  "FORMULA-OUTCOME-REGRESSOR": errorEntry<{ outcome: string }>({
    example: { outcome: "np" },
    en: (e) => ({
      message: `\`${e.outcome}\` is the outcome and a regressor at once.`,
      why: "It explains itself perfectly, and every other coefficient becomes zero.",
      remedy: `Take \`${e.outcome}\` off the right-hand side; for its past value write \`l(${e.outcome}, 1)\`.`,
    }),
    zh: (e) => ({
      message: `\`${e.outcome}\` 同时出现在公式两侧。`,
      why: "变量会完全解释自身，其余系数都将为零。",
      remedy: `请从右侧去掉 \`${e.outcome}\`；若需要其滞后值，请写 \`l(${e.outcome}, 1)\`。`,
    }),
  }),
};
