import { describe, expect, test } from "vitest";
import { checkStudy } from "./check.js";
import { orderOf } from "./plan.js";
import { rootsOf } from "./provenance.js";
import { refereeFindings } from "./referee.js";
import { type Study, studySchema } from "./schema/study.js";
import { validate } from "./schemaProblems.js";
import { startingAt } from "./steps.js";
import { parseStudyText } from "./yaml.js";

const text = `
title: A study
data:
  zones: { file: zones.csv }
  firms:
    file: firms.csv
    unit: firm
    time: year
    steps:
      - join: { with: zones, on: [city], how: left }
      - derive: { lnHc: ln(hc), twice: 2 * lnHc, ratio: a / b }
      - balance: { columns: [a], from: 2005, to: 2019 }
  means: { from: firms, by: [city, year], aggregate: { index: mean }, unit: city, time: year }
indices:
  index: { data: firms, method: entropy, indicators: { hc: higher, a: higher } }
models:
  on: { data: firms, estimator: ols, formula: "index ~ lnHc + ratio | firm + year" }
  off: { data: firms, estimator: ols, formula: "a ~ lnHc | firm + year" }
policies:
  zone: { data: firms, outcome: [index], negativeControls: [twice], adopted: first, controls: { columns: [ratio] }, estimators: [twoWay] }
`;
const source = parseStudyText(text, "study.yaml");
const study = studySchema.parse(source.value) as Study;

describe("plan", () => {
  test("tables come after what they join, indices after their table, derived tables after the indices they average", () => {
    expect(orderOf(study).map(({ kind, name }) => `${kind} ${name}`)).toEqual(["table zones", "table firms", "index index", "table means"]);
  });
});

describe("check", () => {
  test("nothing to say about a right study", () => expect(checkStudy(study, source)).toEqual([]));

  test("all problems of a study come at once, each where it stands", () => {
    const slips = text
      .replace("with: zones", "with: zone")
      .replace("a ~ lnHc", "a ~ ..bass")
      .replace("outcome: [index]", "outcome: [index], smallestEffect: { a: 1 }");
    const wrong = parseStudyText(slips, "study.yaml");
    const problems = checkStudy(studySchema.parse(wrong.value) as Study, wrong);
    expect(problems.map((p) => `${p.code} ${p.place.line}:${p.place.column}`)).toEqual([
      "STUDY-NAME-UNKNOWN 10:23",
      "FORMULA-SET-UNKNOWN 18:53",
      "DID-SMALLEST-EFFECT-UNKNOWN 20:60",
    ]);
  });

  test("a misspelt key is told once, with its place and the nearest right one", () => {
    const wrong = parseStudyText(text.replace('estimator: ols, formula: "a', 'estimator: ols, formla: "a'), "s");
    const checked = validate(studySchema, wrong);
    expect(
      "problems" in checked && checked.problems.map((p) => [p.code, p.place.line, (p.evidence as { nearest: string }).nearest]),
    ).toEqual([["STUDY-KEY-UNKNOWN", 18, "formula"]]);
  });
});

describe("referee", () => {
  test("a column is at bottom the one column it is a function of", () => {
    const root = rootsOf(study, "firms");
    expect(["lnHc", "twice", "ratio", "a"].map(root)).toEqual(["hc", "hc", "ratio", "a"]);
  });

  test("an index is not explained by its parts, nor moved by a policy beside a negative control that is one", () => {
    expect(refereeFindings(study).map(({ code, where }) => `${code} ${where}`)).toEqual([
      "INDEX-ON-RIGHT-SIDE models.on",
      "STUDY-NEGATIVE-CONTROL-IN-INDEX policies.zone",
    ]);
  });
});

describe("steps", () => {
  test("another start changes the balance step and nothing else", () => {
    const steps = study.data["firms"]!.steps!;
    const changed = startingAt(steps, 1995);
    expect(changed[2]).toEqual({ balance: { columns: ["a"], from: 1995, to: 2019 } });
    expect(changed.slice(0, 2)).toEqual(steps.slice(0, 2));
    expect(steps[2]!.balance!.from).toBe(2005);
  });
});
