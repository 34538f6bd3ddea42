import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { frame } from "../../frame/main.js";
import { Problem } from "../../messages/main.js";
import { compositeIndex } from "./compositeIndex.js";
import { couplingCoordination } from "./coupling.js";
import { obstacleDegrees } from "./obstacles.js";
import type { IndexOptions } from "./options.js";

// Further weights, aggregations and readings; every number is made by bench/peers/index.R (base R 4.2.2, its own code).
const folder = new URL("../../../test/fixtures/index/", import.meta.url);
const reference = JSON.parse(readFileSync(new URL("reference.json", folder), "utf8"));
const [head, ...lines] = readFileSync(new URL("panel.csv", folder), "utf8").trim().split("\n");
const cells = lines.map((line) => line.split(","));
const panel = frame(
  "panel",
  Object.fromEntries(head!.split(",").map((name, j) => [name, name === "unit" ? cells.map((c) => c[j]!) : cells.map((c) => Number(c[j]))])),
);
const indicators: IndexOptions["indicators"] = {
  rd: { direction: "higher", dimension: "inputs" },
  patents: { direction: "higher", dimension: "inputs" },
  energy: { direction: "lower", dimension: "energy" },
  schooling: { direction: "higher", dimension: "people" },
  market: { direction: "higher", dimension: "people" },
};
const made = (more: Partial<IndexOptions> = {}) =>
  compositeIndex(panel, { name: "np", unit: "unit", time: "year", method: "entropy", indicators, ...more });
const weightsOf = (index: ReturnType<typeof compositeIndex>) => index.result.weights.map((w) => w.weight);

function close(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-12): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < actual.length; i++) expect(Math.abs(actual[i]! - expected[i]!)).toBeLessThanOrEqual(tolerance);
}

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
  return "nothing was thrown";
}

// coupling 0.1 (CRAN), its `standard` and `wang`: bench/peers/coupling.R.
describe("coupling coordination of two to five systems, within 1e-10 of the package coupling", () => {
  const { cases } = JSON.parse(readFileSync(new URL("coupling.json", folder), "utf8"));
  for (const { weights, systems, classic, classicD, modified, modifiedD } of cases)
    it(`${weights.length} systems, both definitions`, () => {
      systems.forEach((u: number[], i: number) => {
        const [own, other] = [couplingCoordination(u, weights, "classic")!, couplingCoordination(u, weights, "modified")!];
        close(
          [own.coupling, own.coordination, other.coupling, other.coordination],
          [classic[i], classicD[i], modified[i], modifiedD[i]],
          1e-10,
        );
      });
    });
});

// RMCDA 0.3.1 and topsis 1.0 (CRAN) on the same panel: bench/peers/mcda.R.
describe("a second independent computation, within 1e-10", () => {
  const peers = JSON.parse(readFileSync(new URL("mcda.json", folder), "utf8"));

  it("entropy weights are RMCDA's", () => {
    close(weightsOf(made({ scale: { range: [0.01, 1] } })), peers.entropy, 1e-10);
  });

  it("CRITIC weights are RMCDA's", () => {
    close(weightsOf(made({ method: "critic" })), peers.critic, 1e-10);
  });

  it("TOPSIS is RMCDA's and that of the package topsis", () => {
    const { scores } = made({ method: "critic", aggregate: "topsis" });
    close(scores, peers.topsis, 1e-10);
    close(scores, peers.topsisAgain, 1e-10);
  });
});

describe("weights", () => {
  it("standard deviation", () => close(weightsOf(made({ method: "standardDeviation" })), reference.standardDeviation.weights));

  it("coefficient of variation, before scaling and after", () => {
    close(weightsOf(made({ method: "coefficientOfVariation" })), reference.variation.weights);
    close(weightsOf(made({ method: "coefficientOfVariation", variationOf: "scaled" })), reference.variationScaled.weights);
  });

  it("principal components: the first, and all with an eigenvalue above 1", () => {
    close(weightsOf(made({ method: "pca" })), reference.pcaFirst.weights);
    expect(reference.pcaKaiser.components).toBe(2);
    close(weightsOf(made({ method: "pca", pcaComponents: "kaiser" })), reference.pcaKaiser.weights);
  });

  it("a negative principal-component weight is found", () => {
    const wrong = made({ method: "pca", indicators: { rd: "higher", patents: "higher", energy: "higher", schooling: "higher" } });
    const found = wrong.findings.find((f) => f.code === "INDEX-WEIGHT-NEGATIVE")!;
    expect((found.evidence as { indicators: { indicator: string; weight: number }[] }).indicators.map((i) => i.indicator)).toEqual([
      "energy",
    ]);
    expect(made({ method: "pca" }).findings.map((f) => f.code)).not.toContain("INDEX-WEIGHT-NEGATIVE");
  });
});

describe("aggregation", () => {
  it("geometric mean on a positive range", () => {
    const index = made({ aggregate: "geometric", scale: { range: [0.01, 1] } });
    close(weightsOf(index), reference.geometric.weights);
    close(index.scores, reference.geometric.scores);
    expect(index.contributions.size).toBe(0);
    expect(index.result.ranking[0]!.contributions).toEqual({});
  });

  it("TOPSIS", () => {
    const index = made({ aggregate: "topsis" });
    close(index.scores, reference.topsis.scores);
    for (const s of index.scores) expect(s >= 0 && s <= 1).toBe(true);
  });

  it("as alternatives, crossed with methods", () => {
    const index = made({ alternatives: { method: ["equal"], aggregate: ["topsis"] } });
    expect([...index.alternatives.keys()]).toEqual(["topsis", "equal", "equal, topsis"]);
    close(index.alternatives.get("topsis")!, reference.topsis.scores);
  });

  it("a range changes nothing but the scale of equal-weight scores", () => {
    const plain = made({ method: "equal" }).scores;
    close(
      made({ method: "equal", scale: { range: [0, 100] } }).scores,
      plain.map((s) => 100 * s),
      1e-10,
    );
  });
});

