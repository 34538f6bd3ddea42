import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { licencesPage, PERMITTED, shippedPackages } from "../scripts/docs/licences.js";

const root = join(import.meta.dirname, "..");

interface Shipped {
  name: string;
  licence: string;
}

test("everything shipped is under a permissive licence", () => {
  const packages = shippedPackages() as Shipped[];
  expect(packages.length).toBeGreaterThan(20);
  expect(packages.filter(({ licence }) => !PERMITTED.has(licence))).toEqual([]);
});

test("THIRD-PARTY-LICENSES.txt is what the lock file and the installed texts say (node scripts/docs.js writes it)", () => {
  expect(readFileSync(join(root, "THIRD-PARTY-LICENSES.txt"), "utf8")).toBe(licencesPage());
});

test("no dependency runs a script when it is installed, all are pinned by their content, none comes from elsewhere than a registry", () => {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, { hasInstallScript?: boolean; resolved?: string; dev?: boolean; integrity?: string }>;
  };
  const entries = Object.entries(lock.packages).filter(([path]) => path !== "");
  expect(entries.filter(([, entry]) => entry.hasInstallScript && !entry.dev).map(([path]) => path)).toEqual([]);
  expect(entries.filter(([, entry]) => !entry.integrity).map(([path]) => path)).toEqual([]);
  expect(
    entries.filter(([, entry]) => entry.resolved !== undefined && !entry.resolved.startsWith("https://")).map(([path]) => path),
  ).toEqual([]);
});
