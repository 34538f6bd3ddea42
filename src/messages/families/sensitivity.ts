import { errorEntry, findingEntry } from "../define.js";

const names = (units: readonly string[]): string =>
  units.length <= 12 ? units.join(", ") : `${units.slice(0, 12).join(", ")} and ${units.length - 12} more`;
const short = (x: number): string => String(Number(x.toPrecision(3)));

/** Sensitivity to violations of parallel trends. */
export const sensitivityMessages = {
  "POLICY-SENSITIVITY-TIMES": errorEntry<{ times: number[]; reference: number }>({
    example: { times: [-4, -2, 0, 1], reference: -1 },
    en: (e) => ({
      message: `Sensitivity analysis needs event times that count by one through the reference ${e.reference}, with at least one on either side; there are ${e.times.length === 0 ? "none" : e.times.join(", ")}.`,
      why: "The bounds speak of how much the violation changes from one period to the next; over a gap there is no such change.",
      remedy: "Give the coefficients of consecutive event times, without the reference, in ascending order.",
    }),
    zh: (e) => ({
      message: `敏感性分析要求事件时间逐期连续（基期 ${e.reference} 两侧至少各有一期）；现有：${e.times.length === 0 ? "无" : e.times.join("、")}。`,
      why: "敏感性的界限针对偏离在相邻两期之间的变化；若有间断，则无从谈起。",
      remedy: "请按升序给出连续事件时间（不含基期）的系数。",
    }),
  }),
  "POLICY-SENSITIVITY-WEIGHTS": errorEntry<{ weights: number[]; lags: number[] }>({
    example: { weights: [1], lags: [0, 1, 2] },
    en: (e) => ({
      message: `The effect needs one finite weight per event time after the reference (${e.lags.join(", ")}), not all zero; got ${e.weights.length === 0 ? "none" : e.weights.join(", ")}.`,
      why: "The confidence set is that of a weighted sum of these coefficients.",
      remedy: `Give ${e.lags.length} weights, as ${e.lags.map((_, i) => (i === 0 ? 1 : 0)).join(", ")} for the first of them.`,
    }),
    zh: (e) => ({
      message: `基期之后的每个事件时间（${e.lags.join("、")}）各需一个有限且不全为零的权重；现有：${e.weights.length === 0 ? "无" : e.weights.join("、")}。`,
      why: "置信集针对这些系数的加权和。",
      remedy: `请给出 ${e.lags.length} 个权重，例如只看第一期：${e.lags.map((_, i) => (i === 0 ? 1 : 0)).join("、")}。`,
    }),
  }),
  "POLICY-FRAGILE": findingEntry<{ outcome: string; breakdown: number; estimate: number }>("serious", {
    example: { outcome: "np", breakdown: 0.31, estimate: 0.021 },
    en: (e) => ({
      message:
        e.breakdown === 0
          ? `\`${e.outcome}\`: the effect (${short(e.estimate)}) cannot be told from zero even if parallel trends hold exactly (breakdown value 0).`
          : `\`${e.outcome}\`: the effect (${short(e.estimate)}) can be told from zero only while trends move apart after adoption at most ${short(e.breakdown)} times as fast as they already did before it.`,
      why: "What could move the groups apart before adoption usually goes on after it; a breakdown value below 0.5 means that half of it is enough to undo the result.",
      remedy:
        "Say in the text which violation would be plausible and how large it is beside the breakdown value; look for controls that moved alike before.",
    }),
    zh: (e) => ({
      message:
        e.breakdown === 0
          ? `\`${e.outcome}\`：即使平行趋势严格成立，效应（${short(e.estimate)}）也无法与零区分（临界值为 0）。`
          : `\`${e.outcome}\`：只有当处理后趋势分离的速度不超过处理前最大值的 ${short(e.breakdown)} 倍时，效应（${short(e.estimate)}）才能与零区分。`,
      why: "处理前使两组分离的因素通常在处理后继续存在；临界值低于 0.5 意味着只需其一半就足以推翻结论。",
      remedy: "请在正文中说明何种偏离是合理的，并与临界值比较；寻找处理前走势相近的对照。",
    }),
  }),
  "POLICY-PRETEST-BIAS": findingEntry<{ outcome: string; slope: number; bias: number; estimate: number }>("warning", {
    example: { outcome: "np", slope: 0.004, bias: 0.015, estimate: 0.021 },
    en: (e) => ({
      message: `\`${e.outcome}\`: every second study would find no significant lead although trends move apart by ${short(e.slope)} per period; in those studies that alone adds ${short(e.bias)} to an effect estimated at ${short(e.estimate)}.`,
      why: "A pre-test without power passes on biased estimates, and among those that pass the bias is not smaller (Roth 2022).",
      remedy: "Do not report the leads as proof of parallel trends; report the sensitivity sets and the breakdown value.",
    }),
    zh: (e) => ({
      message: `\`${e.outcome}\`：即使趋势每期相差 ${short(e.slope)}，仍有一半的研究不会发现显著的前导项；在这些研究中，仅此一项就会给估计值 ${short(e.estimate)} 带来 ${short(e.bias)} 的偏误。`,
      why: "功效不足的事前检验会放过有偏的估计，而通过检验者的偏误并不会更小（Roth 2022）。",
      remedy: "不要把前导项不显著当作平行趋势的证明；请报告敏感性置信集与临界值。",
    }),
  }),
  "POLICY-SENSITIVITY-NONE": findingEntry<{ outcome: string; reason: "leads" | "covariance" }>("note", {
    example: { outcome: "np", reason: "leads" },
    en: (e) => ({
      message:
        e.reason === "leads"
          ? `\`${e.outcome}\`: no sensitivity analysis, because the event study has no lead next to its reference.`
          : `\`${e.outcome}\`: no sensitivity analysis, because the covariance of the event study leaves a change from one period to the next without variance.`,
      why: "How fast trends may move apart after adoption is measured against how fast they did before.",
      remedy:
        e.reason === "leads"
          ? "Widen the sample, or `window.from`, so that two periods before adoption are seen."
          : "Cluster at a lower level, or pool units: with so few clusters the event study has no usable errors.",
    }),
    zh: (e) => ({
      message:
        e.reason === "leads"
          ? `\`${e.outcome}\`：事件研究在基期旁没有前导项，无法做敏感性分析。`
          : `\`${e.outcome}\`：事件研究的协方差矩阵使相邻两期的变化没有方差，无法做敏感性分析。`,
      why: "处理后趋势分离的速度要以处理前的速度来衡量。",
      remedy:
        e.reason === "leads"
          ? "请扩大样本期或 `window.from`，使处理前至少可见两期。"
          : "请在更低层级聚类，或合并个体：聚类过少时事件研究没有可用的误差。",
    }),
  }),
  "POLICY-SYNTHETIC-SAMPLE": errorEntry<{ controls: string[]; controlGroup: string; short: string[] }>({
    example: { controls: ["Hebei"], controlGroup: "never", short: [] },
    en: (e) => ({
      message:
        e.controls.length < 2
          ? `A synthetic comparison needs two units untreated throughout the sample; under \`controlGroup: ${e.controlGroup}\` there ${e.controls.length === 0 ? "is none" : `is one (${e.controls[0]})`}.`
          : `A synthetic comparison needs two periods before adoption; ${names(e.short)} had fewer.`,
      why: "The weights are chosen so that untreated units together move like the treated one before it was treated.",
      remedy:
        e.controls.length < 2 ? "Add units that are not treated, or drop `synthetic`." : "Start the sample earlier, or drop `synthetic`.",
    }),
    zh: (e) => ({
      message:
        e.controls.length < 2
          ? `合成比较至少需要两个在样本期内始终未处理的个体；在 \`controlGroup: ${e.controlGroup}\` 下${e.controls.length === 0 ? "一个也没有" : `只有一个（${e.controls[0]}）`}。`
          : `合成比较要求处理前至少有两期；以下个体不足两期：${e.short.slice(0, 12).join("、")}。`,
      why: "权重的选取使未处理个体的组合在处理之前与处理个体走势一致。",
      remedy: e.controls.length < 2 ? "请加入未处理的个体，或删去 `synthetic`。" : "请把样本期提前，或删去 `synthetic`。",
    }),
  }),
  "POLICY-SYNTHETIC-FIT": findingEntry<{ outcome: string; method: string; cohorts: { adopted: number; misfit: number; noise: number }[] }>(
    "warning",
    {
      example: { outcome: "np", method: "syntheticControl", cohorts: [{ adopted: 2019, misfit: 0.04, noise: 0.01 }] },
      en: (e) => ({
        message: `\`${e.outcome}\`, \`${e.method}\`: the synthetic path misses the treated one before adoption: ${e.cohorts.map((c) => `${c.adopted} by ${short(c.misfit)}, where controls change by ${short(c.noise)} from period to period`).join("; ")}.`,
        why: "A synthetic path that does not follow the treated one before adoption says nothing about where it would have gone after it.",
        remedy: "Do not rest a claim on this comparison; look at its path, and at the placebo p beside it.",
      }),
      zh: (e) => ({
        message: `\`${e.outcome}\`，\`${e.method}\`：合成路径在处理之前就未能贴合实际路径：${e.cohorts.map((c) => `${c.adopted} 年批次相差 ${short(c.misfit)}，而对照个体逐期变化的标准差为 ${short(c.noise)}`).join("；")}。`,
        why: "若合成路径在处理之前就不能跟随处理个体，则无法说明处理之后本来会怎样。",
        remedy: "不要以该比较作为结论的依据；请查看其路径与旁边的安慰剂 p 值。",
      }),
    },
  ),
  "POLICY-STRATA-ABSENT": errorEntry<{ policy: string }>({
    example: { policy: "pilot" },
    en: (e) => ({
      message: `The policy \`${e.policy}\` leaves out \`strata\`, but \`randomization.strata\` names no column.`,
      why: "Regions can only be left out where a column says which unit lies in which.",
      remedy: "Write `randomization: { strata: region }`, or leave `strata` out of `leaveOut`.",
    }),
    zh: (e) => ({
      message: `政策 \`${e.policy}\` 要求逐一剔除 \`strata\`，但 \`randomization.strata\` 未指定列。`,
      why: "只有当某列说明个体所属地区时，才能逐一剔除地区。",
      remedy: "请写 `randomization: { strata: region }`，或从 `leaveOut` 中去掉 `strata`。",
    }),
  }),
  "POLICY-DUMMY-NOT-DATE": errorEntry<{ adopted: string; time: string; off: { unit: string; from: number }[] }>({
    example: { adopted: "treated", time: "year", off: [{ unit: "Hebei", from: 2021 }] },
    en: (e) => ({
      message: `The column \`${e.adopted}\` changes within units and holds only 0 and 1: it says whether a row is treated, not when its unit first was${e.off.length === 0 ? "" : `. It switches off for ${names(e.off.map((u) => `${u.unit} (from ${u.from})`))}`}.`,
      why: "Adoption needs one date per unit; these estimators take treatment to stay on once it has begun.",
      remedy:
        e.off.length === 0
          ? `Give \`adopted\` a column with the first treated \`${e.time}\` of each unit, missing where it never is.`
          : `Give \`adopted\` the first treated \`${e.time}\` of each unit, and leave out, or end the sample before, the units whose treatment stops.`,
    }),
    zh: (e) => ({
      message: `列 \`${e.adopted}\` 在个体内变化且只含 0 与 1：它表示某行是否受处理，而非个体首次受处理的时间${
        e.off.length === 0
          ? ""
          : `。以下个体的处理中途停止：${e.off
              .slice(0, 12)
              .map((u) => `${u.unit}（自 ${u.from}）`)
              .join("、")}`
      }。`,
      why: "处理时间要求每个个体只有一个日期；这些估计方法假定处理一旦开始便持续。",
      remedy:
        e.off.length === 0
          ? `请让 \`adopted\` 指向每个个体首次受处理的 \`${e.time}\`，从未处理者留空。`
          : `请让 \`adopted\` 指向每个个体首次受处理的 \`${e.time}\`，并剔除处理中止的个体，或在其中止之前结束样本。`,
    }),
  }),
  "POLICY-REFERENCE-UNSEEN": findingEntry<{ outcome: string; reference: number; units: string[] }>("warning", {
    example: { outcome: "np", reference: -3, units: ["Beijing", "Shanghai"] },
    en: (e) => ({
      message: `\`${e.outcome}\`: the reference period ${e.reference} of the event study lies before the sample for ${names(e.units)}.`,
      why: "Their event times are compared with a period nobody saw; the coefficients then lean on the other cohorts.",
      remedy: "Set `window.reference` nearer to adoption, or start the sample earlier.",
    }),
    zh: (e) => ({
      message: `\`${e.outcome}\`：事件研究的基期 ${e.reference} 对以下个体位于样本期之前：${e.units.slice(0, 12).join("、")}。`,
      why: "其事件时间以未观测到的时期为参照，系数只能依靠其他批次。",
      remedy: "请把 `window.reference` 设得更接近处理时点，或把样本期提前。",
    }),
  }),
  "MODEL-OSTER-TERM": errorEntry<{ term: string; known: boolean; terms: string[] }>({
    example: { term: "treatd", known: false, terms: ["treated", "edu"] },
    en: (e) => ({
      message: e.known
        ? `Selection on the unobserved cannot be judged for \`${e.term}\`: the model has no control beside it.`
        : `\`oster\` names \`${e.term}\`, which is no coefficient of the model; it has ${names(e.terms)}.`,
      why: "The bounds compare the coefficient without and with controls: how much controls move it says how much more the unobserved might.",
      remedy: e.known ? "Add controls, or take them out of `keep`." : "Write the coefficient as the formula does.",
    }),
    zh: (e) => ({
      message: e.known
        ? `无法评估 \`${e.term}\` 的不可观测选择：模型中没有其他控制变量。`
        : `\`oster\` 指定的 \`${e.term}\` 不是模型的系数；模型的系数有：${e.terms.slice(0, 12).join("、")}。`,
      why: "该界限比较加入控制变量前后的系数：控制变量使其变动多少，说明不可观测因素还可能使其变动多少。",
      remedy: e.known ? "请加入控制变量，或把它们从 `keep` 中去掉。" : "请按公式中的写法给出系数名。",
    }),
  }),
  "MODEL-OSTER-WEAK": findingEntry<{ term: string; delta: number; estimate: number; rMax: number }>("warning", {
    example: { term: "treated", delta: 0.4, estimate: 0.03, rMax: 0.6 },
    en: (e) => ({
      message: `\`${e.term}\` (${short(e.estimate)}): what is not observed need select only ${short(e.delta)} times as strongly as the controls to make it zero (with R2 ${short(e.rMax)} at most).`,
      why: "Below one, unobserved factors less important than the observed ones are enough to explain the whole coefficient (Oster 2019).",
      remedy: "Report the bias-adjusted coefficient beside it, and say which omitted factor could select as strongly.",
    }),
    zh: (e) => ({
      message: `\`${e.term}\`（${short(e.estimate)}）：不可观测因素的选择强度只需为控制变量的 ${short(e.delta)} 倍即可使其归零（R² 上限 ${short(e.rMax)}）。`,
      why: "小于 1 意味着比可观测因素更弱的不可观测因素就足以解释整个系数（Oster 2019）。",
      remedy: "请同时报告偏误修正后的系数，并说明哪些遗漏因素可能有同等的选择强度。",
    }),
  }),
};
