// Writes the panels of test/fixtures/ppml/panels.js for R: .peers/ppml/NAME.csv, and what each is. Run after a build, from the repository root.
import { mkdirSync, writeFileSync } from "node:fs";
import { panels, ppmlPanel } from "../../test/fixtures/ppml/panels.js";

mkdirSync(".peers/ppml", { recursive: true });
for (const name of Object.keys(panels)) {
  const columns = ppmlPanel(name);
  const names = Object.keys(columns);
  const lines = columns.y.map((_, row) => names.map((column) => columns[column][row]).join(","));
  writeFileSync(`.peers/ppml/${name}.csv`, `${[names.join(","), ...lines].join("\n")}\n`);
}
writeFileSync(".peers/ppml/panels.json", JSON.stringify(panels));
