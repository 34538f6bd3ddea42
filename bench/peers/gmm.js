// Writes the dynamic panels for R and gretl: .peers/gmm/NAME.csv, and what each is. Run after a build, from the repository root.
import { gmmPanel, panels } from "../../test/fixtures/gmm/panels.js";
import { writePanels } from "./panels.js";

writePanels(".peers/gmm", panels, gmmPanel);
