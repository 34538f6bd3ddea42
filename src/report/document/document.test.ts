import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { finding } from "../../messages/main.js";
import type { FindingResult, Results } from "../../results/contract.js";
import { labelOf, reader } from "../reader.js";
import { reportFiles } from "../write.js";
import type { Block, FindingView } from "./blocks.js";
import { exhibitFor, mergedFindings } from "./findings.js";
import { outline } from "./outline.js";

const sample: Results = JSON.parse(readFileSync(new URL("../../../test/fixtures/results-sample.json", import.meta.url), "utf8"));
const blocks = (results = sample, language: "en" | "zh" = "en"): Block[] =>
  outline(reader(results, language)).sections.flatMap((s) => s.blocks);

describe("findings", () => {
  const exhibits = ["policies.p", "policies.p.outcomes.y.eventStudy", "models.fe", "models.fe2", "indices.i"].map((path) => ({
    about: [path],
  }));
  const placed = (where: string) => exhibitFor(where, exhibits)?.about[0] ?? null;

  test("belong to the exhibit about their place, else to a part of it, else to what holds it", () => {
    expect(placed("models.fe2")).toBe("models.fe2");
    expect(placed("models.fe.coefficients.0")).toBe("models.fe");
    expect(placed("policies.p.outcomes.y")).toBe("policies.p.outcomes.y.eventStudy");
    expect(placed("policies.p.outcomes.y.eventStudy[3]")).toBe("policies.p.outcomes.y.eventStudy");
    expect(placed("policies.p.cohorts")).toBe("policies.p");
    expect(placed("data.d")).toBeNull();
  });

  test("stand beside the number they qualify and once more in the list of all", () => {
    const all = blocks();
    const at = all.findIndex((b) => b.kind === "figure" && b.figure.id === "event-study-strategy-nqp");
    const beside = all[at + 1]!;
    expect(beside.kind).toBe("findingsHere");
    if (beside.kind === "findingsHere")
      expect(beside.items.map((f) => f.finding.code)).toEqual(["DID-PRETREND", "DID-LOW-POWER", "DID-FEW-TREATED"]);
    const list = all.find((b) => b.kind === "allFindings");
    if (list?.kind !== "allFindings") throw new Error("no list");
    expect(list.groups.map((g) => g.severity)).toEqual(["serious", "warning", "note"]);
    expect(list.groups.flatMap((g) => g.codes.flat())).toHaveLength(sample.findings.length);
  });

  test("that say the same of several columns stand once beside them, with the columns they mean", () => {
    const view = (where: string, message: string) => ({ code: "MODEL-FEW-CLUSTERS", message, where }) as FindingView;
    const table = { about: ["models.a", "models.b", "models.c"], parts: ["(1)", "(2)", "(3)"] };
    const merged = mergedFindings([view("models.a", "ten"), view("models.b.coefficients.0", "nine"), view("models.c", "ten")], table);
    expect(merged.map((m) => [m.finding.message, m.parts])).toEqual([
      ["ten", ["(1)", "(3)"]],
      ["nine", ["(2)"]],
    ]);
    const all = mergedFindings(
      ["a", "b", "c"].map((name) => view(`models.${name}`, "ten")),
      table,
    );
    expect(all.map((m) => m.parts)).toEqual([[]]);
  });

  test("take their words from code and evidence in the reader's language, and from the results where the code is unknown", () => {
    const results = structuredClone(sample);
    const known = finding("INDEX-ENTROPY-ABOVE-ONE", "indices.nqp", { index: "nqp" } as never);
    results.findings = [
      {
        code: "FUTURE-CODE",
        severity: "note",
        where: "indices.nqp",
        evidence: {},
        message: "Said by a newer version.",
        remedy: "Read it.",
      },
    ] satisfies FindingResult[];
    const list = blocks(results).find((b) => b.kind === "allFindings");
    expect(JSON.stringify(list)).toContain("Said by a newer version.");
    expect(known.severity).toBe("serious");
    const chinese = blocks(sample, "zh").find((b) => b.kind === "allFindings");
    expect(JSON.stringify(chinese)).toMatch(/处理之前/);
  });
});

test("verdicts come first, as a sentence, reasons with numbers, then the caveat", () => {
  const document = outline(reader(sample, "en"));
  expect(document.sections.slice(0, 3).map((s) => s.id)).toEqual(["question", "verdict", "findings"]);
  const verdicts = document.sections[1]!.blocks[0]!;
  if (verdicts.kind !== "verdicts") throw new Error("no verdicts");
  expect(verdicts.items.map((v) => v.grade)).toEqual(["cannotTell", "supported", "noEffectLargerThan"]);
  expect(verdicts.items[0]!.sentence).toBe("Cannot tell whether ln TFP moved.");
  expect(verdicts.items[0]!.reasons).toContain("0.0264 log points");
  expect(verdicts.items[0]!.caveats).toEqual(["TFP is a residual: errors in measured capital and hours are in it."]);
});

test("tables and figures are numbered in the order they stand", () => {
  const numbers = (kind: "table" | "figure") => blocks(sample, "zh").flatMap((b) => (b.kind === kind ? [b.numbered] : []));
  expect(numbers("table")).toEqual(numbers("table").map((_, i) => `表${i + 1}`));
  expect(numbers("figure")).toEqual(numbers("figure").map((_, i) => `图${i + 1}`));
});

