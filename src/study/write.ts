import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { problem } from "../messages/main.js";

/** Writes a file whole or not at all: under another name first, then renamed. */
export function writeWhole(file: string, text: string): void {
  guarded(dirname(file), () => {
    mkdirSync(dirname(file), { recursive: true });
    const part = `${file}.${process.pid}.part`;
    writeFileSync(part, text);
    renameSync(part, file);
  });
}

/** Refuses a folder that cannot be written to before any work is done for it; `shownAs` is how the user named it. */
export function requireWritable(folder: string, shownAs: string): void {
  guarded(shownAs, () => {
    mkdirSync(folder, { recursive: true });
    const probe = join(folder, `.xinzhi-${process.pid}.part`);
    writeFileSync(probe, "");
    rmSync(probe);
  });
}

function guarded(folder: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    const cause = (error as NodeJS.ErrnoException).code;
    if (cause === undefined) throw error;
    throw problem("STUDY-OUT-UNWRITABLE", { folder, cause });
  }
}
