import { describe, expect, test } from "vitest";
import { ivPanelComparisons } from "../scripts/peers/ivPanels.js";

interface Comparison {
  panel: string;
  peer: string;
  what: string;
  ours: number;
  theirs: number;
}

// fixest 0.14.2, ivreg 0.6.8, plm 2.6-2, ivmodel 1.9.1, gretl 2022c on R 4.2.2; scripts and versions: bench/peers/iv.R, bench/peers/ivErrors.R.
describe("ten panels with instruments against recorded numbers of the peers", () => {
  const comparisons = ivPanelComparisons() as Comparison[];

  test("there are hundreds of numbers, from every peer", () => {
    expect(comparisons.length).toBeGreaterThan(700);
    expect([...new Set(comparisons.map((c) => c.peer))].sort()).toEqual([
      "AER + sandwich",
      "R, by formula",
      "fixest",
      "gretl",
      "ivmodel",
      "ivreg",
      "ivreg + sandwich",
      "plm",
    ]);
  });

  test.each([...new Set(comparisons.map((c) => c.panel))])("%s", (panel) => {
    for (const { what, peer, ours, theirs } of comparisons.filter((c) => c.panel === panel))
      expect(Math.abs(ours - theirs), `${peer}, ${what}: ${ours} against ${theirs}`).toBeLessThanOrEqual(1e-8 * Math.abs(theirs));
  });
});
