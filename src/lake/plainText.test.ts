import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Column, Frame } from "../frame/main.js";
import { csvSource, type Header, missingMarkers, readHeader } from "./csv.js";
import { type Database, openDatabase } from "./database.js";
import { loadFrame } from "./load.js";
import { readPlainText } from "./plainText.js";

let folder: string;
let path: string;
let database: Database;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "xinzhi-plain-"));
  path = join(folder, "rows.csv");
  database = await openDatabase([path], folder);
});
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

function write(content: string): Header {
  writeFileSync(path, content);
  return readHeader(path, "csv", "rows.csv");
}

function plainly(content: string, markers = missingMarkers) {
  const header = write(content);
  return readPlainText(path, header, markers, content.split("\n").length);
}

async function throughEngine(content: string): Promise<{ frame: Frame; naCells: ReadonlyMap<string, number> }> {
  const source = await csvSource(database.connection, path, write(content), missingMarkers, "rows.csv");
  return { frame: await loadFrame(database.connection, "rows", source), naCells: source.naCells };
}

/** Bits of numbers, so that -0 and 0 differ and NaN equals NaN. */
function exact(columns: ReadonlyMap<string, Column>): unknown {
  return Array.from(columns, ([name, c]) =>
    c.kind === "number"
      ? [name, Array.from(c.values, (v) => (Object.is(v, -0) ? "-0" : String(v)))]
      : [name, Array.from(c.codes), [...c.labels]],
  );
}

const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.integer({ min: -99999, max: 99999 }).map(String),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((v) => v.toFixed(4)),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((v) => v.toExponential(9)),
);
const missing = fc.constantFrom("", "NA", ".", "NaN");
const text = fc.oneof(
  fc.constantFrom("北京", "广东", "Fujian", "a;b", "A1", "2019-03", "x y", "-", "n/a", "nancy", "infra", "#1", "é", "P10", "1/2", "3M"),
  fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom("a", "B", "9", "_", "é", "省", "/") }),
);
/** Everything that may stand in a file, sound or not. */
const odd = fc.constantFrom(
  ...[
    "000123",
    "01",
    "0",
    "-0",
    "-01",
    "+5",
    "5.",
    ".5",
    "1e5",
    "1E+5",
    "1e",
    "1_000",
    "0x1F",
    "inf",
    "-Infinity",
    "nan",
    "TRUE",
    "false",
    " 7",
    "7 ",
    " a",
  ],
  ...[
    "9007199254740993",
    "9007199254740992",
    "123456789012345678",
    "12345678901234567.5",
    "1e400",
    "1e-400",
    "t",
    '"q"',
    '"1,5"',
    '""',
    '"a ""b"""',
    "\u00a0x",
  ],
);
const column = fc.oneof(
  { weight: 4, arbitrary: fc.constant(fc.oneof({ weight: 5, arbitrary: number }, { weight: 1, arbitrary: missing })) },
  { weight: 3, arbitrary: fc.constant(fc.oneof({ weight: 5, arbitrary: text }, { weight: 1, arbitrary: missing })) },
  { weight: 1, arbitrary: fc.constant(fc.oneof(number, text, missing, odd)) },
  { weight: 2, arbitrary: odd.map((cell) => fc.oneof({ weight: 1, arbitrary: fc.constant(cell) }, { weight: 3, arbitrary: number })) },
);
const file = fc.array(column, { minLength: 1, maxLength: 4 }).chain((columns) =>
  fc.record({
    lines: fc.array(fc.tuple(...columns), { minLength: 1, maxLength: 12 }),
    end: fc.constantFrom("\n", "\r\n"),
    last: fc.boolean(),
  }),
);

describe("a plain text file, read in one pass", () => {
  test("is what the engine reads, to the bit, or is left to the engine", async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(file, async ({ lines, end, last }) => {
        const names = lines[0]!.map((_, i) => `c${i}`);
        const content = [names, ...lines].map((cells) => cells.join(",")).join(end) + (last ? end : "");
        const plain = plainly(content);
        if (plain === null) return;
        taken++;
        const { frame, naCells } = await throughEngine(content);
        expect(exact(plain.columns)).toEqual(exact(frame.columns));
        expect(plain.rows).toBe(frame.rows);
        expect([...plain.naCells]).toEqual([...naCells]);
      }),
      { numRuns: 200 },
    );
    expect(taken).toBeGreaterThan(40);
  });

  test.each([
    ["a blank beside a cell", "a,b\n1, 2\n"],
    ["a doubled quote", 'a,b\n1,"x ""y"""\n'],
    ["a quote inside a cell", 'a,b\n1,5"\n'],
    ["a line end inside quotes", 'a,b\n1,"x\ny"\n'],
    ["a number that becomes a text", "a,b\n1,2\n1,x\n"],
    ["an integer beyond 2^53", "a,b\n1,9007199254740993\n"],
    ["a cell too few", "a,b\n1\n"],
    ["a cell too many", "a,b\n1,2,3\n"],
    ["an empty line", "a,b\n1,2\n\n3,4\n"],
    ["truth values", "a,b\n1,true\n"],
    ["a header alone", "a,b\n"],
  ])("%s is left to the engine", (_, content) => {
    expect(plainly(content)).toBeNull();
  });

  test("what plain files hold", () => {
    const plain = plainly('firm,code,x,note\n"A, Ltd",000001,-1.50,NA\n北京,000002,1e-3,y\n"A, Ltd",,NA,"z"\n')!;
    expect(exact(plain.columns)).toEqual([
      ["firm", [0, 1, 0], ["A, Ltd", "北京"]],
      ["code", [0, 1, -1], ["000001", "000002"]],
      ["x", ["-1.5", "0.001", "NaN"]],
      ["note", [-1, 0, 1], ["y", "z"]],
    ]);
    expect([...plain.naCells]).toEqual([["note", 1]]);
  });

  test("many texts, and lines across pieces of the file", () => {
    const rows = Array.from({ length: 90_000 }, (_, i) => `firm ${(i * 7919) % 30011} of the northern province,${i / 8}`);
    const plain = plainly(`firm,x\n${rows.join("\n")}\n`)!;
    const firm = plain.columns.get("firm") as Column & { kind: "category" };
    const x = plain.columns.get("x") as Column & { kind: "number" };
    expect(firm.labels).toHaveLength(30011);
    expect(Array.from(firm.codes, (code, i) => `${firm.labels[code]},${x.values[i]}`)).toEqual(rows);
  });
});