describe("obstacle degrees", () => {
  it("of every unit in the last period", () => {
    const { ranking } = made({ obstacles: true }).result;
    for (const row of ranking) {
      const at = cells.findIndex((c) => c[0] === row.unit && c[1] === "2020");
      close(Object.values(row.obstacles!), reference.obstacles[at]);
    }
  });

  it("are shares of what is lacking; nothing lacking is no obstacle", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 2, maxLength: 6 }), (z) => {
        const degrees = obstacleDegrees(
          z,
          z.map(() => 1 / z.length),
        );
        expect(degrees.reduce((s, d) => s + d, 0)).toBeCloseTo(1, 12);
      }),
    );
    expect(obstacleDegrees([1, 1], [0.5, 0.5])).toEqual([0, 0]);
  });
});

describe("coupling coordination", () => {
  it("of dimensions, both definitions", () => {
    const classic = made({ coupling: { definition: "classic" } });
    close(classic.coordination!, reference.coupling.coordinationClassic);
    const modified = made({ coupling: { definition: "modified", weights: "indicators" } });
    close(modified.coordination!, reference.coupling.coordinationModified);
    const { dimensions, units } = modified.result.coupling!;
    expect(dimensions).toEqual(["inputs", "energy", "people"]);
    for (const row of units) {
      const at = cells.findIndex((c) => c[0] === row.unit && c[1] === "2020");
      close(row.systems, reference.coupling.systems[at]);
      expect(row.coupling).toBeCloseTo(reference.coupling.modified[at], 12);
      expect(row.level).toBe(Math.ceil(10 * row.coordination!));
    }
    const order = units.map((u) => u.coordination!);
    expect([...order].sort((a, b) => b - a)).toEqual(order);
  });

  it("two systems by hand", () => {
    // 2 sqrt(.16)/1 = .8; sqrt((1 - .6) x .2/.8) = sqrt(.1).
    expect(couplingCoordination([0.2, 0.8], [0.5, 0.5], "classic")!.coupling).toBeCloseTo(0.8, 12);
    expect(couplingCoordination([0.2, 0.8], [0.5, 0.5], "modified")!.coupling).toBeCloseTo(Math.sqrt(0.1), 12);
    expect(couplingCoordination([0.5, 0.5], [0.5, 0.5], "modified")).toMatchObject({ coupling: 1, development: 0.5, level: 8 });
    expect(couplingCoordination([0, 0], [0.5, 0.5], "classic")).toMatchObject({ coupling: 0, coordination: 0, level: 1 });
    expect(couplingCoordination([0.5, 1.2], [0.5, 0.5], "classic")).toBeNull();
    expect(couplingCoordination([0.5, Number.NaN], [0.5, 0.5], "classic")).toBeNull();
  });

  it("lies in 0..1, is 1 for equal systems, and does not depend on their order", () => {
    const systems = fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(systems, fc.constantFrom("classic" as const, "modified" as const), (u, definition) => {
        const equal = u.map(() => 1 / u.length);
        const found = couplingCoordination(u, equal, definition)!;
        expect(found.coupling).toBeGreaterThanOrEqual(0);
        expect(found.coupling).toBeLessThanOrEqual(1 + 1e-12);
        expect(couplingCoordination([...u].reverse(), equal, definition)!.coupling).toBeCloseTo(found.coupling, 12);
        expect(
          couplingCoordination(
            u.map(() => u[0]!),
            equal,
            definition,
          )!.coupling,
        ).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe("mistakes", () => {
  const cases: [string, Partial<IndexOptions>][] = [
    ["INDEX-GEOMETRIC-NONPOSITIVE", { aggregate: "geometric" }],
    ["INDEX-GEOMETRIC-NONPOSITIVE", { aggregate: "geometric", method: "equal", scale: { method: "zScore" } }],
    ["INDEX-MEAN-ZERO", { method: "coefficientOfVariation", variationOf: "scaled", scale: { method: "zScore" } }],
    ["INDEX-DIMENSIONS-MISSING", { coupling: { definition: "classic" }, indicators: { rd: "higher", energy: "lower" } }],
    [
      "INDEX-DIMENSIONS-MISSING",
      {
        coupling: { definition: "classic" },
        indicators: { rd: { direction: "higher", dimension: "one" }, energy: { direction: "lower", dimension: "one" } },
      },
    ],
    ["INDEX-OPTION-UNUSED", { method: "standardDeviation", scale: { method: "zScore" } }],
    ["INDEX-OPTION-UNUSED", { variationOf: "scaled" }],
    ["INDEX-OPTION-UNUSED", { pcaComponents: "kaiser" }],
    ["INDEX-OPTION-UNUSED", { method: "critic", scale: { method: "zScore", range: [0, 100] } }],
    ["INDEX-OPTION-UNUSED", { scale: { range: [1, 1] } }],
    ["INDEX-OPTION-UNUSED", { obstacles: true, scale: { range: [0, 100] } }],
    ["INDEX-OPTION-UNUSED", { coupling: { definition: "classic" }, method: "critic", scale: { method: "zScore" } }],
  ];
  for (const [code, more] of cases) it(`${code} ${JSON.stringify(more)}`, () => expect(codeOf(() => made(more))).toBe(code));
});
