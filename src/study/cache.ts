import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashOf } from "./hash.js";
import { packageVersion } from "./version.js";

/** Entries kept; the ones longest unused leave first. */
const MOST = 2000;

/**
 * Results of earlier runs, by the hash of everything they were made from. A missing or broken entry is made again; an entry is written
 * under another name and renamed, so a run that dies leaves none half-written.
 */
export class Cache {
  private readonly made: string;
  readonly counts = { found: 0, made: 0 };

  /** `folder` is created on the first write; null keeps nothing. */
  constructor(private readonly folder: string | null) {
    this.made = madeBy();
  }

  /** The value of `work`, from an earlier run when all `inputs` are the same. The value must be plain JSON or Float64Arrays. */
  get<T>(inputs: unknown, work: () => T): T {
    if (this.folder === null) return work();
    const file = join(this.folder, `${hashOf([this.made, inputs])}.json`);
    const kept = read(file);
    if (kept !== undefined) {
      this.counts.found++;
      return kept as T;
    }
    const value = work();
    this.counts.made++;
    this.write(file, value);
    return value;
  }

  private write(file: string, value: unknown): void {
    mkdirSync(this.folder!, { recursive: true });
    const part = `${file}.${process.pid}.part`;
    writeFileSync(part, JSON.stringify(value, encode));
    renameSync(part, file);
  }

  /** Removes what has not been used for longest. */
  prune(): void {
    if (this.folder === null || !existsSync(this.folder)) return;
    const names = readdirSync(this.folder).filter((name) => name.endsWith(".json"));
    if (names.length <= MOST) return;
    const aged = names.map((name) => ({ name, used: statSync(join(this.folder!, name)).mtimeMs })).sort((a, b) => a.used - b.used);
    for (const { name } of aged.slice(0, names.length - MOST)) rmSync(join(this.folder, name), { force: true });
  }
}

/** Version, and in a clone also the state of the code: changed code never serves old results. */
function madeBy(): string {
  const stamp = new URL("../.stamp", import.meta.url);
  return `${packageVersion()} ${existsSync(stamp) ? readFileSync(stamp, "utf8") : ""}`;
}

function read(file: string): unknown {
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"), decode);
    const now = new Date();
    utimesSync(file, now, now);
    return value;
  } catch {
    return undefined;
  }
}

/** JSON has no NaN and no typed array: both are kept bit by bit. */
function encode(_key: string, value: unknown): unknown {
  if (value instanceof Float64Array) return { $float64: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64") };
  if (typeof value === "number" && !Number.isFinite(value)) return { $number: String(value) };
  return value;
}

function decode(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("$float64" in value) {
    const raw = Buffer.from(value.$float64 as string, "base64");
    return new Float64Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength));
  }
  return "$number" in value ? Number(value.$number) : value;
}
