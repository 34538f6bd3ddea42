// Writes the generated three-factor panel for R: .peers/threeFactors.csv. Run after a build, from the repository root.
import { threeFactors } from "../../test/fixtures/panel/threeFactors.js";
import { writeCsv } from "./panels.js";

writeCsv(".peers/threeFactors.csv", threeFactors());
