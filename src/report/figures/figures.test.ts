import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Language } from "../../messages/main.js";
import type { Results } from "../../results/contract.js";
import { outline } from "../document/outline.js";
import { plain } from "../number.js";
import { reader } from "../reader.js";
import { drawFigure } from "./draw.js";
import { type Figure, spread } from "./figure.js";
import { textWidth, wrapText } from "./textWidth.js";
import { tileMapFigure, tileOf } from "./tileMap.js";

const sample: Results = JSON.parse(readFileSync(new URL("../../../test/fixtures/results-sample.json", import.meta.url), "utf8"));
const figures = (language: Language, results = sample): Figure[] =>
  outline(reader(results, language)).sections.flatMap((s) => s.blocks.flatMap((b) => (b.kind === "figure" ? [b.figure] : [])));
const figure = (id: string, language: Language = "en", results = sample) => figures(language, results).find((f) => f.id === id)!;
const labels = (svg: string) => [...svg.matchAll(/aria-label="([^"]*)"/g)].map((m) => m[1]!);

describe.each(["en", "zh"] as const)("figures in %s", (language) => {
  test("are drawn without a warning, with a title, a description and ids of their own", async () => {
    const list = figures(language);
    expect(list.map((f) => f.id)).toEqual(
      expect.arrayContaining([
        "headline-strategy",
        "event-study-strategy-lnTfp",
        "paths-strategy-nqp",
        "randomization-strategy-lnTfp",
        "specification-curve-strategy-nqp",
        "weights-nqp",
        "ranking-nqp",
        "compare",
      ]),
    );
    for (const f of list) {
      const { inline, svg, vegaLite } = await drawFigure(f);
      expect(inline).toContain(`<title id="plot-${f.id}-title">`);
      expect(inline).toMatch(/^<svg role="group" aria-labelledby="[^"]+-title [^"]+-desc" /);
      for (const [, id] of inline.matchAll(/ id="([^"]+)"/g)) expect(id!.startsWith(`plot-${f.id}-`)).toBe(true);
      expect(svg.endsWith("</g></svg>\n")).toBe(true);
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
      expect(JSON.parse(vegaLite).title.text.join("").replaceAll(" ", "")).toBe(f.title.replaceAll(" ", ""));
      expect(svg).not.toContain("aria-roledescription");
    }
  });
});

describe("numbers read back from a picture", () => {
  const points = sample.policies["strategy"]!.outcomes["lnTfp"]!.eventStudy;

  test("the labels of the points say estimate and interval", async () => {
    const said = labels((await drawFigure(figure("event-study-strategy-lnTfp"))).svg);
    for (const p of points.filter((q) => !q.reference))
      expect(
        said.filter((label) =>
          label.endsWith(`: ${plain(p.row.estimate!, 4)} [${plain(p.row.confLow!, 4)}, ${plain(p.row.confHigh!, 4)}]`),
        ),
        String(p.time),
      ).toHaveLength(1);
  });

  test("the heights of the points are the estimates on one linear scale", async () => {
    const { svg } = await drawFigure(figure("event-study-strategy-lnTfp"));
    const drawn = [...svg.matchAll(/<path aria-label="([^"]*)" role="graphics-symbol" transform="translate\(([-\d.]+),([-\d.]+)\)"/g)].map(
      (m) => ({
        label: m[1]!,
        y: Number(m[3]),
      }),
    );
    const pairs = points
      .filter((p) => !p.reference)
      .map((p) => ({ estimate: p.row.estimate!, y: drawn.find((d) => d.label.includes(`: ${plain(p.row.estimate!, 4)} [`))!.y }));
    const [a, b] = [pairs.reduce((m, p) => (p.estimate < m.estimate ? p : m)), pairs.reduce((m, p) => (p.estimate > m.estimate ? p : m))];
    const slope = (b.y - a.y) / (b.estimate - a.estimate);
    expect(slope).toBeLessThan(0);
    for (const p of pairs) expect(p.y).toBeCloseTo(a.y + slope * (p.estimate - a.estimate), 3);
  });

  test("the specification holds the results' values in full", () => {
    const values = (figure("event-study-strategy-lnTfp").spec["data"] as { values: { estimate: number; low: number }[] }).values;
    expect(values.map((v) => v.estimate)).toEqual(points.map((p) => p.row.estimate));
    const parts = JSON.stringify(figure("ranking-nqp").spec);
    for (const row of sample.indices["nqp"]!.ranking) expect(parts).toContain(`"score":${row.score}`);
  });

  test("histogram bars, their highlighted tail and the statistic are those of the results", async () => {
    const draws = sample.policies["strategy"]!.outcomes["lnTfp"]!.randomization[0]!;
    const said = labels((await drawFigure(figure("randomization-strategy-lnTfp"))).svg);
    expect(said.filter((l) => / – /.test(l)).map((l) => Number(l.split(": ")[1]!.replace(",", "")))).toEqual(draws.histogram!.counts);
    expect(figure("randomization-strategy-lnTfp").alt).toBe(`estimate: t = ${draws.statistic.toFixed(2)}, p = ${draws.pValue.toFixed(3)}`);
  });

  test("the subtitle of a specification curve counts signs and significance", () => {
    const rows = sample.policies["strategy"]!.outcomes["nqp"]!.variants!.map((v) => v.row);
    const share = (n: number) => `${Math.round((100 * n) / rows.length)}%`;
    const positive = rows.filter((row) => row.estimate! >= 0).length;
    expect(figure("specification-curve-strategy-nqp").subtitle).toBe(
      `${rows.length} variants: ${share(positive)} positive, ${share(rows.length - positive)} negative, ${share(rows.filter((row) => row.pValue! < 0.05).length)} significant at 5%`,
    );
  });
});

