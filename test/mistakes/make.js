// Makes one seeded mistake with the real command, in a folder of its own, and returns what was printed.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runCommand } from "../../dist/cli/program.js";

/** Writes the files of a case and runs `use` with their folder; the folder goes afterwards. */
export async function inFolder(files, use) {
  const folder = mkdtempSync(join(tmpdir(), "xinzhi-mistake-"));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a command line in this process, from a folder: exit code and both streams. */
export async function command(args, folder, env = {}) {
  const printed = { out: "", err: "" };
  const terminal = {
    out: (text) => {
      printed.out += text;
    },
    err: (text) => {
      printed.err += text;
    },
    env,
    isTerminal: false,
    folder,
  };
  return { exitCode: await runCommand(args, terminal), ...printed };
}
