import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { knownOverlaps } from "../econometrics/index/main.js";
import { Problems } from "../messages/main.js";
import { catalogueNames, catalogueVariables, readCatalogue } from "./catalogues.js";
import { readStudy } from "./readStudy.js";
import { resultsOf } from "./run.js";

const folder = mkdtempSync(join(tmpdir(), "xinzhi-catalogues-"));
const rows = Array.from({ length: 40 }, (_, i) => {
  const [firm, year] = [Math.floor(i / 5), 2015 + (i % 5)];
  const equity = 0.2 + 0.1 * ((7 * firm + 3 * year) % 6);
  return [`F${firm}`, year, 0.01 * ((i * 13) % 17), equity, 0.3 + 0.1 * ((i * 11) % 9), (i * 7) % 10, 1 - equity + 0.01 * (i % 3)].join(
    ",",
  );
});
writeFileSync(join(folder, "firms.csv"), `firm,year,staff,equityShare,turn,other,leverage\n${rows.join("\n")}\n`);

let studies = 0;
const written = (index: string, more = "") => {
  const path = join(folder, `study${studies++}.yaml`);
  const text = `title: t\ndata: { firms: { file: firms.csv, unit: firm, time: year } }\nindices:\n  np: { data: firms, ${index} }\n${more}`;
  writeFileSync(path, text);
  return readStudy(path);
};
const problemOf = (index: string) => {
  try {
    written(index);
  } catch (error) {
    if (error instanceof Problems) return error.list[0]!;
  }
  throw new Error("no problem was found");
};
const taken =
  "catalogue: nqp-firm, indicators: { staff: { as: rdStaffShare }, equityShare: , turn: { as: assetTurnover, direction: lower }, other: higher }";

describe("the catalogues", () => {
  test.each(catalogueNames())("%s: every name leads somewhere and every text stands in both languages", (name) => {
    const catalogue = readCatalogue(name);
    expect(catalogue.name).toBe(name);
    const ids = catalogue.indicators.map((i) => i.id);
    expect(new Set(ids).size).toBe(ids.length);
    const dimensions = catalogue.dimensions.map((d) => d.id);
    expect([...new Set(catalogue.indicators.map((i) => i.dimension))].sort()).toEqual([...dimensions].sort());
    for (const overlap of catalogue.overlaps) expect(ids).toContain(overlap.indicator);
    for (const { direction, directionSource } of catalogue.indicators) expect(direction === null).toBe(directionSource === undefined);
    JSON.stringify(catalogue, (_, value) => {
      if (typeof value === "object" && value !== null && "en" in value) {
        expect(value.en.length).toBeGreaterThan(0);
        expect(value.zh).toMatch(/[\u4e00-\u9fff]|^[%\w]/);
      }
      return value;
    });
  });

  it("hold 11, 20, 17 and 10 indicators; the weights are those of Cheng and Xu (2025), Table 1, which sum to 1.001", () => {
    const sizes = ["nqp-firm", "nqp-province", "nqp-concept", "nqp-open"].map((name) => readCatalogue(name).indicators.length);
    expect(sizes).toEqual([11, 20, 17, 10]);
    const weights = readCatalogue("nqp-firm").indicators.map((i) => i.weight!);
    expect(weights).toEqual([0.14, 0.038, 0.027, 0.027, 0.001, 0.1, 0.346, 0.25, 0.047, 0.019, 0.006]);
    expect(weights.reduce((s, w) => s + w, 0)).toBeCloseTo(1.001, 12);
  });

  it("the twenty have five sizes and one that is better lower", () => {
    const { indicators } = readCatalogue("nqp-province");
    expect(indicators.filter((i) => i.kind === "size").map((i) => i.id)).toEqual([
      "softwareRevenue",
      "telecomVolume",
      "ecommerceSales",
      "strategicFirms",
      "pollutionControl",
    ]);
    expect(indicators.filter((i) => i.direction === "lower").map((i) => i.id)).toEqual(["engel"]);
  });
});

