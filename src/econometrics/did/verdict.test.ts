import { describe, expect, test } from "vitest";
import { verdictText } from "../../messages/main.js";
import type { Row } from "../../results/main.js";
import { effectRow } from "./rows.js";
import { assembleVerdict, type VerdictParts } from "./verdict.js";

function row(estimate: number, stdError: number): Row {
  return effectRow({
    term: "treated",
    estimate,
    stdError,
    df: 29,
    method: "cluster/fixest",
    support: { treatedUnits: 16, treatedRows: 41, treatedClusters: 16 },
    outcome: { mean: 1, sd: 1, positive: true },
  });
}

const quiet = { name: "jointPretrend", null: "leads -5..-2 are zero", statistic: 0.5, distribution: "F(4,29)", pValue: 0.7, reason: null };
const loud = { ...quiet, statistic: 4.88, pValue: 0.0039 };

function parts(changes: Partial<VerdictParts> & { p?: number } = {}): VerdictParts {
  const { p = 0.01, ...rest } = changes;
  const histogram = { from: -3, to: 3, counts: [] };
  return {
    headline: row(0.05, 0.01),
    randomization: [{ strata: null, estimator: "twoWay", pValue: p, draws: 999, seed: 1, sd: 0.003, statistic: 5, histogram }],
    minimumDetectable: 0.009,
    smallestEffect: 0.01,
    pretrend: quiet,
    pretrendPower: { slopeAt50: 0.004 },
    ...rest,
  };
}

describe("the verdict follows the contract's rules", () => {
  test("supported, contradicted", () => {
    expect(assembleVerdict("y", parts(), "positive")).toMatchObject({ grade: "supported", reasons: ["SIGNIFICANT"] });
    expect(assembleVerdict("y", parts(), "either")).toMatchObject({ grade: "supported" });
    expect(assembleVerdict("y", parts(), "negative")).toMatchObject({ grade: "contradicted", reasons: ["SIGNIFICANT"] });
    expect(assembleVerdict("y", parts({ headline: row(-0.05, 0.01) }), "positive")).toMatchObject({ grade: "contradicted" });
  });
  test("no effect larger than, only with the whole interval inside", () => {
    const small = parts({ headline: row(0.001, 0.003), p: 0.6 });
    expect(assembleVerdict("y", small, "positive")).toMatchObject({ grade: "noEffectLargerThan", reasons: ["INTERVAL"] });
    const wider = parts({ headline: row(0.004, 0.003), p: 0.2 });
    expect(assembleVerdict("y", wider, "positive")).toMatchObject({ grade: "cannotTell", reasons: ["UNDECIDED"] });
  });
  test("cannot tell for want of power, only while p > 0.05", () => {
    expect(assembleVerdict("y", parts({ minimumDetectable: 0.02, p: 0.3 }), "positive").reasons).toEqual(["POWER"]);
    expect(assembleVerdict("y", parts({ minimumDetectable: 0.02, p: 0.04 }), "positive").grade).toBe("supported");
    expect(assembleVerdict("y", parts({ minimumDetectable: 0.02, smallestEffect: null, p: 0.3 }), "positive").reasons).toEqual([
      "UNDECIDED",
    ]);
  });
  test("cannot tell when the leads are rejected at 10 percent", () => {
    expect(assembleVerdict("y", parts({ pretrend: loud }), "positive")).toMatchObject({ grade: "cannotTell", reasons: ["PRETREND"] });
    expect(assembleVerdict("y", parts({ pretrend: { ...quiet, pValue: 0.1 } }), "positive").reasons).toEqual(["PRETREND"]);
    expect(assembleVerdict("y", parts({ pretrend: null }), "positive").grade).toBe("supported");
  });
  test("cannot tell when a variant is significant with the other sign, or fewer than nine in ten share the sign", () => {
    const variant = (name: string, estimate: number, randomizationP: number | null = null) => ({
      name,
      row: row(estimate, 0.01),
      randomizationP,
    });
    const nine = Array.from({ length: 9 }, (_, i) => variant(`v${i}`, 0.04));
    const insignificant = [...nine, variant("index=critic", -0.001)];
    expect(assembleVerdict("y", parts({ variants: insignificant }), "positive").grade).toBe("supported");
    const opposite = assembleVerdict("y", parts({ variants: [...nine, variant("index=critic", -0.04)] }), "positive");
    expect(opposite).toMatchObject({
      grade: "cannotTell",
      reasons: ["VARIANT-SIGN"],
      evidence: { variantsOpposite: 1, variantOpposite: "index=critic" },
    });
    // Its own randomisation p goes before the analytic one.
    expect(assembleVerdict("y", parts({ variants: [...nine, variant("index=critic", -0.04, 0.3)] }), "positive").grade).toBe("supported");
    const split = assembleVerdict("y", parts({ variants: [...nine.slice(1), variant("a", -0.001), variant("b", -0.001)] }), "positive");
    expect(split).toMatchObject({ reasons: ["VARIANT-SHARE"], evidence: { variantShare: 0.8, variants: 10 } });
  });
  test("all reasons that hold are given", () => {
    const all = parts({ p: 0.3, minimumDetectable: 0.02, pretrend: loud, variants: [{ name: "v", row: row(-0.05, 0.01) }] });
    expect(assembleVerdict("y", all, "positive").reasons).toEqual(["POWER", "PRETREND", "VARIANT-SIGN", "VARIANT-SHARE"]);
  });
});

describe("the text", () => {
  const verdict = assembleVerdict(
    "np",
    parts({ p: 0.38, minimumDetectable: 0.013, smallestEffect: 0.005, headline: row(0.004, 0.005) }),
    "positive",
  );
  test("says reasons with their numbers before the coefficient", () => {
    expect(verdict.text).toBe(
      "Cannot tell whether np moved. The design could have seen 0.013 at best (80 of 100 times), while 0.005 would matter, and p = 0.38. " +
        "Parallel trends are not rejected (p = 0.7), with even odds only for slopes above 0.004 per period. " +
        "Estimate 0.004, 95 % interval -0.00623 to 0.0142.",
    );
  });
  test("is there in Chinese, with label and unit", () => {
    expect(verdictText(verdict, "zh", { outcome: "新质生产力", unit: "点" })).toBe(
      "无法判断新质生产力是否受到影响。该设计至多能发现 0.013 点 的效应（八成把握），而 0.005 点 即有意义，且 p = 0.38。" +
        "平行趋势未被拒绝（p = 0.7），但只有当每期斜率超过 0.004 点 时，检验才有一半以上的机会发现。" +
        "估计值 0.004 点，95% 置信区间 -0.00623 至 0.0142。",
    );
  });
  test("every grade and reason has a sentence in both languages, without a question mark for a number", () => {
    const cases = [
      parts(),
      parts({ headline: row(0.001, 0.003), p: 0.6 }),
      parts({ headline: row(0.004, 0.003), p: 0.2 }),
      parts({ smallestEffect: null, p: 0.3 }),
      parts({ p: 0.3, minimumDetectable: 0.02, pretrend: loud, variants: [{ name: "v", row: row(-0.05, 0.01) }] }),
    ];
    for (const each of cases) {
      const made = assembleVerdict("y", each, "positive");
      for (const language of ["en", "zh"] as const) {
        const text = verdictText(made, language, { outcome: "y" });
        expect(text).not.toMatch(/\?|NaN|undefined|null/);
        expect(text.split(language === "en" ? /\. / : "。").length).toBeGreaterThanOrEqual(2 + made.reasons.length);
      }
    }
  });
});
