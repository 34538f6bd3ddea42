import { errorEntry, findingEntry } from "../define.js";

const probability = (p: number): string => (p < 0.0001 ? "< 0.0001" : `= ${p.toFixed(4)}`);

const interruptedErrors = {
  "ITS-INTERRUPTION-OUTSIDE": errorEntry<{ interruption: string; first: string; last: string }>({
    example: { interruption: "2031", first: "1990", last: "2022" },
    en: (e) => ({
      message: `The interruption \`${e.interruption}\` is not inside the series, which runs from ${e.first} to ${e.last}.`,
      why: "Without periods on both sides there is no change of level or slope to see.",
      remedy:
        "Write the first period after the interruption as the time column writes it (2019, 2019Q1, 2019-03), after the first period of the series.",
    }),
    zh: (e) => ({
      message: `干预时点 \`${e.interruption}\` 不在序列之内（${e.first} 至 ${e.last}）。`,
      why: "干预前后都须有观测，才能看出水平与斜率的变化。",
      remedy: "请按时间列的写法（2019、2019Q1、2019-03）填写干预后的第一期，且须晚于序列的第一期。",
    }),
  }),
  "ITS-FEW-POINTS": errorEntry<{ before: number; after: number; needed: number }>({
    example: { before: 20, after: 2, needed: 3 },
    en: (e) => ({
      message: `The series has ${e.before} periods before the interruption and ${e.after} from it on; ${e.needed} are needed on each side.`,
      why: "A line through two points fits exactly: its level and slope say nothing about how far chance could have moved them.",
      remedy: "Use a longer series or shorter periods (quarters or months instead of years).",
    }),
    zh: (e) => ({
      message: `序列在干预前有 ${e.before} 期、干预后有 ${e.after} 期；两侧各至少需要 ${e.needed} 期。`,
      why: "两点确定的直线必然完全拟合，其水平与斜率无法说明偶然波动的幅度。",
      remedy: "请使用更长的序列或更短的周期（以季度或月度代替年度）。",
    }),
  }),
  "ITS-SEVERAL-SERIES": errorEntry<{ column: string; count: number; units: string[] }>({
    example: { column: "province", count: 30, units: ["Anhui", "Beijing", "Fujian"] },
    en: (e) => ({
      message: `An interrupted time series is one series; \`${e.column}\` has ${e.count}: ${e.units.join(", ")}${e.count > e.units.length ? ", ..." : ""}.`,
      remedy: `Keep one with a step, \`filter: ${e.column} = "${e.units[0]}"\`; another series may enter as a covariate. For many units see \`policies\`.`,
    }),
    zh: (e) => ({
      message: `间断时间序列只能是一条序列，而 \`${e.column}\` 有 ${e.count} 个个体：${e.units.join("、")}${e.count > e.units.length ? "……" : ""}。`,
      remedy: `请用步骤 \`filter: ${e.column} = "${e.units[0]}"\` 保留其一；另一条序列可作为协变量进入。个体较多时请用 \`policies\`。`,
    }),
  }),
  "ITS-GAP": errorEntry<{ after: string; next: string; gaps: number }>({
    example: { after: "2004", next: "2007", gaps: 1 },
    en: (e) => ({
      message: `The series has ${e.gaps === 1 ? "a gap" : `${e.gaps} gaps`}: after ${e.after} comes ${e.next}.`,
      why: "Autocorrelation is between neighbouring periods; across a gap there are none, and closing it up would make neighbours of distant ones.",
      remedy: "Fill the gap knowingly with an `interpolate` step, or begin the series after it.",
    }),
    zh: (e) => ({
      message: `序列有 ${e.gaps} 处缺口：${e.after} 之后是 ${e.next}。`,
      why: "自相关是相邻各期之间的关系；缺口两侧并不相邻，直接拼接会把相距较远的时期当作相邻。",
      remedy: "请用 `interpolate` 步骤有意填补缺口，或从缺口之后开始。",
    }),
  }),
  "ITS-UNIT-ROOT": errorEntry<{ rho: number }>({
    example: { rho: 1.01 },
    en: (e) => ({
      message: `The estimated autocorrelation of the errors is ${e.rho.toPrecision(3)}: they do not come back to the line.`,
      why: "With a unit root the outcome wanders; level and slope of a line have no meaning then.",
      remedy: "Model the change of the outcome instead (its difference), or use `serial: neweyWest` and say why.",
    }),
    zh: (e) => ({
      message: `误差的自相关系数估计值为 ${e.rho.toPrecision(3)}：误差不会回到趋势线。`,
      why: "存在单位根时结果会随机游走，直线的水平与斜率失去意义。",
      remedy: "请改为对结果的变化（差分）建模，或使用 `serial: neweyWest` 并说明理由。",
    }),
  }),
};

const interruptedFindings = {
  "ITS-SHORT": findingEntry<{ before: number; after: number; advised: number }>("warning", {
    example: { before: 6, after: 5, advised: 8 },
    en: (e) => ({
      message: `The series is short: ${e.before} periods before the interruption and ${e.after} from it on, where ${e.advised} on each side are advised.`,
      why: "Autocorrelation is underestimated in short series, so that errors are too small and intervals too narrow.",
      remedy: "Read the intervals as lower bounds of the uncertainty; use a longer series, or a synthetic comparison with untreated units.",
    }),
    zh: (e) => ({
      message: `序列偏短：干预前 ${e.before} 期、干预后 ${e.after} 期，通常建议两侧各 ${e.advised} 期以上。`,
      why: "短序列会低估自相关，使标准误偏小、区间偏窄。",
      remedy: "请把区间视为不确定性的下限；可使用更长的序列，或以未处理个体作合成比较。",
    }),
  }),
  "ITS-AUTOCORRELATION": findingEntry<{ statistic: number; pValue: number; lags: number }>("warning", {
    example: { statistic: 21.4, pValue: 0.0061, lags: 8 },
    en: (e) => ({
      message: `Autocorrelation remains after AR(1): Ljung-Box over ${e.lags} lags gives ${e.statistic.toPrecision(3)} (p ${probability(e.pValue)}).`,
      why: "Errors that follow a longer pattern make the standard errors of this model wrong, mostly too small.",
      remedy: "Look for a season or a missing covariate, or compare with `serial: neweyWest`.",
    }),
    zh: (e) => ({
      message: `AR(1) 之后仍有自相关：${e.lags} 阶 Ljung-Box 统计量为 ${e.statistic.toPrecision(3)}（p ${probability(e.pValue)}）。`,
      why: "误差若有更长的相关结构，本模型的标准误就不正确，多为偏小。",
      remedy: "请检查是否存在季节性或遗漏的协变量，或与 `serial: neweyWest` 的结果比较。",
    }),
  }),
  "ITS-SEASON": findingEntry<{ periods: string; formula: string }>("warning", {
    example: { periods: "months", formula: "admissions ~ 1" },
    en: (e) => ({
      message: `The periods are ${e.periods}, and \`${e.formula}\` has no covariate that could stand for the season.`,
      why: "An interruption at one time of the year takes a season for a change of level.",
      remedy: "Add the season as a covariate: a column of the month or quarter as `i(month)`, made in the steps.",
    }),
    zh: (e) => ({
      message: `数据为${e.periods === "months" ? "月度" : "季度"}，而 \`${e.formula}\` 中没有可以表示季节的协变量。`,
      why: "干预发生在一年中的某个时节，季节波动会被当作水平变化。",
      remedy: "请加入季节协变量：在步骤中生成月份或季度列，写作 `i(month)`。",
    }),
  }),
};

export const interruptedMessages = { ...interruptedErrors, ...interruptedFindings };