describe("an index that starts from a catalogue", () => {
  it("takes direction, dimension and kind from it, and the study's own words go first", () => {
    const { indicators } = written(`${taken}, method: entropy`).study.indices!["np"]!;
    expect(indicators).toEqual({
      staff: { direction: "higher", dimension: "labourForce", kind: "share", as: "rdStaffShare" },
      equityShare: { direction: "higher", dimension: "productionTools", kind: "share", as: "equityShare" },
      turn: { direction: "lower", dimension: "productionTools", kind: "ratio", as: "assetTurnover" },
      other: "higher",
    });
  });

  it("labels columns and dimensions in both languages", () => {
    const variables = catalogueVariables(written(`${taken}, method: entropy`).study);
    expect(variables["staff"]).toMatchObject({ label: { en: "R&D staff", zh: "研发人员占比" }, kind: "share" });
    expect(variables["labourForce"]).toEqual({ label: { en: "Labour force", zh: "劳动力" } });
    expect(variables["other"]).toBeUndefined();
  });

  it("a list of the catalogue's own names will do, and a hierarchy takes no dimensions", () => {
    const listed = written("catalogue: nqp-firm, indicators: [equityShare], method: equal").study.indices!["np"]!;
    expect(listed.indicators).toMatchObject({ equityShare: { direction: "higher" } });
    const grouped = written(`${taken}, method: equal, groups: { a: { of: [staff, turn] } }`).study.indices!["np"]!;
    expect(JSON.stringify(grouped.indicators)).not.toContain("dimension");
  });

  it("manual weights without weights are the published ones, divided by the sum of those taken", () => {
    const { weights } = written("catalogue: nqp-firm, indicators: { staff: { as: rdStaffShare }, equityShare: }, method: manual").study
      .indices!["np"]!;
    expect(weights!["staff"]).toBeCloseTo(0.038 / 0.044, 12);
    expect(weights!["equityShare"]).toBeCloseTo(0.006 / 0.044, 12);
  });

  it("refuses an unknown catalogue, an unknown indicator, one taken twice, and a catalogue of which nothing is taken", () => {
    expect(problemOf("catalogue: nqp-firms, indicators: [equityShare], method: equal")).toMatchObject({
      code: "INDEX-CATALOGUE-UNKNOWN",
      evidence: { nearest: "nqp-firm" },
    });
    expect(problemOf("catalogue: nqp-firm, indicators: { staff: { as: rdStafShare } }, method: equal")).toMatchObject({
      code: "INDEX-CATALOGUE-INDICATOR",
      evidence: { fault: "unknown", other: "rdStaffShare" },
    });
    expect(
      problemOf("catalogue: nqp-firm, indicators: { staff: { as: equityShare }, equityShare: }, method: equal").evidence,
    ).toMatchObject({
      fault: "twice",
      column: "equityShare",
      other: "staff",
    });
    expect(problemOf("catalogue: nqp-firm, indicators: { staff: higher }, method: equal").evidence).toMatchObject({ fault: "none" });
  });

  it("says what was left out, and names a control that is an indicator by accounting", async () => {
    const model = "models: { fe: { data: firms, estimator: ols, formula: np ~ leverage | firm + year, vcov: { cluster: firm } } }\n";
    const results = await resultsOf(written(`${taken}, method: entropy`, model));
    const found = (code: string) => results.findings.find((f) => f.code === code)!.evidence;
    expect(found("INDEX-CATALOGUE")).toMatchObject({ taken: 3, of: 11, unsigned: 3 });
    expect(found("INDEX-CATALOGUE-OVERLAP")["overlaps"]).toMatchObject([
      { column: "leverage", indicator: "equityShare", relation: "identity", where: ["models.fe"] },
    ]);
    expect(results.indices["np"]).toMatchObject({ catalogue: "nqp-firm", weights: [{ as: "rdStaffShare" }, {}, {}, {}] });
  });
});

test("columns go by their letters: case, digits, blanks and a leading ln do not matter", () => {
  const known = [{ names: ["talent agglomeration", "产业结构", "gov"] }];
  const matches = (word: string) => knownOverlaps(known, [{ column: "x", words: [word] }]).length > 0;
  for (const word of ["talentAgglomeration", "Talent_Agglomeration", "产业结构", "lnGov", "gov2"]) expect(matches(word), word).toBe(true);
  for (const word of ["talent", "governance", "log"]) expect(matches(word), word).toBe(false);
});
