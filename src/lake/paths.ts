import { readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, extname, posix, resolve, sep, win32 } from "node:path";
import { nearest, problem } from "../messages/main.js";

/**
 * The real path of a data file that a study names, links resolved. Everything a study reads lies in its project folder, so that the folder alone
 * reproduces it. Throws DATA-PATH-OUTSIDE (absolute, a web address, `..` or a link that leads out) and DATA-FILE-MISSING with the nearest name.
 */
export function pathInProject(projectFolder: string, path: string): string {
  if (path.includes("\0") || path.trim() === "")
    throw problem("DATA-FILE-MISSING", { file: path.replaceAll("\0", "?"), nearest: null, what: "absent" });
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path) || /^file:/i.test(path)) throw problem("DATA-PATH-OUTSIDE", { file: path, why: "address" });
  if (posix.isAbsolute(path) || win32.isAbsolute(path) || /^[a-z]:/i.test(path))
    throw problem("DATA-PATH-OUTSIDE", { file: path, why: "absolute" });
  const project = realpathSync(projectFolder);
  const wanted = resolve(project, path);
  if (!isInside(project, wanted)) throw problem("DATA-PATH-OUTSIDE", { file: path, why: "parent" });
  const real = realPath(wanted);
  if (real === null) throw problem("DATA-FILE-MISSING", { file: path, nearest: nearestFile(project, wanted, path), what: "absent" });
  if (!isInside(project, real)) throw problem("DATA-PATH-OUTSIDE", { file: path, why: "link" });
  if (!statSync(real).isFile()) throw problem("DATA-FILE-MISSING", { file: path, nearest: null, what: "folder" });
  return real;
}

/** With the separator, because /data-old is not inside /data. */
function isInside(folder: string, path: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}

function nearestFile(project: string, wanted: string, written: string): string | null {
  const folder = realPath(dirname(wanted));
  if (folder === null || !(folder === project || isInside(project, folder))) return null;
  const files = readdirSync(folder).filter((name) => formatOfExtension(name) !== null);
  const name = nearest(
    basename(wanted),
    files.sort((a, b) => (a < b ? -1 : 1)),
  );
  return name === null ? null : posix.join(dirname(written.replaceAll("\\", "/")), name);
}

export type FileFormat = "csv" | "tsv" | "parquet";

const formats: Record<string, FileFormat> = {
  ".csv": "csv",
  ".tsv": "tsv",
  ".tab": "tsv",
  ".txt": "csv",
  ".parquet": "parquet",
  ".pq": "parquet",
};

function formatOfExtension(path: string): FileFormat | null {
  return formats[extname(path).toLowerCase()] ?? null;
}

/** The format of a data file by its extension. Throws DATA-FORMAT-UNKNOWN. */
export function formatOf(path: string): FileFormat {
  const format = formatOfExtension(path);
  if (format === null) throw problem("DATA-FORMAT-UNKNOWN", { file: path, extension: extname(path), formats: Object.keys(formats) });
  return format;
}
