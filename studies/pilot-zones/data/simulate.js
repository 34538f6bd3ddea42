// Writes provinces-simulated.csv and planted-truth.csv: node studies/pilot-zones/data/simulate.js
// The timetable of zones and the borders are real (the other files here); every number it writes is simulated, seed 1.
import { readFileSync, writeFileSync } from "node:fs";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { pilotZonesIndicators, plantedIndexEffects, simulatePilotZones } from "xinzhi/econometrics";
import { columnNamed } from "xinzhi/frame";

const folder = new URL("./", import.meta.url);

/** Rows of a CSV file of facts (no quoted cells) as objects. */
function rowsOf(name) {
  const [head, ...lines] = readFileSync(new URL(name, folder), "utf8").trim().split("\n");
  const names = head.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, j) => [names[j], cell])));
}

/**
 * 30 provinces (without Tibet), 2012-2022, the first year each counts as treated (approved in September or later: the next year), borders.
 * @returns {import("../../../dist/econometrics/simulate/main.js").PilotZonesWorld}
 */
export function pilotZonesWorld() {
  const counts = (approved) => Number(approved.slice(0, 4)) + (Number(approved.slice(5, 7)) >= 9 ? 1 : 0);
  const zones = rowsOf("ai-pilot-zones.csv");
  const provinces = rowsOf("provinces.csv")
    .filter((p) => p.province !== "Tibet")
    .map((p) => {
      const years = zones.filter((z) => z.gb === p.gb).map((z) => counts(z.approved));
      return { gb: p.gb, province: p.province, region: p.region, firstTreated: years.length === 0 ? null : Math.min(...years) };
    });
  const borders = rowsOf("province-adjacency.csv").map((b) => [b.from, b.to]);
  return { provinces, borders, years: Array.from({ length: 11 }, (_, i) => 2012 + i) };
}

/** First year of approval of each province with a zone, by `gb`. */
export function approvalYears() {
  const years = new Map();
  for (const { gb, approved } of rowsOf("ai-pilot-zones.csv"))
    years.set(gb, Math.min(years.get(gb) ?? Number.POSITIVE_INFINITY, Number(approved.slice(0, 4))));
  return years;
}

/**
 * The index of paper 002 on the simulated columns.
 * @type {import("../../../dist/econometrics/index/main.js").IndexOptions}
 */
export const indexOptions = {
  name: "np",
  unit: "province",
  time: "year",
  method: "criticEntropyProduct",
  indicators: Object.fromEntries(pilotZonesIndicators.map((spec) => [spec.name, spec.direction])),
};

/** Both files as text, six significant digits. */
export function pilotZonesFiles(seed = 1) {
  const panel = simulatePilotZones(pilotZonesWorld(), { seed });
  const names = [...panel.observed.columns.keys()].filter((name) => name !== "firstTreated");
  const columns = names.map((name) => columnNamed(panel.observed, name));
  const cell = (column, row) => (column.kind === "number" ? String(Number(column.values[row].toPrecision(6))) : column.labels[column.codes[row]]);
  const rows = Array.from({ length: panel.observed.rows }, (_, row) => columns.map((column) => cell(column, row)).join(","));
  const truth = plantedIndexEffects(panel, indexOptions);
  const line = (what, time, effect, units) => [what, time, effect.toFixed(5), units].join(",");
  return {
    "provinces-simulated.csv": `${[names.join(","), ...rows].join("\n")}\n`,
    "planted-truth.csv": `${[
      "effect_on_np_simulated,years_since_adoption,effect,provinces",
      line("own zone (average over treated rows)", "", truth.own, 16),
      ...truth.byEventTime.map((e) => line("own zone", e.time, e.effect, e.units)),
      line("zones of neighbours (average over rows without a zone)", "", truth.spillover, 30),
    ].join("\n")}\n`,
  };
}

if (argv[1] === fileURLToPath(import.meta.url))
  for (const [name, text] of Object.entries(pilotZonesFiles())) writeFileSync(new URL(name, folder), text);
