import { errorEntry, findingEntry } from "../define.js";

const list = (names: readonly string[], most = 12): string =>
  `${names
    .slice(0, most)
    .map((n) => `\`${n}\``)
    .join(", ")}${names.length > most ? ", ..." : ""}`;
const listZh = (names: readonly string[], most = 12): string =>
  `${names
    .slice(0, most)
    .map((n) => `\`${n}\``)
    .join("、")}${names.length > most ? "……" : ""}`;

type Reason = "constant" | "absorbed" | "collinear";
const behind = (reason: Reason, names: readonly string[]): string =>
  reason === "constant"
    ? "it is constant in the sample"
    : reason === "absorbed"
      ? `${names.join(" and ")} absorb it`
      : `it is spanned by ${list(names)}`;
const behindZh = (reason: Reason, names: readonly string[]): string =>
  reason === "constant"
    ? "它在样本中为常数"
    : reason === "absorbed"
      ? `它被${names.join("、")}固定效应吸收`
      : `它可由 ${listZh(names)} 线性表出`;
const roleEn: Record<string, string> = { outcome: "the outcome", regressor: "a regressor", endogenous: "the endogenous variable itself" };
const roleZh: Record<string, string> = { outcome: "被解释变量", regressor: "解释变量", endogenous: "内生变量本身" };
const number = (value: number): string =>
  Math.abs(value) >= 1000 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
const probability = (p: number): string => (p < 0.0001 ? "< 0.0001" : `= ${p.toFixed(4)}`);

const ivErrors = {
  "IV-NO-INSTRUMENTS": errorEntry<{ formula: string }>({
    example: { formula: "np ~ ai + size | firm + year" },
    en: (e) => ({
      message: `The estimator \`iv\` needs instruments, and \`${e.formula}\` names none.`,
      remedy: "Write the endogenous variable and its instruments behind a second bar: `np ~ size | firm + year | ai ~ aiPeers`.",
    }),
    zh: (e) => ({
      message: `估计量 \`iv\` 需要工具变量，而 \`${e.formula}\` 中没有写明。`,
      remedy: "请在第二条竖线之后写明内生变量及其工具变量：`np ~ size | firm + year | ai ~ aiPeers`。",
    }),
  }),
  "IV-INSTRUMENT-IS-REGRESSOR": errorEntry<{ instrument: string; role: string; formula: string }>({
    example: { instrument: "size", role: "regressor", formula: "np ~ size | firm | ai ~ size" },
    en: (e) => ({
      message: `\`${e.instrument}\` stands among the instruments, and is ${roleEn[e.role]} of the same equation.`,
      why: "An instrument must move the endogenous variable without entering the equation: what enters it cannot be excluded from it.",
      remedy:
        e.role === "endogenous"
          ? `Take \`${e.instrument}\` out of the endogenous part if it is exogenous, or instrument it with something else.`
          : `Take \`${e.instrument}\` out of one of the two places. Regressors before the first bar are their own instruments already.`,
    }),
    zh: (e) => ({
      message: `\`${e.instrument}\` 既列为工具变量，又是同一方程的${roleZh[e.role]}。`,
      why: "工具变量应只通过内生变量影响结果；已经进入方程的变量不满足排除性约束。",
      remedy:
        e.role === "endogenous"
          ? `若 \`${e.instrument}\` 是外生的，请移出内生部分；否则请换用其他工具变量。`
          : `请从其中一处删去 \`${e.instrument}\`。第一条竖线之前的解释变量本身就是自己的工具变量。`,
    }),
  }),
  "IV-ENDOGENOUS-TWICE": errorEntry<{ term: string; role: string; formula: string }>({
    example: { term: "ai", role: "regressor", formula: "np ~ ai + size | firm | ai ~ aiPeers" },
    en: (e) => ({
      message: `\`${e.term}\` is written as endogenous and as ${roleEn[e.role]} of the same equation.`,
      remedy:
        e.role === "outcome"
          ? "The outcome cannot explain itself; name another endogenous variable."
          : `Delete \`${e.term}\` before the first bar: the part behind the second bar puts it into the equation already.`,
    }),
    zh: (e) => ({
      message: `\`${e.term}\` 既写作内生变量，又是同一方程的${roleZh[e.role]}。`,
      remedy:
        e.role === "outcome"
          ? "被解释变量不能解释自身，请换一个内生变量。"
          : `请删去第一条竖线之前的 \`${e.term}\`：第二条竖线之后的部分已将其放入方程。`,
    }),
  }),
  "IV-FEW-INSTRUMENTS": errorEntry<{ endogenous: string[]; instruments: string[]; left: { term: string; with: string[] }[] }>({
    example: { endogenous: ["ai", "rd"], instruments: ["aiPeers"], left: [] },
    en: (e) => ({
      message: `${e.endogenous.length} endogenous variables (${list(e.endogenous)}) need at least as many instruments; ${
        e.instruments.length === 0 ? "none is usable" : `usable: ${list(e.instruments)}`
      }.${e.left.length === 0 ? "" : ` Left out: ${e.left.map((l) => `\`${l.term}\`${l.with.length === 0 ? " (constant)" : ` (with ${l.with.join(", ")})`}`).join("; ")}.`}`,
      why: "With fewer instruments than endogenous variables no set of coefficients is singled out by the data.",
      remedy: "Add instruments, or treat fewer variables as endogenous.",
    }),
    zh: (e) => ({
      message: `${e.endogenous.length} 个内生变量（${listZh(e.endogenous)}）至少需要同样多的工具变量；${
        e.instruments.length === 0 ? "目前没有可用的工具变量" : `可用的只有：${listZh(e.instruments)}`
      }。${e.left.length === 0 ? "" : `已剔除：${e.left.map((l) => `\`${l.term}\`${l.with.length === 0 ? "（常数）" : `（与 ${l.with.join("、")}）`}`).join("；")}。`}`,
      why: "工具变量少于内生变量时，数据无法确定唯一的一组系数。",
      remedy: "请增加工具变量，或减少内生变量。",
    }),
  }),
  "IV-ENDOGENOUS-LEFT": errorEntry<{ term: string; reason: Reason; with: string[] }>({
    example: { term: "ai", reason: "absorbed", with: ["province"] },
    en: (e) => ({
      message: `The endogenous variable \`${e.term}\` has no variation of its own: ${behind(e.reason, e.with)}.`,
      remedy: "Use coarser effects, take the variables that span it out of the equation, or check the column.",
    }),
    zh: (e) => ({
      message: `内生变量 \`${e.term}\` 没有自身的变动：${behindZh(e.reason, e.with)}。`,
      remedy: "请采用更粗的固定效应，或从方程中去掉与之共线的变量，或检查该列。",
    }),
  }),
  "IV-NOT-IDENTIFIED": errorEntry<{ endogenous: string[]; instruments: string[] }>({
    example: { endogenous: ["ai", "rd"], instruments: ["z1", "z2"] },
    en: (e) => ({
      message: `The instruments (${list(e.instruments)}) move ${
        e.endogenous.length === 1 ? `\`${e.endogenous[0]}\` not at all` : `${list(e.endogenous)} not apart`
      } in this sample: the rank condition fails to the last digit.`,
      remedy: "Check how the instruments were made; one of them may be unrelated by construction within the fixed effects.",
    }),
    zh: (e) => ({
      message: `在该样本中，工具变量（${listZh(e.instruments)}）${
        e.endogenous.length === 1 ? `与 \`${e.endogenous[0]}\` 完全无关` : `无法区分 ${listZh(e.endogenous)}`
      }：秩条件不成立。`,
      remedy: "请检查工具变量的构造方式；在固定效应之内，某个工具变量可能按构造就与内生变量无关。",
    }),
  }),
  "IV-MANY-INSTRUMENTS": errorEntry<{ rows: number; instruments: number; regressors: number; effects: number }>({
    example: { rows: 40, instruments: 38, regressors: 3, effects: 10 },
    en: (e) => ({
      message: `${e.instruments} instruments, ${e.regressors} exogenous regressors and ${e.effects} fixed effects are too many for ${e.rows} rows: the first stage would fit without error.`,
      why: "A first stage that fits exactly returns the endogenous variable itself, and two-stage least squares is then least squares.",
      remedy: "Use few instruments that theory asks for.",
    }),
    zh: (e) => ({
      message: `${e.instruments} 个工具变量、${e.regressors} 个外生解释变量和 ${e.effects} 个固定效应对 ${e.rows} 行数据而言过多：第一阶段将完全拟合。`,
      why: "第一阶段若完全拟合，预测值就是内生变量本身，两阶段最小二乘便退化为最小二乘。",
      remedy: "请只使用理论所要求的少数工具变量。",
    }),
  }),
  "IV-GMM-MOMENTS": errorEntry<{ moments: number; groups: number | null; cluster: string[]; instruments: string[] }>({
    example: { moments: 14, groups: 7, cluster: ["region"], instruments: ["z1", "z2"] },
    en: (e) => ({
      message: `Two-step GMM has ${e.moments} moment conditions${
        e.groups === null ? "" : ` and only ${e.groups} ${e.cluster.length === 0 ? "rows" : `clusters (${e.cluster.join(", ")})`}`
      }: under these errors their covariance is singular, and there is no efficient weighting.`,
      remedy: 'Use `method: "2sls"` with the same errors, cluster by something finer, or fewer regressors and instruments.',
    }),
    zh: (e) => ({
      message: `两步 GMM 有 ${e.moments} 个矩条件${
        e.groups === null
          ? ""
          : `，而${e.cluster.length === 0 ? `只有 ${e.groups} 行数据` : `聚类（${e.cluster.join("、")}）只有 ${e.groups} 个`}`
      }：在所选标准误之下，矩条件的协方差矩阵奇异，不存在有效权重。`,
      remedy: '请改用 `method: "2sls"` 并保留同样的标准误，或采用更细的聚类，或减少解释变量与工具变量。',
    }),
  }),
};

const ivFindings = {
  "IV-INSTRUMENT-LEFT": findingEntry<{ instrument: string; reason: Reason; with: string[] }>("warning", {
    example: { instrument: "z3", reason: "collinear", with: ["z1", "z2"] },
    en: (e) => ({
      message: `The instrument \`${e.instrument}\` was left out: ${behind(e.reason, e.with)}.`,
      why: "It adds nothing to the first stage; tests that count instruments do not count it.",
      remedy: "Take it out of the formula, and out of the number of instruments the text claims.",
    }),
    zh: (e) => ({
      message: `工具变量 \`${e.instrument}\` 已被剔除：${behindZh(e.reason, e.with)}。`,
      why: "它对第一阶段没有任何贡献；涉及工具变量个数的检验均未计入它。",
      remedy: "请从公式中删去它，并相应修改文中所称的工具变量个数。",
    }),
  }),
  "IV-INSTRUMENT-LAG": findingEntry<{ instrument: string; endogenous: string; periods: number }>("warning", {
    example: { instrument: "l(ai, 1)", endogenous: "ai", periods: 1 },
    en: (e) => ({
      message: `\`${e.instrument}\` is \`${e.endogenous}\` itself, ${e.periods === 1 ? "one period" : `${e.periods} periods`} earlier, used as its instrument.`,
      why: "A lag is excluded only if yesterday's treatment has no effect of its own today and the shocks behind it do not persist. Whatever made the treatment endogenous usually persists, so the bias is passed on with a large first-stage F.",
      remedy:
        "Give the argument for the exclusion, show results with an instrument from outside, and do not read the first-stage F as validity.",
    }),
    zh: (e) => ({
      message: `工具变量 \`${e.instrument}\` 就是内生变量 \`${e.endogenous}\` 自身滞后 ${e.periods} 期。`,
      why: "只有当前期处理对当期结果没有直接影响、且其背后的冲击不持续时，滞后项才满足排除性约束。造成内生性的因素往往是持续的，偏误会随很大的第一阶段 F 值一并传递。",
      remedy: "请论证排除性约束，并报告采用外部工具变量的结果；第一阶段 F 值不能说明工具变量有效。",
    }),
  }),
  "IV-INSTRUMENT-OWN-UNIT": findingEntry<{ instrument: string; endogenous: string; groups: number }>("serious", {
    example: { instrument: "industryMean", endogenous: "ai", groups: 120 },
    en: (e) => ({
      message: `The instrument \`${e.instrument}\` is the mean of \`${e.endogenous}\` over ${e.groups} groups that contain the unit itself.`,
      why: "Each unit's own endogenous value is then part of its instrument: the first stage is strong by construction, and in small groups two-stage least squares moves back towards least squares.",
      remedy: "Leave the unit out of its own mean: `groupMean: { columns: [...], by: [...], leaveOut: unit, as: ... }`.",
    }),
    zh: (e) => ({
      message: `工具变量 \`${e.instrument}\` 是 \`${e.endogenous}\` 在 ${e.groups} 个组内的均值，且均值包含个体自身。`,
      why: "个体自身的内生取值成为其工具变量的一部分：第一阶段按构造就很强，小组内两阶段最小二乘会退回到最小二乘的偏误。",
      remedy: "请在计算均值时剔除个体自身：`groupMean: { columns: [...], by: [...], leaveOut: unit, as: ... }`。",
    }),
  }),
  "IV-FIRST-STAGE-IDENTITY": findingEntry<{ endogenous: string; instruments: string[] }>("serious", {
    example: { endogenous: "ai", instruments: ["aiLow", "aiHigh"] },
    en: (e) => ({
      message: `The instruments reproduce \`${e.endogenous}\` exactly: the first stage is an identity, and the estimate is least squares.`,
      remedy: `Check how ${list(e.instruments)} were made; \`${e.endogenous}\` seems to be computed from them.`,
    }),
    zh: (e) => ({
      message: `工具变量完全复现了 \`${e.endogenous}\`：第一阶段是恒等式，估计结果即为最小二乘。`,
      remedy: `请检查 ${listZh(e.instruments)} 的构造；\`${e.endogenous}\` 似乎由它们计算而来。`,
    }),
  }),
  "IV-WEAK": findingEntry<{ endogenous: string; statistic: string; value: number; bound: number }>("serious", {
    example: { endogenous: "ai", statistic: "effective F", value: 6.2, bound: 23.1 },
    en: (e) => ({
      message: `The instruments of \`${e.endogenous}\` are weak: ${e.statistic} ${number(e.value)}, below ${number(e.bound)}.`,
      why: "With weak instruments the estimate is biased towards least squares and its t statistic rejects too often or too rarely; a large sample does not cure it.",
      remedy:
        "Read the Anderson-Rubin confidence set, which is right however weak the instruments are, and show LIML beside two-stage least squares.",
    }),
    zh: (e) => ({
      message: `\`${e.endogenous}\` 的工具变量较弱：${e.statistic === "effective F" ? "有效 F 统计量" : "Sanderson-Windmeijer 条件 F 统计量"}为 ${number(e.value)}，低于 ${number(e.bound)}。`,
      why: "工具变量较弱时，估计值偏向最小二乘，t 检验的拒绝率失真；样本再大也无法纠正。",
      remedy: "请以 Anderson-Rubin 置信集为准（无论工具变量强弱均有效），并在两阶段最小二乘之外报告 LIML。",
    }),
  }),
  "IV-CRAGG-DONALD-ROBUST": findingEntry<{ craggDonald: number; kleibergenPaap: number | null }>("warning", {
    example: { craggDonald: 93498, kleibergenPaap: 41.2 },
    en: (e) => ({
      message: `The Cragg-Donald F (${number(e.craggDonald)}) assumes iid errors, and this model's errors are not${
        e.kleibergenPaap === null ? "" : `; under them the Kleibergen-Paap F is ${number(e.kleibergenPaap)}`
      }.`,
      why: "Under clustering it can be many times too large, and the Stock-Yogo critical values do not apply to either statistic.",
      remedy:
        "Report the effective F with its critical values (one endogenous variable) or the Sanderson-Windmeijer F, and the Anderson-Rubin set.",
    }),
    zh: (e) => ({
      message: `Cragg-Donald F 统计量（${number(e.craggDonald)}）以误差独立同分布为前提，而本模型的标准误并非如此${
        e.kleibergenPaap === null ? "" : `；在同样的标准误下 Kleibergen-Paap F 为 ${number(e.kleibergenPaap)}`
      }。`,
      why: "存在聚类相关时它可能被放大许多倍，且 Stock-Yogo 临界值对这两个统计量都不适用。",
      remedy: "请报告有效 F 统计量及其临界值（单个内生变量）或 Sanderson-Windmeijer F，并报告 Anderson-Rubin 置信集。",
    }),
  }),
  "IV-OVERIDENTIFICATION": findingEntry<{ test: string; statistic: number; pValue: number }>("serious", {
    example: { test: "hansenJ", statistic: 12.4, pValue: 0.002 },
    en: (e) => ({
      message: `${e.test === "sargan" ? "Sargan's test" : "Hansen's J test"} rejects that all instruments are valid (${number(e.statistic)}, p ${probability(e.pValue)}): they imply different effects.`,
      why: "At least one instrument is not excluded, or the effect differs between the units each instrument moves.",
      remedy: "Look at the difference tests of single instruments, estimate with each alone, and say which one the argument rests on.",
    }),
    zh: (e) => ({
      message: `${e.test === "sargan" ? "Sargan 检验" : "Hansen J 检验"}拒绝全部工具变量有效的原假设（${number(e.statistic)}，p ${probability(e.pValue)}）：各工具变量给出的效应不一致。`,
      why: "至少有一个工具变量不满足排除性约束，或者各工具变量所影响的群体效应不同。",
      remedy: "请查看单个工具变量的差分检验，分别用每个工具变量估计，并说明论证所依据的是哪一个。",
    }),
  }),
  "IV-SET-UNBOUNDED": findingEntry<{ term: string; level: number; shape: string }>("serious", {
    example: { term: "ai", level: 0.95, shape: "disjoint" },
    en: (e) => ({
      message: `The ${Math.round(100 * e.level)} % Anderson-Rubin set for \`${e.term}\` ${e.shape === "wholeLine" ? "is the whole line" : "is unbounded"}: the data cannot rule out arbitrarily large effects.`,
      why: "An unbounded set means that the instruments are too weak to say; an interval from the t statistic would only hide it.",
      remedy: "Report the set as it is. More informative instruments are needed before an effect can be claimed.",
    }),
    zh: (e) => ({
      message: `\`${e.term}\` 的 ${Math.round(100 * e.level)} % Anderson-Rubin 置信集${e.shape === "wholeLine" ? "为整条实数轴" : "无界"}：数据无法排除任意大的效应。`,
      why: "置信集无界说明工具变量太弱，无法给出结论；由 t 统计量得到的区间只会掩盖这一点。",
      remedy: "请如实报告该置信集。在主张存在效应之前，需要信息量更大的工具变量。",
    }),
  }),
  "IV-SET-EMPTY": findingEntry<{ term: string; level: number }>("serious", {
    example: { term: "ai", level: 0.95 },
    en: (e) => ({
      message: `The ${Math.round(100 * e.level)} % Anderson-Rubin set for \`${e.term}\` is empty: every coefficient is rejected.`,
      why: "No value of the effect agrees with all instruments at once: the model with these instruments is rejected.",
      remedy: "Read the overidentification test, and do not report an effect from this specification.",
    }),
    zh: (e) => ({
      message: `\`${e.term}\` 的 ${Math.round(100 * e.level)} % Anderson-Rubin 置信集为空：任何系数取值都被拒绝。`,
      why: "没有一个效应值能同时与全部工具变量相容：该工具变量设定被拒绝。",
      remedy: "请查看过度识别检验，不要依据该设定报告效应。",
    }),
  }),
};

export const ivMessages = { ...ivErrors, ...ivFindings };
