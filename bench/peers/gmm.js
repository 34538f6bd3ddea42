// Writes the dynamic panels for R and gretl: .peers/gmm/NAME.csv, and what each is. Run after a build, from the repository root.
import { mkdirSync, writeFileSync } from "node:fs";
import { gmmPanel, panels } from "../../test/fixtures/gmm/panels.js";

mkdirSync(".peers/gmm", { recursive: true });
for (const name of Object.keys(panels)) {
  const columns = gmmPanel(name);
  const names = Object.keys(columns);
  const lines = columns.y.map((_, row) => names.map((column) => columns[column][row]).join(","));
  writeFileSync(`.peers/gmm/${name}.csv`, `${[names.join(","), ...lines].join("\n")}\n`);
}
writeFileSync(".peers/gmm/panels.json", JSON.stringify(panels));
