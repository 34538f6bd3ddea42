// Writes the generated three-factor panel for R: .peers/threeFactors.csv. Run after a build, from the repository root.
import { mkdirSync, writeFileSync } from "node:fs";
import { threeFactors } from "../../test/fixtures/panel/threeFactors.js";

const columns = threeFactors();
const names = Object.keys(columns);
const lines = columns.y.map((_, row) => names.map((name) => columns[name][row]).join(","));
mkdirSync(".peers", { recursive: true });
writeFileSync(".peers/threeFactors.csv", `${[names.join(","), ...lines].join("\n")}\n`);
