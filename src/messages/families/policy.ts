import { errorEntry, findingEntry } from "../define.js";

/** A unit and its adoption date, as the data name them. */
export interface UnitDate {
  unit: string;
  date: number;
}

const listEn = (names: readonly string[], most = 12): string =>
  names.length <= most ? names.join(", ") : `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
const listZh = (names: readonly string[], most = 12): string =>
  names.length <= most ? names.join("、") : `${names.slice(0, most).join("、")}等 ${names.length} 个`;
const datedEn = (units: readonly UnitDate[]): string => listEn(units.map((u) => `${u.unit} (${u.date})`));
const datedZh = (units: readonly UnitDate[]): string => listZh(units.map((u) => `${u.unit}（${u.date}）`));
const short = (x: number): string => String(Number(x.toPrecision(3)));
const units = (n: number): string => `${n} ${n === 1 ? "unit" : "units"}`;

export const policyMessages = {
  "DID-ADOPTION-CONFLICT": errorEntry<{ adopted: string; units: { unit: string; dates: string[] }[] }>({
    example: { adopted: "firstTreated", units: [{ unit: "Beijing", dates: ["2019", "2020"] }] },
    en: (e) => ({
      message: `The column \`${e.adopted}\` gives one unit several adoption dates: ${listEn(e.units.map((u) => `${u.unit} (${u.dates.join(", ")})`))}.`,
      why: "A staggered design needs one first treated period per unit; with two, rows of one unit would stand on both sides of the comparison.",
      remedy: `Write the same date on every row of a unit; leave it empty on every row of a unit that never adopts.`,
    }),
    zh: (e) => ({
      message: `列 \`${e.adopted}\` 中同一个体有多个处理时间：${listZh(e.units.map((u) => `${u.unit}（${u.dates.join("、")}）`))}。`,
      why: "交错处理设计要求每个个体只有一个首次处理期，否则同一个体会同时出现在处理组与对照组中。",
      remedy: "请让同一个体各行的处理时间一致；从未处理的个体各行均留空。",
    }),
  }),
  "DID-ADOPTION-GAP": errorEntry<{ adopted: string; time: string; units: UnitDate[]; first: number; last: number }>({
    example: { adopted: "firstTreated", time: "year", units: [{ unit: "Hubei", date: 2020 }], first: 2012, last: 2022 },
    en: (e) => ({
      message: `${datedEn(e.units)}: adopted in a period without any row. \`${e.time}\` runs from ${e.first} to ${e.last}, but not through ${e.units.length === 1 ? "this date" : "these dates"}.`,
      why: "Event time cannot be counted from a period that is not in the data.",
      remedy: `Add the rows of the missing period, or move the dates in \`${e.adopted}\` to the first period with rows after adoption.`,
    }),
    zh: (e) => ({
      message: `${datedZh(e.units)}：处理时间所在的时期没有任何数据行（\`${e.time}\` 从 ${e.first} 到 ${e.last}，但不含该时期）。`,
      why: "无法以数据中不存在的时期为起点计算事件时间。",
      remedy: `请补上缺失时期的数据，或把 \`${e.adopted}\` 中的日期改为处理之后第一个有数据的时期。`,
    }),
  }),
  "DID-NO-TREATED": errorEntry<{ adopted: string; after: UnitDate[]; always: UnitDate[]; never: number; first: number; last: number }>({
    example: { adopted: "firstTreated", after: [{ unit: "Norway", date: 2020 }], always: [], never: 29, first: 2005, last: 2019 },
    en: (e) => ({
      message: `No unit adopts within the sample ${e.first}-${e.last} (\`${e.adopted}\`): ${units(e.never)} never${e.after.length > 0 ? `, after the sample ${datedEn(e.after)}` : ""}${e.always.length > 0 ? `, before there is a period to compare with ${datedEn(e.always)}` : ""}.`,
      why: "Without a unit that is seen before and after adoption there is no effect to estimate.",
      remedy: "Widen the sample, or check how the adoption column is made.",
    }),
    zh: (e) => ({
      message: `样本期 ${e.first}–${e.last} 内没有个体接受处理（\`${e.adopted}\`）：从未处理 ${e.never} 个${e.after.length > 0 ? `，样本期之后处理：${datedZh(e.after)}` : ""}${e.always.length > 0 ? `，处理前没有可比时期：${datedZh(e.always)}` : ""}。`,
      why: "没有处理前后均可观测的个体，就没有可估计的效应。",
      remedy: "请扩大样本期，或检查处理时间列的构造。",
    }),
  }),
  "DID-NO-CONTROLS": errorEntry<{ controlGroup: string; adopted: string; never: number; later: UnitDate[]; treated: string[] }>({
    example: {
      controlGroup: "never",
      adopted: "firstTreated",
      never: 0,
      later: [{ unit: "Norway", date: 2020 }],
      treated: ["Canada", "Finland"],
    },
    en: (e) => ({
      message: `\`controlGroup: ${e.controlGroup}\` leaves nothing to compare the treated units (${listEn(e.treated)}) with: ${e.never === 0 ? "no unit is never treated" : `${units(e.never)} never treated`}, ${e.later.length === 0 ? "none adopts after the sample" : `after the sample ${datedEn(e.later)}`}.`,
      why: "A difference in differences is the change of the treated against the change of units not treated at that time.",
      remedy:
        e.controlGroup === "never"
          ? "Write `controlGroup: notYet`, or add units that never adopt."
          : e.controlGroup === "laterAdopters" && e.never > 0
            ? "Write `controlGroup: notYet`, so that never-treated units count as controls."
            : "Add units that adopt later or never.",
    }),
    zh: (e) => ({
      message: `\`controlGroup: ${e.controlGroup}\` 之下，处理个体（${listZh(e.treated)}）没有对照：${e.never === 0 ? "没有从未处理的个体" : `从未处理 ${e.never} 个`}，${e.later.length === 0 ? "也没有样本期之后才处理的个体" : `样本期之后处理：${datedZh(e.later)}`}。`,
      why: "双重差分比较的是处理个体与当时尚未处理个体的变化之差。",
      remedy:
        e.controlGroup === "never"
          ? "请改写为 `controlGroup: notYet`，或加入从未处理的个体。"
          : e.controlGroup === "laterAdopters" && e.never > 0
            ? "请改写为 `controlGroup: notYet`，使从未处理的个体也作为对照。"
            : "请加入更晚处理或从未处理的个体。",
    }),
  }),
  "DID-CLUSTER-NOT-NESTED": errorEntry<{ cluster: string; unit: string; units: string[] }>({
    example: { cluster: "region", unit: "province", units: ["Chongqing"] },
    en: (e) => ({
      message: `Units stand in more than one group of the cluster column \`${e.cluster}\`: ${listEn(e.units)}.`,
      why: "Errors of a policy are clustered at the unit or above it: all periods of a unit must fall into one cluster.",
      remedy: `Cluster by \`${e.unit}\`, or by a column that is constant within it.`,
    }),
    zh: (e) => ({
      message: `以下个体落入聚类变量 \`${e.cluster}\` 的多个组：${listZh(e.units)}。`,
      why: "政策评估的标准误应在个体或更高层级聚类：同一个体的各期必须属于同一聚类。",
      remedy: `请以 \`${e.unit}\` 聚类，或使用在个体内不变的变量。`,
    }),
  }),
  "DID-STRATA-VARY": errorEntry<{ strata: string; units: string[] }>({
    example: { strata: "region", units: ["Chongqing"] },
    en: (e) => ({
      message: `The strata column \`${e.strata}\` is missing or changes over time for: ${listEn(e.units)}.`,
      why: "Adoption dates are exchanged between whole units, so each unit needs one stratum.",
      remedy: "Fix the column to its value in one period (step `atTime`), or cut it into groups over units (step `cut`).",
    }),
    zh: (e) => ({
      message: `分层变量 \`${e.strata}\` 在以下个体缺失或随时间变化：${listZh(e.units)}。`,
      why: "随机化在整个个体之间交换处理时间，因此每个个体只能属于一个层。",
      remedy: "请用 `atTime` 步骤固定为某一期的取值，或用 `cut` 步骤按个体分组。",
    }),
  }),
  "DID-AGGREGATE-ABSENT": errorEntry<{ estimator: string; aggregate: string; available: string[] }>({
    example: { estimator: "stacked", aggregate: "calendar", available: ["simple", "dynamic"] },
    en: (e) => ({
      message: `The headline asks for \`aggregate: ${e.aggregate}\`, which \`${e.estimator}\` does not have. It has: ${e.available.join(", ")}.`,
      why: "Stacks pool cohorts by event time; the regression has no effect per cohort or per calendar period.",
      remedy: `Write \`aggregate: ${e.available[0]}\`, or another estimator in \`headline\`.`,
    }),
    zh: (e) => ({
      message: `主估计要求 \`aggregate: ${e.aggregate}\`，而 \`${e.estimator}\` 没有这种汇总方式。可用：${e.available.join("、")}。`,
      why: "堆叠回归按事件时间合并各批次，没有分批次或分日历时期的效应。",
      remedy: `请写 \`aggregate: ${e.available[0]}\`，或在 \`headline\` 中改用其他估计量。`,
    }),
  }),
  "DID-NO-STACK": errorEntry<{ from: number; to: number }>({
    example: { from: -5, to: 10 },
    en: (e) => ({
      message: `\`stacked\` finds no unit that stays untreated to the end of any cohort's window (event times ${e.from} to ${e.to}).`,
      why: "A stack compares a cohort with units that no effect has reached in the whole window.",
      remedy: `Shorten the window (\`window: { to: ... }\`), or leave \`stacked\` out of \`estimators\`.`,
    }),
    zh: (e) => ({
      message: `\`stacked\` 找不到任何在批次窗口（事件时间 ${e.from} 至 ${e.to}）结束前始终未处理的个体。`,
      why: "堆叠估计以整个窗口内未受效应影响的个体为对照。",
      remedy: `请缩短窗口（\`window: { to: ... }\`），或从 \`estimators\` 中删去 \`stacked\`。`,
    }),
  }),
  "DID-HEADLINE-ABSENT": errorEntry<{ headline: string; estimators: string[] }>({
    example: { headline: "groupTime", estimators: ["twoWay"] },
    en: (e) => ({
      message: `The headline estimator \`${e.headline}\` is not among the policy's \`estimators\` (${e.estimators.join(", ")}).`,
      remedy: `Add \`${e.headline}\` to \`estimators\`, or write \`headline: { estimator: ${e.estimators[0]} }\`.`,
    }),
    zh: (e) => ({
      message: `主估计量 \`${e.headline}\` 不在该政策的 \`estimators\`（${e.estimators.join("、")}）之中。`,
      remedy: `请把 \`${e.headline}\` 加入 \`estimators\`，或写 \`headline: { estimator: ${e.estimators[0]} }\`。`,
    }),
  }),
  "DID-WINDOW-REFERENCE": errorEntry<{ from: number; to: number; reference: number; anticipation: number }>({
    example: { from: -5, to: 3, reference: -6, anticipation: 0 },
    en: (e) => ({
      message: `The reference ${e.reference} must lie after the first bin ${e.from} and before adoption${e.anticipation > 0 ? ` less the anticipation (at most ${-1 - e.anticipation})` : ""}.`,
      why: "Every event time is measured against the reference; a binned or already affected one would shift all of them.",
      remedy: `Write \`window: { from: ${Math.min(e.from, -2 - e.anticipation)}, to: ${e.to}, reference: ${-1 - e.anticipation} }\`.`,
    }),
    zh: (e) => ({
      message: `参照期 ${e.reference} 必须晚于首个合并期 ${e.from}，并早于处理时间${e.anticipation > 0 ? `减去预期期数（至多 ${-1 - e.anticipation}）` : ""}。`,
      why: "各事件时间的系数均相对于参照期；若参照期被合并或已受影响，全部系数都会平移。",
      remedy: `请写 \`window: { from: ${Math.min(e.from, -2 - e.anticipation)}, to: ${e.to}, reference: ${-1 - e.anticipation} }\`。`,
    }),
  }),
  "DID-SMALLEST-EFFECT-UNKNOWN": errorEntry<{ name: string; nearest: string | null; outcomes: string[] }>({
    example: { name: "lnTFP", nearest: "lnTfp", outcomes: ["lnTfp", "nqp"] },
    en: (e) => ({
      message: `\`smallestEffect\` names \`${e.name}\`, which is no outcome of this policy (${e.outcomes.join(", ")}).${e.nearest === null ? "" : ` Nearest: \`${e.nearest}\`.`}`,
      remedy: e.nearest === null ? "Name an outcome." : `Write \`${e.nearest}\`.`,
    }),
    zh: (e) => ({
      message: `\`smallestEffect\` 中的 \`${e.name}\` 不是该政策的结果变量（${e.outcomes.join("、")}）。${e.nearest === null ? "" : `最接近：\`${e.nearest}\`。`}`,
      remedy: e.nearest === null ? "请填写结果变量的名称。" : `请改写为 \`${e.nearest}\`。`,
    }),
  }),
  "DID-ROW-DUPLICATE": errorEntry<{ unit: string; time: string; rows: { unit: string; time: number }[] }>({
    example: { unit: "province", time: "year", rows: [{ unit: "Beijing", time: 2019 }] },
    en: (e) => ({
      message: `More than one row for the same \`${e.unit}\` and \`${e.time}\`: ${listEn(e.rows.map((r) => `${r.unit} ${r.time}`))}.`,
      why: "A policy is judged on one value per unit and period.",
      remedy: "Remove the repeated rows, or aggregate them first.",
    }),
    zh: (e) => ({
      message: `同一 \`${e.unit}\` 与 \`${e.time}\` 有多行：${listZh(e.rows.map((r) => `${r.unit} ${r.time}`))}。`,
      why: "政策评估要求每个个体每期只有一个取值。",
      remedy: "请删除重复行，或先行汇总。",
    }),
  }),
  "DID-NO-COMPLETE-UNIT": errorEntry<{ outcome: string; time: string; empty: number[]; units: number }>({
    example: { outcome: "np", time: "year", empty: [2022], units: 30 },
    en: (e) => ({
      message: `No unit has \`${e.outcome}\` in every period${e.empty.length > 0 ? `; it is missing for all ${units(e.units)} in ${e.empty.join(", ")}` : ""}.`,
      why: "These estimators compare whole paths: a unit with a hole is left out, and here all would be.",
      remedy: `Shorten the sample (\`filter\`), fill the holes (\`interpolate\`), or use \`balance: { columns: [${e.outcome}], from: ..., to: ... }\`.`,
    }),
    zh: (e) => ({
      message: `没有个体在每一期都有 \`${e.outcome}\`${e.empty.length > 0 ? `；在 ${e.empty.join("、")}，全部 ${e.units} 个个体均缺失` : ""}。`,
      why: "这些估计量比较完整的路径：有缺口的个体会被剔除，而此处将全部剔除。",
      remedy: `请缩短样本期（\`filter\`）、补齐缺口（\`interpolate\`），或使用 \`balance: { columns: [${e.outcome}], from: ..., to: ... }\`。`,
    }),
  }),
  "DID-OUTCOME-CONSTANT": errorEntry<{ outcome: string; value: number }>({
    example: { outcome: "np", value: 1 },
    en: (e) => ({
      message: `The outcome \`${e.outcome}\` does not vary over time within any unit (the first unit has ${short(e.value)} throughout).`,
      why: "Unit effects explain all of it; nothing is left for a policy.",
      remedy: "Check how the column is made.",
    }),
    zh: (e) => ({
      message: `结果变量 \`${e.outcome}\` 在任何个体内都不随时间变化（第一个个体恒为 ${short(e.value)}）。`,
      why: "个体固定效应已解释其全部变动，政策没有可解释的内容。",
      remedy: "请检查该列的构造。",
    }),
  }),

  "DID-AFTER-SAMPLE": findingEntry<{ units: UnitDate[]; last: number; controls: boolean }>("note", {
    example: { units: [{ unit: "Norway", date: 2020 }], last: 2019, controls: true },
    en: (e) => ({
      message: `Adopting after the last period ${e.last}: ${datedEn(e.units)}. They are not yet treated throughout${e.controls ? " and serve as controls" : "; with `controlGroup: never` they are in neither group"}.`,
      why: "They chose to adopt, only later: they are not the same comparison as units that never do.",
      remedy: "Nothing to mend; compare `controlGroup: laterAdopters` with `notYet`.",
    }),
    zh: (e) => ({
      message: `以下个体在最后一期 ${e.last} 之后才接受处理：${datedZh(e.units)}。它们在样本期内始终为“尚未处理”${e.controls ? "，并作为对照" : "；在 `controlGroup: never` 下不属于任何一组"}。`,
      why: "它们同样选择了处理，只是更晚，与从未处理的个体并非同一种对照。",
      remedy: "无需修改；可比较 `controlGroup: laterAdopters` 与 `notYet` 的结果。",
    }),
  }),
  "DID-ALWAYS-TREATED": findingEntry<{ units: UnitDate[]; first: number; anticipation: number }>("warning", {
    example: { units: [{ unit: "Canada", date: 2005 }], first: 2005, anticipation: 0 },
    en: (e) => ({
      message: `Treated from the first usable period on (the sample starts in ${e.first}${e.anticipation > 0 ? `, anticipation ${e.anticipation}` : ""}): ${datedEn(e.units)}. They are left out of every estimate.`,
      why: "A unit never seen untreated has no change to measure, and as a control it would carry its own effect.",
      remedy: "Start the sample earlier where data allow.",
    }),
    zh: (e) => ({
      message: `以下个体自首个可用时期起即已处理（样本始于 ${e.first}${e.anticipation > 0 ? `，预期 ${e.anticipation} 期` : ""}）：${datedZh(e.units)}。所有估计均将其剔除。`,
      why: "从未以未处理状态出现的个体没有可度量的变化；若作为对照，会把自身的效应带入比较。",
      remedy: "如数据允许，请提前样本起点。",
    }),
  }),
  "DID-ONE-TREATED-UNIT": findingEntry<{ unit: string; adopted: number }>("serious", {
    example: { unit: "Beijing", adopted: 2019 },
    en: (e) => ({
      message: `One unit only is treated: ${e.unit} (${e.adopted}).`,
      why: "Its own shocks cannot be told from the policy; clustered errors are far too small with one treated cluster, so no stars are shown.",
      remedy: "Read the randomisation p only, or use a method made for one unit (synthetic control).",
    }),
    zh: (e) => ({
      message: `只有一个处理个体：${e.unit}（${e.adopted}）。`,
      why: "其自身冲击无法与政策效应区分；只有一个处理聚类时聚类标准误严重偏小，因此不标星号。",
      remedy: "请只看随机化检验的 p 值，或采用适用于单一个体的方法（合成控制）。",
    }),
  }),
  "DID-EVERY-UNIT-TREATED": findingEntry<{ from: number; units: string[]; controlGroup: string; last: number }>("serious", {
    example: { from: 2021, units: ["Henan", "Liaoning", "Heilongjiang"], controlGroup: "notYet", last: 2022 },
    en: (e) => ({
      message: `From ${e.from} on every unit of the sample is treated or about to be: the last adopters (${listEn(e.units)}) have no controls, and no effect is estimated in ${e.from === e.last ? e.last : `${e.from}-${e.last}`}.`,
      why: "Two-way estimates go on by comparing with units already treated, which subtracts their effects; group-time effects stop there.",
      remedy: "Read the group-time effects; add units that adopt later or never where there are any.",
    }),
    zh: (e) => ({
      message: `自 ${e.from} 起样本内所有个体均已处理（或即将处理）：最后一批（${listZh(e.units)}）没有对照，${e.from === e.last ? e.last : `${e.from}–${e.last}`} 不估计效应。`,
      why: "双向固定效应估计此后以已处理个体为对照，会减去它们的效应；组别—时期效应则到此为止。",
      remedy: "请看组别—时期效应；若有更晚或从未处理的个体，请加入样本。",
    }),
  }),
  "DID-FEW-TREATED": findingEntry<{
    of: "eventTime" | "cohort" | "all";
    points: { label: string; units: string[] }[];
    clusters: string;
    limit: number;
    randomizationP: number | null;
  }>("serious", {
    example: {
      of: "eventTime",
      points: [{ label: "+3", units: ["Beijing", "Shanghai"] }],
      clusters: "province",
      limit: 5,
      randomizationP: 0.21,
    },
    en: (e) => ({
      message: `Fewer than ${e.limit} treated clusters (\`${e.clusters}\`) stand behind ${
        e.of === "all"
          ? `every estimate: ${listEn(e.points.flatMap((p) => p.units))}`
          : `${e.of === "eventTime" ? "event time" : "cohort"} ${e.points.map((p) => `${p.label} (${listEn(p.units)})`).join("; ")}`
      }.`,
      why: "With so few, analytic errors reject a true null up to one time in four; no stars are shown.",
      remedy: `Read the randomisation p${e.randomizationP === null ? "" : ` (${short(e.randomizationP)})`} instead${e.of === "all" ? "" : `, or pool neighbouring ${e.of === "cohort" ? "cohorts" : "event times"}`}.`,
    }),
    zh: (e) => ({
      message:
        e.of === "all"
          ? `全部估计背后的处理聚类（\`${e.clusters}\`）不足 ${e.limit} 个：${listZh(e.points.flatMap((p) => p.units))}。`
          : `${e.of === "eventTime" ? "以下事件时间" : "以下批次"}的处理聚类（\`${e.clusters}\`）不足 ${e.limit} 个：${e.points.map((p) => `${p.label}（${listZh(p.units)}）`).join("；")}。`,
      why: "处理聚类如此之少时，解析标准误对真原假设的拒绝率可高达四分之一，因此不标星号。",
      remedy: `请改看随机化检验的 p 值${e.randomizationP === null ? "" : `（${short(e.randomizationP)}）`}${e.of === "all" ? "" : `，或合并相邻的${e.of === "cohort" ? "批次" : "事件时间"}`}。`,
    }),
  }),
  "DID-UNITS-INCOMPLETE": findingEntry<{ outcome: string; units: string[]; rows: number; periods: number }>("warning", {
    example: { outcome: "np", units: ["Tibet"], rows: 10, periods: 11 },
    en: (e) => ({
      message: `Left out because \`${e.outcome}\` is not there in all ${e.periods} periods: ${listEn(e.units)} (${e.rows} rows).`,
      why: "The estimators compare whole paths; who is left out changes whom the estimate speaks for.",
      remedy: `Use \`balance: { columns: [${e.outcome}], from: ..., to: ... }\` so that every part of the study has the same units, or keep them with \`incomplete: keep\`.`,
    }),
    zh: (e) => ({
      message: `以下个体的 \`${e.outcome}\` 未覆盖全部 ${e.periods} 期，已剔除：${listZh(e.units)}（${e.rows} 行）。`,
      why: "这些估计量比较完整路径；剔除哪些个体会改变估计所代表的对象。",
      remedy: `请使用 \`balance: { columns: [${e.outcome}], from: ..., to: ... }\`，使研究各部分的个体一致；或用 \`incomplete: keep\` 保留这些个体。`,
    }),
  }),
  "DID-PRETREND": findingEntry<{ outcome: string; pValue: number; statistic: number; distribution: string; leads: string }>("serious", {
    example: { outcome: "np", pValue: 0.0039, statistic: 4.88, distribution: "F(4,29)", leads: "-5..-2" },
    en: (e) => ({
      message: `Before adoption the paths of \`${e.outcome}\` already differ: the leads ${e.leads} are jointly rejected, ${e.distribution} = ${short(e.statistic)}, p = ${short(e.pValue)}.`,
      why: "If treated units were on another path before, the same difference afterwards is not the policy's effect.",
      remedy:
        "Compare with units on a like path (`laterAdopters`, matched controls), or report how strong a violation the result survives.",
    }),
    zh: (e) => ({
      message: `处理之前 \`${e.outcome}\` 的路径已有差异：前导项 ${e.leads} 联合显著，${e.distribution} = ${short(e.statistic)}，p = ${short(e.pValue)}。`,
      why: "若处理组此前已在另一条路径上，处理之后同样的差异就不能归于政策。",
      remedy: "请与路径相近的个体比较（`laterAdopters`、匹配对照），或报告结论能承受多大程度的偏离。",
    }),
  }),
  "DID-LOW-POWER": findingEntry<{ outcome: string; minimumDetectable: number; smallestEffect: number; pValue: number }>("serious", {
    example: { outcome: "np", minimumDetectable: 0.013, smallestEffect: 0.005, pValue: 0.38 },
    en: (e) => ({
      message: `With this design an effect on \`${e.outcome}\` is found in 80 of 100 tries only if it is ${short(e.minimumDetectable)} or more; the smallest effect of interest is ${short(e.smallestEffect)}.`,
      why: `The randomisation p of ${short(e.pValue)} then says nothing against an effect that matters.`,
      remedy: "Do not read this as no effect; more units, a longer panel or a less noisy outcome would be needed.",
    }),
    zh: (e) => ({
      message: `在该设计下，对 \`${e.outcome}\` 的效应须达到 ${short(e.minimumDetectable)} 才有八成把握被发现；而值得关注的最小效应为 ${short(e.smallestEffect)}。`,
      why: `因此随机化 p 值 ${short(e.pValue)} 并不能否定一个有意义的效应。`,
      remedy: "请勿解读为“没有效应”；需要更多个体、更长面板或噪声更小的结果变量。",
    }),
  }),
  "DID-ANALYTIC-GAP": findingEntry<{ outcome: string; estimator: string; analyticP: number; randomizationP: number }>("serious", {
    example: { outcome: "np", estimator: "twoWay", analyticP: 0.012, randomizationP: 0.19 },
    en: (e) => ({
      message: `For \`${e.outcome}\` the analytic error of \`${e.estimator}\` gives p = ${short(e.analyticP)}, permuting the adoption dates gives p = ${short(e.randomizationP)}.`,
      why: "With few treated units the analytic error leans on large samples that are not there; the permutation does not.",
      remedy: "Report the randomisation p.",
    }),
    zh: (e) => ({
      message: `对 \`${e.outcome}\`，\`${e.estimator}\` 的解析标准误给出 p = ${short(e.analyticP)}，而置换处理时间给出 p = ${short(e.randomizationP)}。`,
      why: "处理个体很少时，解析标准误依赖并不存在的大样本；置换检验则不依赖。",
      remedy: "请报告随机化检验的 p 值。",
    }),
  }),
  "DID-FEW-PERMUTATIONS": findingEntry<{ distinct: number; draws: number; strata: string | null }>("warning", {
    example: { distinct: 15, draws: 999, strata: "region" },
    en: (e) => ({
      message: `There are only ${e.distinct} different ways to assign the adoption dates${e.strata === null ? "" : ` within \`${e.strata}\``}, so no p below ${short(1 / e.distinct)} can come out.`,
      why: "More draws repeat the same assignments; they do not add evidence.",
      remedy: e.strata === null ? "Read the p with this floor in mind." : "Use coarser strata, or none.",
    }),
    zh: (e) => ({
      message: `${e.strata === null ? "" : `在 \`${e.strata}\` 分层下，`}处理时间只有 ${e.distinct} 种不同分配，p 值不可能低于 ${short(1 / e.distinct)}。`,
      why: "增加抽样次数只会重复相同的分配，不会增加证据。",
      remedy: e.strata === null ? "解读 p 值时请注意这一下限。" : "请使用更粗的分层，或不分层。",
    }),
  }),
  "DID-NEGATIVE-CONTROL": findingEntry<{ outcome: string; estimate: number; pValue: number }>("serious", {
    example: { outcome: "lnHc", estimate: 0.012, pValue: 0.01 },
    en: (e) => ({
      message: `The design finds an effect of ${short(e.estimate)} (randomisation p = ${short(e.pValue)}) on \`${e.outcome}\`, which the policy cannot have moved.`,
      why: "Whatever made this difference may have made the others too.",
      remedy: "Look for what else sets the adopters apart before reading the other effects.",
    }),
    zh: (e) => ({
      message: `该设计在政策不可能影响的 \`${e.outcome}\` 上发现了 ${short(e.estimate)} 的“效应”（随机化 p = ${short(e.pValue)}）。`,
      why: "造成这一差异的因素，也可能造成了其他结果的差异。",
      remedy: "在解读其他效应之前，请先查明处理个体还有何不同。",
    }),
  }),
  "DID-BAD-CONTROL": findingEntry<{ columns: string[] }>("warning", {
    example: { columns: ["ind", "urban"] },
    en: (e) => ({
      message: `Controls enter as they stand after adoption: ${listEn(e.columns)}.`,
      why: "Where the policy moves a control, holding it fixed takes away part of the effect.",
      remedy: "Write `controls: { at: base }`, which uses their value in the first period.",
    }),
    zh: (e) => ({
      message: `以下控制变量以处理之后的取值进入：${listZh(e.columns)}。`,
      why: "若政策会影响控制变量，控制它就会扣除一部分效应。",
      remedy: "请写 `controls: { at: base }`，使用首期取值。",
    }),
  }),
  "DID-PERIODS-IRREGULAR": findingEntry<{ time: string; periods: number[] }>("note", {
    example: { time: "year", periods: [2010, 2015, 2017, 2019] },
    en: (e) => ({
      message: `The periods of \`${e.time}\` are not evenly spaced (${listEn(e.periods.map(String))}); event time counts periods, not \`${e.time}\`.`,
      why: "One step of event time then stands for spans of different length.",
      remedy: "Keep evenly spaced periods where the data allow.",
    }),
    zh: (e) => ({
      message: `\`${e.time}\` 的各期间隔不等（${listZh(e.periods.map(String))}）；事件时间按期数而非 \`${e.time}\` 计算。`,
      why: "此时事件时间的一步对应长短不一的时段。",
      remedy: "如数据允许，请保留等间隔的时期。",
    }),
  }),
  "DID-EVENT-UNIDENTIFIED": findingEntry<{ outcome: string; times: string[] }>("warning", {
    example: { outcome: "np", times: ["-5", "+3"] },
    en: (e) => ({
      message: `The two-way event study of \`${e.outcome}\` cannot tell these event times apart from unit and period effects: ${e.times.join(", ")}.`,
      why: "Without units untreated throughout, a straight line in event time is also one in units and periods.",
      remedy: "Read the group-time effects, or add units that stay untreated.",
    }),
    zh: (e) => ({
      message: `\`${e.outcome}\` 的双向固定效应事件研究无法把以下事件时间与个体、时期效应区分：${e.times.join("、")}。`,
      why: "没有始终未处理的个体时，事件时间的线性趋势同时也是个体与时期效应的组合。",
      remedy: "请看组别—时期效应，或加入始终未处理的个体。",
    }),
  }),
  "DID-CELLS-UNIDENTIFIED": findingEntry<{ outcome: string; estimator: string; cells: { cohort: number; time: number }[] }>("warning", {
    example: { outcome: "np", estimator: "stacked", cells: [{ cohort: 2022, time: 2022 }] },
    en: (e) => ({
      message: `For \`${e.outcome}\`, \`${e.estimator}\` has no untreated rows to compare these with (cohort in period): ${listEn(e.cells.map((c) => `${c.cohort} in ${c.time}`))}.`,
      why: "Its averages speak for the other cells alone, so they are not the averages of the other estimators.",
      remedy: "Compare estimators event time by event time, or add units that stay untreated.",
    }),
    zh: (e) => ({
      message: `对 \`${e.outcome}\`，\`${e.estimator}\` 在以下单元格（批次与时期）没有可比的未处理观测：${listZh(e.cells.map((c) => `${c.cohort} 批次 ${c.time} 年`))}。`,
      why: "其平均效应只代表其余单元格，因此与其他估计量的平均并非同一对象。",
      remedy: "请逐个事件时间比较各估计量，或加入始终未处理的个体。",
    }),
  }),
  "DID-CELLS-COVARIATES": findingEntry<{
    outcome: string;
    cells: { cohort: number; time: number; reason: "collinear" | "overlap" }[];
    columns: string[];
  }>("warning", {
    example: { outcome: "np", cells: [{ cohort: 2019, time: 2021, reason: "overlap" }], columns: ["edu", "fin"] },
    en: (e) => ({
      message: `For \`${e.outcome}\`, ${e.cells.length} group-time ${e.cells.length === 1 ? "effect has" : "effects have"} no number given ${listEn(e.columns)}: ${listEn(e.cells.map((c) => `cohort ${c.cohort} in ${c.time} (${c.reason === "overlap" ? "no overlap" : "collinear"})`))}.`,
      why: "Where the covariates tell treated units and controls apart, or are collinear among the controls, nothing in the data says what the treated would have done; the averages speak for the other cells alone.",
      remedy:
        "Take fewer covariates, or `groupTime: { method: regression }`, which needs no overlap but trusts the straight line further out.",
    }),
    zh: (e) => ({
      message: `对 \`${e.outcome}\`，给定 ${listZh(e.columns)}，有 ${e.cells.length} 个组别—时期效应无法估计：${listZh(e.cells.map((c) => `${c.cohort} 批次 ${c.time} 期（${c.reason === "overlap" ? "无共同支撑" : "共线"}）`))}。`,
      why: "若协变量可将处理个体与对照完全区分，或在对照中共线，数据就无从说明处理个体本会如何变化；平均效应只代表其余单元格。",
      remedy: "请减少协变量，或改用 `groupTime: { method: regression }`：它不要求共同支撑，但更依赖线性外推。",
    }),
  }),
  "DID-BASE-UNSEEN": findingEntry<{ outcome: string; units: { unit: string; base: number }[] }>("warning", {
    example: { outcome: "np", units: [{ unit: "Hubei", base: 2020 }] },
    en: (e) => ({
      message: `No \`${e.outcome}\` in the period that the effects are measured from: ${listEn(e.units.map((u) => `${u.unit} (${u.base})`))}.`,
      why: "A treated unit without its base period has no change to measure; it stands in no group-time effect from adoption on, though its cohort is counted with it.",
      remedy: "Fill the hole (`interpolate`), or write `incomplete: drop` so that every estimator is about the same units.",
    }),
    zh: (e) => ({
      message: `以下个体在效应的基期没有 \`${e.outcome}\`：${listZh(e.units.map((u) => `${u.unit}（${u.base}）`))}。`,
      why: "处理个体缺少基期取值，便没有可测的变化；它不进入处理之后的任何组别—时期效应，尽管其批次仍计入该个体。",
      remedy: "请补齐缺口（`interpolate`），或写 `incomplete: drop`，使各估计量针对同一批个体。",
    }),
  }),
  "DID-FORBIDDEN-COMPARISONS": findingEntry<{ share: number }>("warning", {
    example: { share: 0.24 },
    en: (e) => ({
      message: `Comparisons with units treated before carry ${short(100 * e.share)} percent of the two-way estimate.`,
      why: "They subtract how the effect on the earlier units has changed since; where effects grow, the estimate is too small and can turn its sign.",
      remedy: "Read an estimator that compares with untreated units alone (`groupTime`, `imputation`, `sunAbraham`).",
    }),
    zh: (e) => ({
      message: `双向固定效应估计中有 ${short(100 * e.share)}% 的权重来自以已处理个体为对照的比较。`,
      why: "这类比较会减去较早处理个体的效应变化；若效应递增，估计值会偏小，甚至改变符号。",
      remedy: "请看只以未处理个体为对照的估计量（`groupTime`、`imputation`、`sunAbraham`）。",
    }),
  }),
  "DID-DECOMPOSITION-HOLES": findingEntry<{ outcome: string; units: string[] }>("note", {
    example: { outcome: "np", units: ["Gansu"] },
    en: (e) => ({
      message: `The two-way estimate of \`${e.outcome}\` is not taken apart into its comparisons: ${listEn(e.units)} ${e.units.length === 1 ? "is" : "are"} not there in every period.`,
      why: "The decomposition holds on balanced panels only; the weights on treated cells are given all the same.",
      remedy: "Write `incomplete: drop` to see it for the units that are complete.",
    }),
    zh: (e) => ({
      message: `\`${e.outcome}\` 的双向固定效应估计未分解为各项比较：${listZh(e.units)}并非每一期都有数据。`,
      why: "该分解只在平衡面板上成立；处理单元格的权重照常给出。",
      remedy: "如需查看完整个体的分解，请写 `incomplete: drop`。",
    }),
  }),
  "DID-NEGATIVE-WEIGHTS": findingEntry<{ share: number; cells: number; treatedCells: number }>("warning", {
    example: { share: 0.08, cells: 12, treatedCells: 90 },
    en: (e) => ({
      message: `The two-way estimate gives ${e.cells} of ${e.treatedCells} treated cells a negative weight (sum of the negative weights ${short(e.share)} beside a total of 1).`,
      why: "Effects that grow or differ between cohorts can then turn the estimate's sign.",
      remedy: "Read the group-time effects.",
    }),
    zh: (e) => ({
      message: `双向固定效应估计对 ${e.treatedCells} 个处理单元格中的 ${e.cells} 个赋予负权重（负权重之和为 ${short(e.share)}，总和为 1）。`,
      why: "若效应随时间增长或各批次不同，估计值的符号可能因此反转。",
      remedy: "请看组别—时期效应。",
    }),
  }),
};
