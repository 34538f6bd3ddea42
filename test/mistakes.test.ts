import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { codes } from "../dist/messages/main.js";
import { makeMistake, mistakesPage } from "../scripts/docs/mistakes.js";
import { mistakes } from "./mistakes/cases.js";
import { inFolder } from "./mistakes/make.js";

const root = join(import.meta.dirname, "..");

interface Made {
  exitCode: number;
  isFound: boolean;
  en: string;
  zh: string;
}
const made: Made[] = [];

beforeAll(async () => {
  for (const mistake of mistakes) made.push((await makeMistake(mistake)) as Made);
}, 300_000);

describe("every seeded mistake", () => {
  test.each(mistakes.map((mistake, i) => [mistake.name, mistake.code, i] as const))("%s: %s", (_name, code, i) => {
    const { exitCode, isFound, en, zh } = made[i]!;
    const isError = codes[code as keyof typeof codes].severity === "error";
    expect(isFound, `${code} did not come, but: ${en}`).toBe(true);
    expect(exitCode).toBe(isError ? 2 : 0);
    for (const text of [en, zh]) expect(text).not.toMatch(/\n\s+at .*:\d+:\d+|internal fault|undefined|\[object/);
    expect(en).toContain(code);
    expect(en).toContain("Fix: ");
    expect(zh).toContain("改法：");
    expect(zh).toMatch(/[\u4e00-\u9fff]/);
    expect(en.split("\n").filter((line) => /[。，；]/.test(line) && !line.includes("|") && !line.includes("`"))).toEqual([]);
  });

  test("there are at least forty codes among them", () => {
    expect(new Set(mistakes.map((mistake) => mistake.code)).size).toBeGreaterThan(40);
  });

  test("the committed page is what is printed (node scripts/docs.js writes it)", async () => {
    expect(readFileSync(join(root, "docs/mistakes.md"), "utf8")).toBe(await mistakesPage(made));
  });
});

describe("as a program of its own", () => {
  const sample = ["bad YAML indent", "unknown key", "mistyped column", "text in a number column", "unknown command", "constant regressor"];
  test.each(sample)("%s ends with its exit code and no stack", async (name) => {
    const mistake = mistakes.find((m) => m.name === name)!;
    await inFolder(mistake.files, (folder: string) => {
      const { status, stderr } = spawnSync(process.execPath, [join(root, "dist/cli/main.js"), ...mistake.args], {
        cwd: folder,
        encoding: "utf8",
      });
      const isError = codes[mistake.code as keyof typeof codes].severity === "error";
      expect(status).toBe(isError ? 2 : 0);
      expect(stderr).not.toMatch(/\n\s+at /);
      if (isError) expect(stderr).toContain(mistake.code);
    });
  });

  test("several mistakes are told in one pass", async () => {
    const { study, csv, panelRows } = await import("./mistakes/panel.js");
    const files = {
      "study.yaml": study(
        ["filter: year >=", "filter: yeer >="],
        ["~ treated", "~ treatd"],
        ["adopted: adopted", "adopted: adoptd"],
        ["indicators: { rd:", "indicators: { rdd:"],
      ),
      "data/provinces.csv": csv(panelRows()),
    };
    await inFolder(files, (folder: string) => {
      const { status, stderr } = spawnSync(process.execPath, [join(root, "dist/cli/main.js"), "run", "study.yaml"], {
        cwd: folder,
        encoding: "utf8",
      });
      expect(status).toBe(2);
      for (const wrong of ["yeer", "treatd", "adoptd", "rdd"]) expect(stderr).toContain(`no column \`${wrong}\``);
    });
  });
});

test("help starts fast", () => {
  const time = (args: string[]): number => {
    const times = Array.from({ length: 7 }, () => {
      const started = performance.now();
      execFileSync(process.execPath, args, { stdio: "ignore" });
      return performance.now() - started;
    });
    return times.sort((a, b) => a - b)[0]!;
  };
  const bare = time(["-e", "0"]);
  const help = time([join(root, "dist/cli/main.js"), "--help"]);
  // The goal is 1.3; a busy machine gets more room here, bench/startup.js measures it.
  expect(help / bare).toBeLessThan(1.7);
});