describe("an event study", () => {
  test("marks the reference, leaves points without stars hollow, names pooled ends and shows support under every point", async () => {
    const { svg } = await drawFigure(figure("event-study-strategy-lnTfp"));
    expect(labels(svg).filter((l) => l === "−1: reference")).toHaveLength(2);
    const hollow = [...svg.matchAll(/<path aria-label="(≥ 2[^"]*)"[^>]*fill="(\w+)"/g)];
    expect(hollow).toHaveLength(2);
    expect(hollow.every((m) => m[2] === "white")).toBe(true);
    for (const text of ["≤ −6", "≥ 2", ">20<", ">9<", ">3<"]) expect(svg).toContain(text.replace(/^([≤≥])/, ">$1"));
  });

  test("is drawn from hostile labels as text", async () => {
    const results = structuredClone(sample);
    const label = `</text><script>alert(1)</script>'"\`\${x}\u2028`;
    results.variables["lnTfp"]!.label = label;
    for (const f of figures("en", results)) {
      const { svg } = await drawFigure(f);
      expect(svg).not.toContain("<script");
    }
  });
});

test("figures drawn at the same time have the bytes of figures drawn one after the other", async () => {
  const list = figures("en").slice(0, 6);
  const together = await Promise.all(list.map(drawFigure));
  for (const [i, f] of list.entries()) expect(await drawFigure(f)).toEqual(together[i]);
});

test("a figure Vega has a doubt about is refused", async () => {
  const doubtful: Figure = {
    ...figure("compare"),
    spec: { data: { values: [{ a: 1 }] }, mark: "bar", encoding: { x: { field: "a", type: "quantitative", scale: { type: "band" } } } },
  };
  await expect(drawFigure(doubtful)).rejects.toThrow(/figure compare: /);
});

test("a picture of data that hold one point or only equal values is still drawn", async () => {
  const results = structuredClone(sample);
  const outcome = results.policies["strategy"]!.outcomes["lnTfp"]!;
  outcome.eventStudy = outcome.eventStudy.slice(0, 1);
  outcome.paths = outcome.paths.slice(0, 2).map((p) => ({ ...p, mean: 1 }));
  outcome.variants = outcome.variants!.slice(0, 1);
  results.indices["nqp"]!.ranking = results.indices["nqp"]!.ranking.slice(0, 1);
  for (const f of figures("zh", results)) await drawFigure(f);
});

describe("the tile map", () => {
  const provinces =
    "北京市 天津市 河北省 山西省 内蒙古自治区 辽宁省 吉林省 黑龙江省 上海市 江苏省 浙江省 安徽省 福建省 江西省 山东省 河南省 湖北省 湖南省 广东省 广西壮族自治区 海南省 重庆市 四川省 贵州省 云南省 陕西省 甘肃省 青海省 宁夏回族自治区 新疆维吾尔自治区".split(
      " ",
    );

  test("finds provinces by code, Chinese and English name, and nothing else", () => {
    expect(tileOf("110000")?.en).toBe("Beijing");
    expect(tileOf("15")?.en).toBe("Inner Mongolia");
    expect(tileOf("陕西")?.code).toBe("61");
    expect(tileOf("山西省")?.code).toBe("14");
    expect(tileOf("Shaanxi")?.code).toBe("61");
    expect(tileOf("inner mongolia")?.code).toBe("15");
    expect(tileOf("Norway")).toBeUndefined();
  });

  test("has no two provinces on one tile", () => {
    const index = structuredClone(sample.indices["nqp"]!);
    index.ranking = provinces.map((unit, i) => ({ unit, score: i / 30, rank: i + 1, rankFirst: null, contributions: {} }));
    const map = tileMapFigure(reader(sample, "zh"), "nqp", index)!;
    const values = (map.spec["data"] as { values: { column: number; row: number; score: number | null }[] }).values;
    expect(new Set(values.map((v) => `${v.column},${v.row}`)).size).toBe(34);
    expect(values.filter((v) => v.score !== null)).toHaveLength(30);
  });

  test("is drawn with its figures written on the tiles", async () => {
    const index = structuredClone(sample.indices["nqp"]!);
    index.ranking = provinces.map((unit, i) => ({ unit, score: i / 30, rank: i + 1, rankFirst: null, contributions: {} }));
    const drawn = await drawFigure(tileMapFigure(reader(sample, "en"), "nqp", index)!);
    expect(drawn.svg).toContain("Shaanxi");
  });

  test("is not drawn for countries", () => {
    expect(tileMapFigure(reader(sample, "en"), "nqp", sample.indices["nqp"]!)).toBeNull();
  });
});

test("text is as wide as its characters: Chinese one em, bold wider, marks nothing", () => {
  expect(textWidth("新质生产力", 12)).toBe(60);
  expect(textWidth("abc", 10)).toBeCloseTo(6.13 + 6.35 + 5.5, 10);
  expect(textWidth("abc", 10, true)).toBeGreaterThan(textWidth("abc", 10));
  expect(textWidth("e\u0301", 10)).toBe(textWidth("e", 10));
});

test("lines break between words and between Chinese characters, never before closing punctuation", () => {
  expect(wrapText("one two three", 45, 10)).toEqual(["one two", "three"]);
  expect(wrapText("新质生产力指数，测度", 70, 10)).toEqual(["新质生产力指", "数，测度"]);
});

test("labels that would touch are spread around where they belong, in order", () => {
  expect(spread([0, 10, 20], 5)).toEqual([0, 10, 20]);
  expect(spread([10, 10, 10], 5)).toEqual([5, 10, 15]);
  const placed = spread([3, 1, 2, 9], 2);
  expect(placed).toEqual([4, 0, 2, 9]);
});