test("a title the study gives to a figure of every outcome names the outcome", () => {
  const results = structuredClone(sample);
  results.figures["trend"]!.title = { en: "The trend", zh: "趋势" };
  const titles = blocks(results).flatMap((b) => (b.kind === "figure" && b.figure.id.startsWith("event-study") ? [b.figure.title] : []));
  expect(titles).toEqual(["The trend: ln TFP", "The trend: ln output per worker", "The trend: NQP index"]);
});

test("terms are named by their labels: products, lags, categories", () => {
  const r = reader(sample, "en");
  expect(labelOf(r, "year::1936")).toBe("year = 1936");
  expect(labelOf(r, "treated:lnHc")).toBe("Strategy in force × ln human capital");
  expect(labelOf(r, "year::-3:treated")).toBe("year = -3 × Strategy in force");
  expect(labelOf(r, "l(lnHc, 2)")).toBe("ln human capital (lag 2)");
  expect(labelOf(r, "country^year")).toBe("country × year");
  expect(labelOf(reader(sample, "zh"), "d(lnHc)")).toBe("Δ人力资本（对数）");
  expect(labelOf(r, "constructor")).toBe("constructor");
});

test("files never take a name that leaves their folder or differs only in case", async () => {
  const results = structuredClone(sample);
  const spec = results.tables["main"]!;
  results.tables = { "../../evil": spec, Main: spec, main: spec, 主表: spec, "": spec };
  const files = [...(await reportFiles(results, ["en"])).keys()];
  expect(files.filter((f) => f.endsWith(".tex"))).toEqual(
    expect.arrayContaining(["tables/evil.tex", "tables/Main.tex", "tables/main-2.tex", "tables/主表.tex", "tables/untitled.tex"]),
  );
  expect(files.every((f) => /^[^/]+$|^(tables|figures)\/[^/]+$/.test(f) && !f.includes(".."))).toBe(true);
  expect(new Set(files.map((f) => f.toLowerCase())).size).toBe(files.length);
});

test("a study of a model alone, without policy, index, data or findings, still makes a report", async () => {
  const results: Results = {
    ...structuredClone(sample),
    policies: {},
    indices: {},
    findings: [],
    figures: {},
    descriptives: [],
    ledger: [],
    variables: {},
  };
  delete results.question;
  const files = await reportFiles(results, ["en", "zh"]);
  expect(String(files.get("index.html"))).toContain("No check of this study raised a finding.");
  expect([...files.keys()]).toContain("tables/main.zh.docx");
});

/** Every string in a value, at any depth. */
function leaves(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(leaves) : [];
}

describe("the Chinese report", () => {
  /** Words a report repeats from its user: names of units, citations, licences, and the evidence of findings. */
  const repeated = [
    ...Object.values(sample.data).flatMap((d) => [...d.unitNames, d.licence ?? ""]),
    ...sample.ledger.flatMap((line) => line.units ?? []),
    ...sample.findings.flatMap((f) => leaves(f.evidence)),
  ].filter((s) => s.length > 3);
  const untranslated = (text: string): string[] => {
    let left = text;
    for (const name of [...repeated].sort((a, b) => b.length - a.length)) left = left.replaceAll(name, "§");
    return left.match(/[A-Za-z][A-Za-z'’-]*(?:[ ,;:]+[A-Za-z][A-Za-z'’-]*){3,}/g) ?? [];
  };

  test("holds no untranslated sentence", async () => {
    const files = await reportFiles(sample, ["en", "zh"]);
    const page = String(files.get("index.html")).split('<article lang="zh-CN"')[1]!.split("</article>")[0]!;
    const visible = page
      .replace(/<code>.*?<\/code>|<pre>.*?<\/pre>/gs, " § ")
      .replace(/\b(?:aria-label)="([^"]*)"/g, ">\n$1\n<")
      .replace(/<[^>]*>/g, "\n")
      .replace(/&#(\d+);/g, (_, c) => String.fromCharCode(Number(c)));
    expect(untranslated(visible)).toEqual([]);
    for (const [path, content] of files) {
      if (/\.zh\.(md|csv)$/.test(path)) expect(untranslated(String(content).replace(/`[^`]*`/g, "§")), path).toEqual([]);
      if (/\.zh\.svg$/.test(path))
        expect(
          untranslated(
            String(content)
              .replace(/font-family="[^"]*"/g, "")
              .replace(/<[^>]*>/g, "\n"),
          ),
          path,
        ).toEqual([]);
    }
  });

  test("would be found out by one English sentence", () => {
    expect(untranslated("这里有 one sentence left behind 未译")).toEqual(["one sentence left behind"]);
  });
});

test("user text is escaped wherever it enters the page", async () => {
  const results = structuredClone(sample);
  const evil = `</title><script>alert(1)</script><img src=x onerror=alert(1)>"'`;
  results.study = evil;
  results.question = { en: evil, zh: evil };
  for (const variable of Object.values(results.variables)) Object.assign(variable, { label: evil, definition: evil, caveat: evil });
  results.data["countries"]!.citation = evil;
  results.data["countries"]!.licence = evil;
  results.data["countries"]!.source = evil;
  results.tables["main"]!.title = evil;
  results.ledger[3]!.units = [evil];
  results.ledger[3]!.detail = evil;
  results.policies["strategy"]!.cohorts[0]!.units = [evil];
  results.indices["nqp"]!.ranking[0]!.unit = evil;
  results.findings[0] = { code: evil, severity: "serious", where: evil, evidence: {}, message: evil, remedy: evil };
  const files = await reportFiles(results, ["en", "zh"]);
  const page = String(files.get("index.html"));
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page).not.toMatch(/<img/);
  for (const [path, content] of files) if (path.endsWith(".svg")) expect(String(content), path).not.toMatch(/<script|<img/);
});
