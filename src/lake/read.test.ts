import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { categories, columnNamed, type Frame, numbers } from "../frame/main.js";
import { Problem } from "../messages/main.js";
import { fileHash } from "./fileHash.js";
import { columnNames, readFrame, readTables, type TableSource } from "./read.js";

let project: string;
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "xinzhi-lake-"));
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

let serial = 0;
/** Writes a file into the project and reads it back as a Frame. */
async function read(content: string | Uint8Array, extension = "csv", missing?: string[]): Promise<Frame> {
  const file = `f${serial++}.${extension}`;
  writeFileSync(join(project, file), content);
  return readFrame(join(project, file), missing === undefined ? {} : { missing });
}

async function problemOf(action: Promise<unknown>): Promise<Problem> {
  try {
    await action;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error("accepted");
}

async function tables(declared: Record<string, TableSource>): Promise<Map<string, Frame>> {
  return readTables(new Map(Object.entries(declared)), { projectFolder: project, cacheFolder: join(project, ".xinzhi", "cache") });
}

/** Every cell as text, null where missing: what a frame holds, whatever its kinds. */
function cells(frame: Frame): Record<string, (string | null)[]> {
  const content: Record<string, (string | null)[]> = Object.create(null);
  for (const name of frame.columns.keys()) {
    const { codes, labels } = categories(frame, name);
    content[name] = Array.from(codes, (code) => labels[code] ?? null);
  }
  return content;
}

describe("what a column of a text file becomes", () => {
  test("numbers, texts, codes with leading zeros, long integers, truth values, dates", async () => {
    const frame = await read(
      [
        "n,t,code,id,b,d,empty,mixed,quoted",
        '1,x,000001,9007199254740993,TRUE,2017-03,,1,"a,b"',
        '2.5e3,"y ""q""",000002,1,false,2017-03-01,,n/a,"line\none"',
        " -3 ,,1,2,,,,3,'",
      ].join("\n"),
    );
    const kinds = Array.from(frame.columns, ([name, column]) => [name, column.kind]);
    expect(Object.fromEntries(kinds)).toEqual({
      n: "number",
      t: "category",
      code: "category",
      id: "category",
      b: "number",
      d: "category",
      empty: "number",
      mixed: "category",
      quoted: "category",
    });
    expect(Array.from(numbers(frame, "n"))).toEqual([1, 2500, -3]);
    expect(Array.from(numbers(frame, "b"))).toEqual([1, 0, Number.NaN]);
    expect(cells(frame)).toMatchObject({
      t: ["x", 'y "q"', null],
      code: ["000001", "000002", "1"],
      id: ["9007199254740993", "1", "2"],
      d: ["2017-03", "2017-03-01", null],
      empty: [null, null, null],
      mixed: ["1", "n/a", "3"],
      quoted: ["a,b", "line\none", "'"],
    });
    expect(() => numbers(frame, "mixed")).toThrow(expect.objectContaining({ code: "DATA-COLUMN-TEXT" }));
    expect(frame.ledger).toEqual([{ step: 0, reason: "read", rows: 0, what: { from: "csv, UTF-8", rows: 3, columns: 9 } }]);
  });

  test("the empty cell, NA, the dot and NaN are missing; a dash and n/a are not", async () => {
    const frame = await read("a,b,c\n1,.,-\nNA,2,1\n , NaN ,2\n");
    expect(Array.from(numbers(frame, "a"))).toEqual([1, Number.NaN, Number.NaN]);
    expect(Array.from(numbers(frame, "b"))).toEqual([Number.NaN, 2, Number.NaN]);
    expect(() => numbers(frame, "c")).toThrow(
      expect.objectContaining({ evidence: expect.objectContaining({ values: [{ value: "-", row: 1 }] }) }),
    );
  });

  test("a study's own markers replace the usual ones", async () => {
    const frame = await read("a,b\n1,NA\n-999,x\nn/a,NA\n", "csv", ["-999", "n/a"]);
    expect(Array.from(numbers(frame, "a"))).toEqual([1, Number.NaN, Number.NaN]);
    expect(cells(frame)["b"]).toEqual(["NA", "x", "NA"]);
    expect(frame.findings).toEqual([]);
  });

  test("NA in a text column is missing, and said so", async () => {
    const frame = await read("iso2,x\nNA,1\nDE,2\n");
    expect(cells(frame)["iso2"]).toEqual([null, "DE"]);
    expect(frame.findings).toMatchObject([{ code: "DATA-NA-IN-TEXT", severity: "note", evidence: { column: "iso2", count: 1 } }]);
  });

  test.each(["1,234", "12%", "1_000", "0x1F", "inf", "1e400", "１２", "1 2"])("%j is no number", async (cell) => {
    const frame = await read(`a\tb\n1\t1\n${cell}\t2\n`, "tsv");
    expect(columnNamed(frame, "a").kind).toBe("category");
    expect(cells(frame)["a"]).toEqual(["1", cell]);
  });

  test("an integer beyond 2^53 is refused as a number and serves as a category", async () => {
    const frame = await read("id,x\n9007199254740993,1\n9007199254740992,2\n");
    expect(cells(frame)["id"]).toEqual(["9007199254740993", "9007199254740992"]);
    expect(() => numbers(frame, "id")).toThrow(
      expect.objectContaining({ code: "DATA-COLUMN-TEXT", evidence: expect.objectContaining({ numeric: true }) }),
    );
  });

  test("a separator is found by itself", async () => {
    for (const [text, extension] of [
      ["a;b\n1;2\n", "csv"],
      ["a|b\n1|2\n", "txt"],
      ["a\tb\n1\t2\n", "tsv"],
      ["a\tb\n1\t2\n", "csv"],
      ['"a,x";b\n1;2\n', "csv"],
    ] as const) {
      const frame = await read(text, extension);
      expect([frame.rows, frame.columns.size]).toEqual([1, 2]);
    }
  });

  test("line ends of every kind, also mixed, and no line end at the end", async () => {
    for (const text of ["a,b\r\n1,2\r\n3,4\r\n", "a,b\n1,2\n3,4", "a,b\r1,2\r3,4\r", "a,b\r\n1,2\n3,4\r\n", "a,b\n1,2\r\n3,4"]) {
      expect(cells(await read(text))).toEqual({ a: ["1", "3"], b: ["2", "4"] });
    }
  });

  test("blanks around a name in the header are not part of it", async () => {
    expect(Array.from((await read("\ufeffa , b\n1,2\n")).columns.keys())).toEqual(["a", "b"]);
  });
});

/** Chinese, Latin and rare characters, quotes, separators and line ends inside cells. */
const matrix = '省份,年份,"说明, 备注",值\n北京,2012,"含""引号""",1.5\n广东,2013,"两\n行",2\n西藏,2014,㐀€ō,NA\n';
const asUtf16 = (text: string, big: boolean): Buffer => {
  const bytes = Buffer.from(text, "utf16le");
  return big ? bytes.swap16() : bytes;
};
/** Two-byte codes of GB18030, from the platform's decoder. */
const gbCodes = new Map<string, number[]>();
const gbDecoder = new TextDecoder("gb18030");
for (let lead = 0x81; lead <= 0xfe; lead++)
  for (let trail = 0x40; trail <= 0xfe; trail++) {
    const character = trail === 0x7f ? "" : gbDecoder.decode(Uint8Array.of(lead, trail));
    if (character.length === 1 && !gbCodes.has(character)) gbCodes.set(character, [lead, trail]);
  }

function asGb18030(text: string): Buffer {
  return Buffer.from(
    Array.from(text).flatMap((character) => {
      const code = character.charCodeAt(0) < 0x80 ? [character.charCodeAt(0)] : gbCodes.get(character);
      if (code === undefined) throw new Error(`no two-byte code for ${character}`);
      return code;
    }),
  );
}

describe("encodings", () => {
  const expected = {
    省份: ["北京", "广东", "西藏"],
    年份: ["2012", "2013", "2014"],
    "说明, 备注": ['含"引号"', "两\n行", "㐀€ō"],
    值: ["1.5", "2", null],
  };
  test.each<[string, Buffer, string]>([
    ["UTF-8", Buffer.from(matrix), "UTF-8"],
    ["UTF-8 with mark", Buffer.from(`\ufeff${matrix}`), "UTF-8"],
    ["UTF-16 little-endian with mark", asUtf16(`\ufeff${matrix}`, false), "UTF-16LE"],
    ["UTF-16 big-endian with mark", asUtf16(`\ufeff${matrix}`, true), "UTF-16BE"],
    ["UTF-16 little-endian", asUtf16(matrix, false), "UTF-16LE"],
    ["UTF-16 big-endian", asUtf16(matrix, true), "UTF-16BE"],
    ["UTF-8 with CRLF", Buffer.from(matrix.replaceAll("\n", "\r\n").replace("两\r\n行", "两\n行")), "UTF-8"],
  ])("%s", async (_, bytes, name) => {
    const frame = await read(bytes);
    expect(cells(frame)).toEqual(expected);
    expect((frame.ledger[0]!.what as { from: string }).from).toContain(name);
  });

  test("GB18030, with a four-byte character", async () => {
    const twoByte = matrix.replace("㐀€ō", "镕喆ā");
    const frame = await read(asGb18030(twoByte));
    expect(cells(frame)).toEqual({ ...expected, "说明, 备注": ['含"引号"', "两\n行", "镕喆ā"] });
    const fourByte = await read(Buffer.concat([asGb18030("省份,值\n北京,"), Buffer.from([0x81, 0x39, 0xee, 0x39, 0x0a])]));
    expect(cells(fourByte)).toEqual({ 省份: ["北京"], 值: ["㐀"] });
  });

  test("two characters that are valid in both readings do not mislead", async () => {
    // The two characters for Unicom are valid UTF-8 as GB18030 bytes: a famous trap. One more line settles it.
    const frame = await read(asGb18030("公司,值\n联通,1\n移动,2\n"));
    expect(cells(frame)).toEqual({ 公司: ["联通", "移动"], 值: ["1", "2"] });
  });

  test("a twin is written once per content, whole or not at all", async () => {
    const cache = join(project, ".xinzhi", "cache");
    await read(asGb18030("甲,乙\n一,1\n"));
    const before = readdirSync(cache).sort();
    await read(asGb18030("甲,乙\n一,1\n"));
    expect(readdirSync(cache).sort()).toEqual(before);
    expect(before.every((name) => /^[0-9a-f]{64}\.csv$/.test(name) || name === "spill")).toBe(true);
  });

  test.each<[string, Uint8Array, object]>([
    [
      "a damaged byte in UTF-8",
      Buffer.concat([Buffer.from("省份,x\n北京,1\n广"), Buffer.from([0xff]), Buffer.from("东,2\n")]),
      { encoding: "UTF-8", offset: 21, line: 3, byte: "0xFF" },
    ],
    [
      "a damaged byte after the mark",
      Buffer.concat([Buffer.from("\ufeffa,b\n1,"), Buffer.from([0xc3, 0x28]), Buffer.from("\n")]),
      { encoding: "UTF-8", offset: 10, line: 2, byte: "0x28" },
    ],
    ["Latin-1", Buffer.from("country,x\nCôte d'Ivoire,1\nPérou,2\n", "latin1"), { encoding: "UTF-8", line: 2, looksLike: "Windows-1252" }],
    [
      "Latin-1 with an accent at the end of a field",
      Buffer.from("country,x\nMali,1\nBénin café,2\nTogo é,3\n", "latin1"),
      { looksLike: "Windows-1252" },
    ],
    [
      "a damaged byte in GB18030",
      Buffer.concat([asGb18030("省份,值\n北京,1\n天津,3\n广"), Buffer.from([0xff]), asGb18030("东,2\n")]),
      { encoding: "GB18030", line: 4, byte: "0xFF" },
    ],
    [
      "a lone surrogate in UTF-16",
      Buffer.concat([asUtf16("\ufeffa,b\n1,", false), Buffer.from([0x00, 0xd8, 0x0a, 0x00])]),
      { encoding: "UTF-16LE", line: 2 },
    ],
    [
      "half a character at the end",
      Buffer.concat([Buffer.from("省份,x\n北京,1\n广"), Buffer.from([0xe4, 0xb8])]),
      { encoding: "UTF-8", line: 3 },
    ],
  ])("%s is refused with its place", async (_, bytes, evidence) => {
    const found = await problemOf(read(bytes));
    expect(found.code).toBe("DATA-ENCODING");
    expect(found.evidence).toMatchObject(evidence);
  });

  test("a NUL is refused", async () => {
    expect(await problemOf(read("a,b\n1,x\0\n"))).toMatchObject({ code: "DATA-NUL", evidence: { offset: 7, line: 2 } });
  });
});

describe("files that cannot be a table", () => {
  test.each<[string, string, string, object]>([
    ["nothing", "", "DATA-FILE-EMPTY", {}],
    ["blank lines", "\n\n", "DATA-FILE-EMPTY", {}],
    ["a header only", "a,b\n", "DATA-NO-ROWS", { after: "reading" }],
    ["a column without a name", ",a\n1,2\n", "DATA-NAME-EMPTY", { position: 1 }],
    ["a separator at the end of the header", "a,b,\n1,2,3\n", "DATA-NAME-EMPTY", { position: 3 }],
    ["a name twice", "a,b,a\n1,2,3\n", "DATA-NAME-TWICE", { column: "a", positions: [1, 3] }],
    ["a row too short", "a,b\n1,2\n3\n", "DATA-CSV-RAGGED", { line: 3, expected: 2, found: 1 }],
    ["a row too long", "a,b\n1,2\n3,4,5\n", "DATA-CSV-RAGGED", { line: 3, expected: 2, found: 3 }],
    ["a quote never closed", 'a,b\n"x,1\n2,3\n', "DATA-CSV-QUOTE", { line: 2 }],
    ["a quote never closed in the header", '"a,b\n1,2\n', "DATA-CSV-QUOTE", { line: 1 }],
    ["text behind a closing quote", 'a,b\n"x"y,1\n', "DATA-CSV-QUOTE", { line: 2 }],
  ])("%s", async (_, content, code, evidence) => {
    const found = await problemOf(read(content));
    expect([found.code, found.evidence]).toMatchObject([code, evidence]);
  });

  test("formats that are not read", async () => {
    expect(await problemOf(read("x", "xlsx"))).toMatchObject({ code: "DATA-FORMAT-UNKNOWN", evidence: { extension: ".xlsx" } });
    expect(await problemOf(read("PAR1 and no more", "parquet"))).toMatchObject({ code: "DATA-FILE-UNREADABLE" });
  });
});

describe("paths", () => {
  test("only files of the project are read", async () => {
    const outside = mkdtempSync(join(tmpdir(), "xinzhi-outside-"));
    writeFileSync(join(outside, "secret.csv"), "a\n1\n");
    mkdirSync(join(project, "data"), { recursive: true });
    writeFileSync(join(project, "data", "in.csv"), "a\n1\n");
    mkdirSync(`${project}-old`, { recursive: true });
    writeFileSync(join(`${project}-old`, "a.csv"), "a\n1\n");
    if (!existsSync(join(project, "link.csv"))) symlinkSync(join(outside, "secret.csv"), join(project, "link.csv"));
    symlinkSync(outside, join(project, "linked"));
    symlinkSync(join(project, "data", "in.csv"), join(project, "inner.csv"));
    const cases: [string, string, object][] = [
      [join(outside, "secret.csv"), "DATA-PATH-OUTSIDE", { why: "absolute" }],
      [join(project, "data", "in.csv"), "DATA-PATH-OUTSIDE", { why: "absolute" }],
      ["C:\\data\\a.csv", "DATA-PATH-OUTSIDE", { why: "absolute" }],
      ["\\\\server\\a.csv", "DATA-PATH-OUTSIDE", { why: "absolute" }],
      ["../secret.csv", "DATA-PATH-OUTSIDE", { why: "parent" }],
      ["data/../../secret.csv", "DATA-PATH-OUTSIDE", { why: "parent" }],
      [`../${project.split("/").pop()}-old/a.csv`, "DATA-PATH-OUTSIDE", { why: "parent" }],
      ["link.csv", "DATA-PATH-OUTSIDE", { why: "link" }],
      ["linked/secret.csv", "DATA-PATH-OUTSIDE", { why: "link" }],
      ["https://example.org/a.csv", "DATA-PATH-OUTSIDE", { why: "address" }],
      ["file:///etc/passwd", "DATA-PATH-OUTSIDE", { why: "address" }],
      ["s3://bucket/a.parquet", "DATA-PATH-OUTSIDE", { why: "address" }],
      ["data/im.csv", "DATA-FILE-MISSING", { nearest: "data/in.csv" }],
      ["nowhere/x.csv", "DATA-FILE-MISSING", { nearest: null }],
      ["data", "DATA-FILE-MISSING", { what: "folder" }],
      ["a\0.csv", "DATA-FILE-MISSING", {}],
      ["", "DATA-FILE-MISSING", {}],
    ];
    for (const [file, code, evidence] of cases) expect(await problemOf(tables({ t: { file } })), file).toMatchObject({ code, evidence });
    expect((await tables({ t: { file: "data/../data/in.csv" }, u: { file: "inner.csv" } })).size).toBe(2);
    rmSync(outside, { recursive: true });
    rmSync(`${project}-old`, { recursive: true });
  });
});

test("a name that looks like a pattern is the file of that name, not those it would match", async () => {
  const names = [
    "data[1].csv",
    "data1.csv",
    "a*.csv",
    "ab.csv",
    "what?.csv",
    "whats.csv",
    "it's {x}.csv",
    "数据 表.csv",
    "#x%20.csv",
    "k=1.csv",
  ];
  names.forEach((file, k) => {
    writeFileSync(join(project, file), `v\n${k}\n`);
  });
  const read = await tables(Object.fromEntries(names.map((file) => [file, { file }])));
  expect(names.map((file) => Array.from(numbers(read.get(file)!, "v")))).toEqual(names.map((_, k) => [k]));
});

test("columns of a text file are known from its header alone, its hash from its bytes", async () => {
  writeFileSync(join(project, "names.csv"), '甲,"b c"\n1,2\n');
  const options = { projectFolder: project, cacheFolder: join(project, ".xinzhi", "cache") };
  expect(await columnNames("names.csv", options)).toEqual(["甲", "b c"]);
  writeFileSync(join(project, "abc.csv"), "abc");
  // FIPS 180-2, appendix B.1
  expect(await fileHash(join(project, "abc.csv"))).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

describe("queries", () => {
  const provinces = "province,year,gdp\nBeijing,2012,10\nBeijing,2013,\nTianjin,2012,4\nTianjin,2013,6\n";
  const zones = "province,approved\nBeijing,2013\n";
  beforeAll(() => {
    writeFileSync(join(project, "provinces.csv"), provinces);
    writeFileSync(join(project, "zones.csv"), zones);
    writeFileSync(join(project, "twins.csv"), 'A,a,"x""; drop table t; --"\n1,2,3\n');
  });
  const declared = { provinces: { file: "provinces.csv" }, zones: { file: "zones.csv" }, twins: { file: "twins.csv" } };
  const ask = async (query: string): Promise<Frame> => (await tables({ ...declared, q: { query } })).get("q")!;

  test("one SELECT over declared tables, missing left out of a mean", async () => {
    const frame = await ask(
      "-- means\nwith m as (select province, avg(gdp) as gdp, count(*) as n from provinces group by province) select m.*, z.approved from m left join zones z using (province) order by 1; -- done",
    );
    expect(cells(frame)).toEqual({ province: ["Beijing", "Tianjin"], gdp: ["10", "5"], n: ["2", "2"], approved: ["2013", null] });
    expect(frame.ledger[0]!.what).toEqual({ from: "query", rows: 2, columns: 4 });
  });

  test("types of SQL become columns", async () => {
    const frame = await ask(
      "select date '2020-01-31' as d, timestamp '2020-01-31 10:00:00' as t, timestamptz '2020-01-31 00:00:00+00' as z, true as b, 9007199254740993 as big, 12 as small, 1.25::decimal(9,2) as money, [1, 2] as l, null as nothing, 'nan'::double as nan, 0.5::float as f",
    );
    expect(cells(frame)).toEqual({
      d: ["2020-01-31"],
      t: ["2020-01-31 10:00:00"],
      z: ["2020-01-31"],
      b: ["1"],
      big: ["9007199254740993"],
      small: ["12"],
      money: ["1.25"],
      l: ["[1, 2]"],
      nothing: [null],
      nan: [null],
      f: ["0.5"],
    });
    expect(columnNamed(frame, "b").kind).toBe("number");
  });

  test("a query reads another query; a circle is refused", async () => {
    const read = await tables({
      ...declared,
      a: { query: "select province from provinces where year = 2012" },
      b: { query: "select count(*) as n from a" },
    });
    expect(cells(read.get("b")!)).toEqual({ n: ["2"] });
    const circle = tables({ a: { query: "select * from b" }, b: { query: "select * from a" } });
    expect(await problemOf(circle)).toMatchObject({ code: "DATA-QUERY-CYCLE", evidence: { tables: ["a", "b", "a"] } });
  });

  test("names that differ only in case are both there", async () => {
    expect(Array.from((await tables(declared)).get("twins")!.columns.keys())).toEqual(["A", "a", 'x"; drop table t; --']);
    expect(cells(await ask("select * from twins"))).toEqual({ A: ["1"], a_2: ["2"], 'x"; drop table t; --': ["3"] });
  });

  test.each<[string, string, object?]>([
    ["selct 1", "DATA-QUERY-SYNTAX"],
    ["select * form provinces where", "DATA-QUERY-SYNTAX"],
    ["select 1 as a; select 2 as a", "DATA-QUERY-STATEMENT", { statements: 2 }],
    ["", "DATA-QUERY-STATEMENT", { statements: 0 }],
    ["select * from province", "DATA-QUERY-TABLE", { nearest: "provinces" }],
    ["select * from q", "DATA-QUERY-TABLE", { name: "q" }],
    ["select a, a from (select 1 as a)", "DATA-NAME-TWICE"],
    ["select gpd from provinces", "DATA-QUERY-FAILED"],
    ["select * from provinces where year > 2050", "DATA-NO-ROWS"],
    ["select 1e0 / 0 as x from provinces", "DATA-INFINITE", { column: "x", count: 4 }],
    ["select cast(province as double) as x from provinces", "DATA-QUERY-FAILED"],
  ])("%s is %s", async (query, code, evidence = {}) => {
    expect(await problemOf(ask(query))).toMatchObject({ code, evidence });
  });
});

describe("Parquet", () => {
  test("typed columns, nested ones as text, case twins under their own names", async () => {
    const { DuckDBInstance } = await import("@duckdb/node-api");
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    const path = join(project, "typed.parquet");
    await connection.run(
      `COPY (SELECT i AS n, 'r' || i AS "t x", {'b': i} AS s, [i] AS l, CASE WHEN i > 1 THEN i END AS hole, 'nan'::DOUBLE AS nan, DATE '2020-01-01' + i::INTEGER AS d, i = 1 AS b, 9007199254740992 + i AS big FROM range(3) r(i)) TO '${path}'`,
    );
    connection.closeSync();
    const frame = await readFrame(path);
    expect(cells(frame)).toEqual({
      n: ["0", "1", "2"],
      "t x": ["r0", "r1", "r2"],
      s: ["{'b': 0}", "{'b': 1}", "{'b': 2}"],
      l: ["[0]", "[1]", "[2]"],
      hole: [null, null, "2"],
      nan: [null, null, null],
      d: ["2020-01-01", "2020-01-02", "2020-01-03"],
      b: ["0", "1", "0"],
      big: ["9007199254740992", "9007199254740993", "9007199254740994"],
    });
    expect(frame.ledger[0]!.what).toEqual({ from: "parquet", rows: 3, columns: 9 });
    const options = { projectFolder: project, cacheFolder: join(project, ".xinzhi", "cache") };
    expect(await columnNames("typed.parquet", options)).toEqual(Array.from(frame.columns.keys()));
  });
});

test("any column name comes back as it was written", async () => {
  const special = [
    "__proto__",
    "constructor",
    "toString",
    'a"b',
    "a'b",
    "x; DROP TABLE t; --",
    "‮abc",
    "😀",
    "إجمالي",
    "a,b",
    "=1+1",
    "NULL",
    "c0",
    "select",
    "%s",
    "\\n",
  ];
  const name = fc
    .oneof(fc.constantFrom(...special), fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }))
    .map((s) => s.replaceAll(/[\0\r]/g, "").trim());
  const names = fc.uniqueArray(
    name.filter((s) => s !== ""),
    { minLength: 2, maxLength: 8 },
  );
  const field = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  // All in one database: opening one costs more than reading a small file.
  const drawn = fc.sample(names, { numRuns: 150, seed: 1 });
  drawn.forEach((columns, k) => {
    writeFileSync(
      join(project, `names${k}.csv`),
      `${columns.map(field).join(",")}\n${columns.map((_, i) => i).join(",")}\n${columns.map(field).join(",")}\n`,
    );
  });
  const read = await tables(Object.fromEntries(drawn.map((_, k) => [`t${k}`, { file: `names${k}.csv` }])));
  drawn.forEach((columns, k) => {
    const frame = read.get(`t${k}`)!;
    expect(Array.from(frame.columns.keys())).toEqual(columns);
    const content = cells(frame);
    for (const [i, column] of columns.entries()) expect(content[column]![0]).toBe(String(i));
  });
});
