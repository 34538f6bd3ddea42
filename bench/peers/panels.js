import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Writes columns of equal length as a CSV with a header. */
export function writeCsv(path, columns) {
  const names = Object.keys(columns);
  const lines = columns[names[0]].map((_, row) => names.map((name) => columns[name][row]).join(","));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${[names.join(","), ...lines].join("\n")}\n`);
}

/** Writes generated panels for R and gretl: FOLDER/NAME.csv, and what each is in FOLDER/panels.json. */
export function writePanels(folder, panels, make) {
  for (const name of Object.keys(panels)) writeCsv(`${folder}/${name}.csv`, make(name));
  writeFileSync(`${folder}/panels.json`, JSON.stringify(panels));
}
