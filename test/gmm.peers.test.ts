import { describe, expect, test } from "vitest";
import { gmmPanelComparisons } from "../scripts/peers/gmmPanels.js";

interface Comparison {
  panel: string;
  peer: string;
  what: string;
  ours: number;
  theirs: number;
}

// plm 2.6-2, gretl 2022c and plain matrix formulas on R 4.2.2; script and versions: bench/peers/gmm.R.
describe("nine dynamic panels against recorded numbers of the peers", () => {
  const comparisons = gmmPanelComparisons() as Comparison[];

  test("there are hundreds of numbers, from every peer", () => {
    expect(comparisons.length).toBeGreaterThan(800);
    expect([...new Set(comparisons.map((c) => c.peer))].sort()).toEqual(["formula", "gretl", "plm"]);
  });

  test.each([...new Set(comparisons.map((c) => c.panel))])("%s", (panel) => {
    for (const { what, peer, ours, theirs } of comparisons.filter((c) => c.panel === panel))
      expect(Math.abs(ours - theirs), `${peer}, ${what}: ${ours} against ${theirs}`).toBeLessThanOrEqual(1e-10 * Math.abs(theirs));
  });
});
