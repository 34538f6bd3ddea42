import type { Language } from "./define.js";

/** A verdict as results.json holds it. */
export interface VerdictWords {
  grade: "supported" | "contradicted" | "noEffectLargerThan" | "cannotTell";
  reasons: readonly string[];
  evidence: Readonly<Record<string, number | string | null>>;
}

/** How the outcome is called in the language of the text, and its unit where it has one. */
export interface VerdictLabels {
  outcome: string;
  unit?: string | null;
}

/**
 * The verdict in words: the grade, then every reason that holds with its number, then what the pre-trend test could have seen, and only
 * then the coefficient.
 */
export function verdictText(verdict: VerdictWords, language: Language, labels: VerdictLabels): string {
  return verdictSentences(verdict, language, labels).join(language === "zh" ? "" : " ");
}

/** The sentences of `verdictText`, the grade first. */
export function verdictSentences(verdict: VerdictWords, language: Language, labels: VerdictLabels): string[] {
  const say = language === "zh" ? chinese(verdict, labels) : english(verdict, labels);
  const sentences = [
    say.grade,
    ...verdict.reasons.map((code) => say.reasons[code]).filter((s) => s !== undefined),
    say.randomised,
    say.power,
    say.trends,
    say.robust,
    say.estimate,
  ];
  return sentences.filter((s) => s !== "");
}

interface Sentences {
  grade: string;
  reasons: Record<string, string | undefined>;
  /** The randomisation p, where no reason gives it. */
  randomised: string;
  /** What the design could have seen, where no reason says it already. */
  power: string;
  trends: string;
  robust: string;
  estimate: string;
}

function facts({ evidence }: VerdictWords, { unit }: VerdictLabels) {
  const number = (key: string): number | null => (typeof evidence[key] === "number" ? evidence[key] : null);
  const short = (x: number | null): string => (x === null ? "?" : String(Number(x.toPrecision(3))));
  const measured = (key: string): string => `${short(number(key))}${unit ? ` ${unit}` : ""}`;
  const p = (key: string): string => {
    const value = number(key);
    return value === null ? "p = ?" : value < 0.001 ? "p < 0.001" : `p = ${short(value)}`;
  };
  const percent = (key: string): string => short(100 * (number(key) ?? Number.NaN));
  return { number, short, measured, p, percent, text: (key: string) => String(evidence[key] ?? "") };
}

function english(verdict: VerdictWords, labels: VerdictLabels): Sentences {
  const { number, short, measured, p, percent, text } = facts(verdict, labels);
  const outcome = labels.outcome;
  const grades = {
    supported: `Supported: ${outcome} moved as expected.`,
    contradicted: `Contradicted: ${outcome} moved against the hypothesis.`,
    noEffectLargerThan: `No effect on ${outcome} larger than ${measured("smallestEffect")}.`,
    cannotTell: `Cannot tell whether ${outcome} moved.`,
  };
  const opposite = number("variantsOpposite") ?? 0;
  return {
    grade: grades[verdict.grade],
    reasons: {
      POWER: `The design could have seen ${measured("minimumDetectable")} at best (80 of 100 times), while ${measured("smallestEffect")} would matter, and ${p("pValue")}.`,
      PRETREND: `The paths differed already before adoption: the joint test of the leads gives ${p("pretrendP")}.`,
      BREAKDOWN: `The effect is undone once trends move apart after adoption ${short(number("breakdown"))} times as fast as they did at most before it (breakdown value, below 0.5).`,
      "VARIANT-SIGN": `${opposite} of ${text("variants")} declared variants ${opposite === 1 ? "finds" : "find"} a significant effect of the other sign (${text("variantOpposite")}).`,
      "VARIANT-SHARE": `Only ${percent("variantShare")} % of ${text("variants")} declared variants share the sign of the estimate.`,
      SIGNIFICANT: `Re-assigning the adoption dates ${text("draws")} times gives a t as large with ${p("pValue")}.`,
      INTERVAL: `The whole 95 % interval lies within ${measured("smallestEffect")} of zero on either side.`,
      UNDECIDED:
        number("smallestEffect") === null
          ? `Re-assigning the adoption dates gives ${p("pValue")}, and the study declares no smallest effect of interest to judge the interval by.`
          : `Re-assigning the adoption dates gives ${p("pValue")}, and the 95 % interval reaches beyond ${measured("smallestEffect")}.`,
    },
    randomised: tellsP(verdict) ? `Re-assigning the adoption dates ${text("draws")} times gives ${p("pValue")}.` : "",
    power: tellsPower(verdict)
      ? `The design finds ${measured("minimumDetectable")} 80 times in 100; ${number("smallestEffect") === null ? "no smallest effect of interest is declared" : `the smallest effect of interest is ${measured("smallestEffect")}`}.`
      : "",
    trends: parallelTrends(verdict)
      ? `Parallel trends are not rejected (${p("pretrendP")})${number("slopeAt50") === null ? "" : `, with even odds only for slopes above ${measured("slopeAt50")} per period`}.`
      : "",
    robust: outlives(verdict)
      ? `The effect outlives trends that move apart after adoption up to ${short(number("breakdown"))} times as fast as they did at most before it.`
      : tellsBreakdown(verdict)
        ? `The breakdown value is ${short(number("breakdown"))}: the effect can be told from zero until trends move apart after adoption that many times as fast as they did at most before it.`
        : "",
    estimate:
      number("confLow") === null
        ? `Estimate ${measured("estimate")}.`
        : `Estimate ${measured("estimate")}, 95 % interval ${short(number("confLow"))} to ${short(number("confHigh"))}.`,
  };
}

