import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** Licences that let everybody use, change and ship what carries them. */
export const PERMITTED = new Set([
  "MIT",
  "ISC",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Apache-2.0",
  "0BSD",
  "Unlicense",
  "BlueOak-1.0.0",
  "CC0-1.0",
]);

/** Every package a user installs with this one, from the lock file: path, name, version, licence. */
export function shippedPackages() {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path !== "" && entry.dev !== true)
    .map(([path, entry]) => ({
      path,
      name: path.slice(path.lastIndexOf("node_modules/") + 13),
      version: entry.version,
      licence: entry.license ?? "unknown",
      isOptional: entry.optional === true,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1));
}

/** THIRD-PARTY-LICENSES.txt: what is shipped, and the licence texts it comes with, equal texts once. */
export function licencesPage() {
  const packages = shippedPackages();
  const lines = packages.map(({ name, version, licence }) => `${name} ${version}: ${licence}`);
  const texts = new Map();
  for (const { path, name, isOptional } of packages) {
    // Builds for other machines are not installed here; they carry the licence of the package that chooses among them.
    if (isOptional) continue;
    const text = licenceText(join(root, path));
    if (text !== null) texts.set(text, [...(texts.get(text) ?? []), name]);
  }
  const rule = "-".repeat(100);
  const bodies = Array.from(texts, ([text, names]) => `${rule}\n${[...new Set(names)].join(", ")}\n\n${text}\n`);
  return `Xinzhi is under the MIT licence (LICENSE). It is installed with these packages:\n\n${lines.join("\n")}\n\n${bodies.join("\n")}`;
}

function licenceText(folder) {
  if (!existsSync(folder)) return null;
  const file = readdirSync(folder)
    .sort()
    .find((name) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(name));
  return file === undefined ? null : readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim();
}
