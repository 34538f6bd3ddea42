import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

/**
 * The documentation is tested. Every fenced block has an info word: `ts run` and `sh run` are run (in a folder that holds
 * grunfeld.csv), a `text output` block after them is compared with what they print, `yaml study` is checked by the program,
 * `text` is prose.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const pages = ["README.md", "README.zh.md", ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith(".md"),
);
const known = new Set(["text", "text output", "ts run", "sh run", "yaml study"]);

interface Block {
  info: string;
  line: number;
  text: string;
}

function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | null = null;
  for (const [i, line] of readFileSync(join(root, page), "utf8").split("\n").entries()) {
    if (!line.startsWith("```")) {
      if (open !== null) open.text += `${line}\n`;
    } else if (open === null) {
      open = { info: line.slice(3).trim(), line: i + 1, text: "" };
    } else {
      blocks.push(open);
      open = null;
    }
  }
  expect(open, `${page}: a fenced block is not closed`).toBeNull();
  return blocks;
}

// TypeScript blocks stand inside the package while they run, so that `xinzhi/...` means this package.
const scratch = join(root, "test", ".docs");
const folder = mkdtempSync(join(tmpdir(), "xinzhi-docs-"));
mkdirSync(scratch, { recursive: true });
cpSync(join(root, "test/fixtures/grunfeld.csv"), join(folder, "grunfeld.csv"));
cpSync(join(root, "studies/pilot-zones"), join(folder, "studies/pilot-zones"), {
  recursive: true,
  filter: (path) => !path.endsWith(".xinzhi") && !path.endsWith("report"),
});
writeFileSync(join(folder, "xinzhi"), `#!/bin/sh\nexec "${process.execPath}" "${join(root, "dist/cli/main.js")}" "$@"\n`, { mode: 0o755 });
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

function shell(command: string): string {
  return execFileSync("sh", ["-e", "-c", command], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", PATH: `${folder}${delimiter}${process.env["PATH"]}` },
  });
}

async function script(name: string, text: string): Promise<string> {
  const file = join(scratch, `${name}.ts`);
  writeFileSync(file, text.replaceAll('"grunfeld.csv"', JSON.stringify(join(folder, "grunfeld.csv"))));
  const printed: string[] = [];
  const log = console.log;
  console.log = (...values: unknown[]) => void printed.push(values.map((v) => String(v)).join(" "));
  try {
    await import(/* @vite-ignore */ pathToFileURL(file).href);
  } finally {
    console.log = log;
  }
  return `${printed.join("\n")}\n`;
}

describe.each(pages)("%s", (page) => {
  const blocks = blocksOf(page);

  it("every block says what it is", () => {
    for (const block of blocks) expect(known.has(block.info), `${page}:${block.line} has the info word "${block.info}"`).toBe(true);
  });

  it("links inside the repository lead somewhere", () => {
    const text = readFileSync(join(root, page), "utf8").replace(/```[\s\S]*?```/g, "");
    for (const [, target] of text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g))
      expect(existsSync(join(root, page, "..", target!)), `${page} links to ${target}`).toBe(true);
  });

  const runs = blocks
    .map((block, i) => ({ block, next: blocks[i + 1] }))
    .filter(({ block }) => block.info !== "text" && block.info !== "text output");
  for (const { block, next } of runs)
    it(`line ${block.line}: ${block.info}`, async () => {
      let printed: string;
      if (block.info === "yaml study") {
        writeFileSync(join(folder, "study.yaml"), block.text);
        printed = shell("xinzhi check study.yaml");
      } else {
        printed = block.info === "ts run" ? await script(`${page.replace(/\W/g, "-")}-${block.line}`, block.text) : shell(block.text);
      }
      if (next?.info === "text output") expect(printed.trimEnd()).toBe(next.text.trimEnd());
    });
});
