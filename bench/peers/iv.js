// Writes the ten panels with instruments for R and gretl: .peers/iv/NAME.csv, and what each is. Run after a build, from the repository root.
import { mkdirSync, writeFileSync } from "node:fs";
import { ivPanel, panels } from "../../test/fixtures/iv/panels.js";

mkdirSync(".peers/iv", { recursive: true });
for (const name of Object.keys(panels)) {
  const columns = ivPanel(name);
  const names = Object.keys(columns);
  const lines = columns.y.map((_, row) => names.map((column) => columns[column][row]).join(","));
  writeFileSync(`.peers/iv/${name}.csv`, `${[names.join(","), ...lines].join("\n")}\n`);
}
writeFileSync(".peers/iv/panels.json", JSON.stringify(panels));
