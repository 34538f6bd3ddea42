// Writes the pages of docs/ that are made from code: study-file.md from the schema, codes.md from the table of codes, mistakes.md by making
// every seeded mistake, the catalogues of indicators, the tables of peers; and THIRD-PARTY-LICENSES.txt from the lock file. `node scripts/docs.js` after a build;
// test/docs.test.ts holds the committed pages to what this would write.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { agreementPanelPage } from "./docs/agreementPanel.js";
import { cataloguesPage } from "./docs/catalogues.js";
import { codesPage } from "./docs/codes.js";
import { dynamicPanelsPage } from "./docs/dynamicPanels.js";
import { instrumentsPage } from "./docs/instruments.js";
import { licencesPage } from "./docs/licences.js";
import { mistakesPage } from "./docs/mistakes.js";
import { studyFilePage } from "./docs/studyFile.js";

const docs = join(dirname(fileURLToPath(import.meta.url)), "..", "docs");

writeFileSync(join(docs, "study-file.md"), studyFilePage());
writeFileSync(join(docs, "codes.md"), codesPage());
writeFileSync(join(docs, "catalogues.md"), cataloguesPage("en"));
writeFileSync(join(docs, "catalogues.zh.md"), cataloguesPage("zh"));
writeFileSync(join(docs, "dynamic-panels.md"), dynamicPanelsPage(readFileSync(join(docs, "dynamic-panels.md"), "utf8")));
writeFileSync(join(docs, "instruments.md"), instrumentsPage(readFileSync(join(docs, "instruments.md"), "utf8")));
writeFileSync(join(docs, "agreement-panel.md"), agreementPanelPage());
writeFileSync(join(docs, "..", "THIRD-PARTY-LICENSES.txt"), licencesPage());
writeFileSync(join(docs, "mistakes.md"), await mistakesPage());
