import { verdictText } from "../../messages/main.js";
import type { PolicyOutcome, Row, Verdict } from "../../results/main.js";

export type Expected = "positive" | "negative" | "either";

/** What a verdict is made of: everything in a policy outcome but the verdict itself. */
export type VerdictParts = Pick<
  PolicyOutcome,
  "randomization" | "minimumDetectable" | "smallestEffect" | "pretrend" | "pretrendPower" | "breakdown" | "variants"
> & { headline: Row };

const significant = 0.05;
const pretrendLevel = 0.1;
const leastShare = 0.9;
const leastBreakdown = 0.5;

/**
 * The verdict on one outcome, by the rules of the contract. `cannotTell` when any of these holds: the design cannot see the smallest effect
 * and p > 0.05 (POWER); the leads are jointly rejected at 10 percent (PRETREND); an effect with p <= 0.05 is undone by violations below half of
 * the largest before adoption (BREAKDOWN); a declared variant is significant with the other sign (VARIANT-SIGN); fewer than 90 percent of the variants share the sign (VARIANT-SHARE). Otherwise p <= 0.05 decides between `supported`
 * and `contradicted` (SIGNIFICANT), an interval inside plus or minus the smallest effect gives `noEffectLargerThan` (INTERVAL), and
 * what is left is UNDECIDED. The headline's randomisation stands first in `randomization`.
 */
export function assembleVerdict(outcome: string, parts: VerdictParts, expected: Expected): Verdict {
  const { headline, smallestEffect, minimumDetectable } = parts;
  const pValue = parts.randomization[0]?.pValue ?? null;
  const variants = variantFacts(headline, parts.variants ?? []);
  const blocking = [
    ...(smallestEffect !== null && minimumDetectable !== null && minimumDetectable > smallestEffect && (pValue ?? 1) > significant
      ? ["POWER"]
      : []),
    ...((parts.pretrend?.pValue ?? 1) <= pretrendLevel ? ["PRETREND"] : []),
    ...(typeof parts.breakdown === "number" && parts.breakdown < leastBreakdown && (pValue ?? 1) <= significant ? ["BREAKDOWN"] : []),
    ...(variants.opposite.length > 0 ? ["VARIANT-SIGN"] : []),
    ...(variants.count > 0 && variants.share < leastShare ? ["VARIANT-SHARE"] : []),
  ];
  const decided = blocking.length > 0 ? { grade: "cannotTell" as const, reason: [] } : decide(headline, pValue, smallestEffect, expected);
  const verdict = {
    grade: decided.grade,
    reasons: [...blocking, ...decided.reason],
    evidence: {
      estimate: headline.estimate,
      stdError: headline.stdError,
      confLow: headline.confLow,
      confHigh: headline.confHigh,
      pValue,
      draws: parts.randomization[0]?.draws ?? null,
      expected,
      minimumDetectable,
      smallestEffect,
      pretrendP: parts.pretrend?.pValue ?? null,
      slopeAt50: parts.pretrendPower?.slopeAt50 ?? null,
      breakdown: parts.breakdown ?? null,
      ...(variants.count === 0
        ? {}
        : {
            variants: variants.count,
            variantShare: variants.share,
            variantsOpposite: variants.opposite.length,
            variantOpposite: variants.opposite[0] ?? null,
          }),
    },
  };
  return { ...verdict, text: verdictText(verdict, "en", { outcome }) };
}

function decide(
  headline: Row,
  pValue: number | null,
  smallestEffect: number | null,
  expected: Expected,
): { grade: Verdict["grade"]; reason: string[] } {
  const { estimate, confLow, confHigh } = headline;
  if (pValue !== null && pValue <= significant && estimate !== null) {
    const asExpected = expected === "either" || (expected === "positive") === estimate > 0;
    return { grade: asExpected ? "supported" : "contradicted", reason: ["SIGNIFICANT"] };
  }
  const inside = smallestEffect !== null && confLow !== null && confHigh !== null && confLow > -smallestEffect && confHigh < smallestEffect;
  return inside ? { grade: "noEffectLargerThan", reason: ["INTERVAL"] } : { grade: "cannotTell", reason: ["UNDECIDED"] };
}

/** How the declared variants agree with the headline. A variant's own randomisation p counts where there is one, else its analytic p. */
function variantFacts(
  headline: Row,
  variants: NonNullable<PolicyOutcome["variants"]>,
): { count: number; share: number; opposite: string[] } {
  const sign = Math.sign(headline.estimate ?? 0);
  const estimated = variants.filter((v) => v.row.estimate !== null);
  const same = estimated.filter((v) => Math.sign(v.row.estimate!) === sign);
  const opposite = estimated.filter((v) => Math.sign(v.row.estimate!) === -sign && (v.randomizationP ?? v.row.pValue ?? 1) <= significant);
  return {
    count: estimated.length,
    share: estimated.length === 0 ? 1 : same.length / estimated.length,
    opposite: opposite.map((v) => v.name),
  };
}
