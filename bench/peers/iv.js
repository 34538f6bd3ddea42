// Writes the ten panels with instruments for R and gretl: .peers/iv/NAME.csv, and what each is. Run after a build, from the repository root.
import { ivPanel, ivPlaces, panels } from "../../test/fixtures/iv/panels.js";
import { writePanels } from "./panels.js";

writePanels(".peers/iv", panels, (name) => {
  const columns = ivPanel(name);
  return { ...columns, ...ivPlaces(columns) };
});
