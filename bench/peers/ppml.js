// Writes the panels of test/fixtures/ppml/panels.js for R: .peers/ppml/NAME.csv, and what each is. Run after a build, from the repository root.
import { panels, ppmlPanel } from "../../test/fixtures/ppml/panels.js";
import { writePanels } from "./panels.js";

writePanels(".peers/ppml", panels, ppmlPanel);