function chinese(verdict: VerdictWords, labels: VerdictLabels): Sentences {
  const { number, short, measured, p, percent, text } = facts(verdict, labels);
  const outcome = labels.outcome;
  const grades = {
    supported: `支持假设：${outcome}的变化与预期一致。`,
    contradicted: `与假设相反：${outcome}的变化方向与预期相反。`,
    noEffectLargerThan: `对${outcome}没有超过 ${measured("smallestEffect")} 的效应。`,
    cannotTell: `无法判断${outcome}是否受到影响。`,
  };
  return {
    grade: grades[verdict.grade],
    reasons: {
      POWER: `该设计至多能发现 ${measured("minimumDetectable")} 的效应（八成把握），而 ${measured("smallestEffect")} 即有意义，且 ${p("pValue")}。`,
      PRETREND: `处理之前路径已有差异：前导项联合检验 ${p("pretrendP")}。`,
      BREAKDOWN: `处理后趋势分离的速度只要达到处理前最大值的 ${short(number("breakdown"))} 倍，效应即无法与零区分（临界值低于 0.5）。`,
      "VARIANT-SIGN": `在声明的 ${text("variants")} 个变体中，有 ${text("variantsOpposite")} 个得到方向相反且显著的效应（${text("variantOpposite")}）。`,
      "VARIANT-SHARE": `在声明的 ${text("variants")} 个变体中，仅 ${percent("variantShare")}% 与估计值同号。`,
      SIGNIFICANT: `将处理时间重新分配 ${text("draws")} 次，t 值达到同等大小的 ${p("pValue")}。`,
      INTERVAL: `整个 95% 置信区间都在零上下 ${measured("smallestEffect")} 之内。`,
      UNDECIDED:
        number("smallestEffect") === null
          ? `重新分配处理时间得 ${p("pValue")}，且研究未声明值得关注的最小效应，无从评判置信区间。`
          : `重新分配处理时间得 ${p("pValue")}，且 95% 置信区间超出 ${measured("smallestEffect")}。`,
    },
    randomised: tellsP(verdict) ? `将处理时间重新分配 ${text("draws")} 次，${p("pValue")}。` : "",
    power: tellsPower(verdict)
      ? `该设计有八成把握发现 ${measured("minimumDetectable")} 的效应；${number("smallestEffect") === null ? "研究未声明值得关注的最小效应" : `值得关注的最小效应为 ${measured("smallestEffect")}`}。`
      : "",
    trends: parallelTrends(verdict)
      ? `平行趋势未被拒绝（${p("pretrendP")}）${number("slopeAt50") === null ? "" : `，但只有当每期斜率超过 ${measured("slopeAt50")} 时，检验才有一半以上的机会发现`}。`
      : "",
    robust: outlives(verdict)
      ? `处理后趋势分离的速度不超过处理前最大值的 ${short(number("breakdown"))} 倍时，效应仍能与零区分。`
      : tellsBreakdown(verdict)
        ? `临界值为 ${short(number("breakdown"))}：处理后趋势分离的速度不超过处理前最大值的该倍数时，效应仍能与零区分。`
        : "",
    estimate:
      number("confLow") === null
        ? `估计值 ${measured("estimate")}。`
        : `估计值 ${measured("estimate")}，95% 置信区间 ${short(number("confLow"))} 至 ${short(number("confHigh"))}。`,
  };
}

/** Reasons that give the randomisation p in their own sentence. */
const givesP = new Set(["POWER", "SIGNIFICANT", "UNDECIDED"]);

function tellsP({ reasons, evidence }: VerdictWords): boolean {
  return typeof evidence["pValue"] === "number" && !reasons.some((reason) => givesP.has(reason));
}

function tellsPower({ reasons, evidence }: VerdictWords): boolean {
  return typeof evidence["minimumDetectable"] === "number" && !reasons.includes("POWER");
}

function parallelTrends({ reasons, evidence }: VerdictWords): boolean {
  return typeof evidence["pretrendP"] === "number" && !reasons.includes("PRETREND");
}

/** Of an effect that other reasons leave undecided: nothing to tell where it is not distinct from zero to begin with. */
function tellsBreakdown({ reasons, evidence }: VerdictWords): boolean {
  return typeof evidence["breakdown"] === "number" && evidence["breakdown"] > 0 && !reasons.includes("BREAKDOWN");
}

/** A breakdown value worth telling: of an effect that is there and not undone by less. */
function outlives({ reasons, evidence }: VerdictWords): boolean {
  return typeof evidence["breakdown"] === "number" && reasons.includes("SIGNIFICANT");
}
