import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Language } from "../messages/main.js";
import type { Results } from "../results/contract.js";
import type { ReportDocument } from "./document/blocks.js";
import { documentHtml } from "./document/html.js";
import { documentMarkdown } from "./document/markdown.js";
import { outline } from "./document/outline.js";
import { type DrawnFigure, drawFigure } from "./figures/draw.js";
import { reader } from "./reader.js";
import { tableCsv } from "./render/csv.js";
import { tablesDocx } from "./render/docx.js";
import { tableLatex } from "./render/latex.js";

/** What a report folder of ours holds at its top; anything else in it belongs to somebody else and stays. */
const OWN = /^(index\.html|report(\.(en|zh))?\.md|tables|figures)$/;

/** Ending of the name an old report folder has while the new one takes its place. */
const OLD = "-old";

/**
 * Writes the report of a study: `index.html` with all languages, `report.md` per language, `tables/*.{tex,docx,csv}`,
 * `figures/*.{svg,vl.json}`; files of the second language carry its name (`report.zh.md`). Everything is made in a sibling folder first and
 * then renamed, so that the last good report stays when this one cannot be finished.
 *
 * @returns paths of the files inside the folder, in code-point order.
 */
export async function writeReport(results: Results, folder: string, options: { languages: readonly Language[] }): Promise<string[]> {
  const files = await reportFiles(results, options.languages);
  const target = resolve(folder);
  mkdirSync(dirname(target), { recursive: true });
  const fresh = join(dirname(target), `.${basename(target)}-${randomUUID()}`);
  mkdirSync(fresh);
  try {
    for (const [path, content] of files) {
      mkdirSync(dirname(join(fresh, path)), { recursive: true });
      writeFileSync(join(fresh, path), content);
    }
    replace(target, fresh);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return [...files.keys()].sort((a, b) => (a < b ? -1 : 1));
}

/** Every file of the report by its path. Equal results give equal bytes. */
export async function reportFiles(results: Results, languages: readonly Language[]): Promise<Map<string, string | Uint8Array>> {
  const files = new Map<string, string | Uint8Array>();
  const documents: { document: ReportDocument; drawn: Map<string, DrawnFigure> }[] = [];
  for (const [i, language] of languages.entries()) {
    const r = reader(results, language);
    const document = outline(r);
    const suffix = i === 0 ? "" : `.${language}`;
    const drawn = new Map<string, DrawnFigure>();
    for (const block of document.sections.flatMap((section) => section.blocks)) {
      if (block.kind === "figure") {
        // Two languages stand in one page: ids inside the pictures must differ.
        const picture = await drawFigure({ ...block.figure, id: block.figure.id + suffix.replace(".", "-") });
        drawn.set(block.figure.id, picture);
        files.set(`figures/${block.figure.id}${suffix}.svg`, picture.svg);
        files.set(`figures/${block.figure.id}${suffix}.vl.json`, picture.vegaLite);
      } else if (block.kind === "table") {
        files.set(`tables/${block.table.id}${suffix}.tex`, tableLatex(block.table, language));
        files.set(`tables/${block.table.id}${suffix}.csv`, tableCsv(block.table));
        files.set(`tables/${block.table.id}${suffix}.docx`, await tablesDocx([block], language));
      }
    }
    documents.push({ document, drawn });
    files.set(`report${suffix}.md`, documentMarkdown(document, suffix));
  }
  files.set("index.html", documentHtml(documents));
  return files;
}

/**
 * Puts the fresh folder in the place of the old one by two renames. A run that dies between them is mended by the next: the old folder
 * is still there, under a name of its own.
 */
function replace(target: string, fresh: string): void {
  mendAfterDeath(target);
  if (!existsSync(target)) {
    renameSync(fresh, target);
    return;
  }
  const old = `${fresh}${OLD}`;
  renameSync(target, old);
  try {
    renameSync(fresh, target);
  } catch (error) {
    renameSync(old, target);
    throw error;
  }
  retire(old, target);
}

/** Brings back what others keep in an old report folder, then removes the folder. */
function retire(old: string, target: string): void {
  for (const name of readdirSync(old))
    if (!OWN.test(name) && !existsSync(join(target, name))) renameSync(join(old, name), join(target, name));
  rmSync(old, { recursive: true, force: true });
}

function mendAfterDeath(target: string): void {
  const prefix = `.${basename(target)}-`;
  for (const name of readdirSync(dirname(target))) {
    if (!name.startsWith(prefix) || !name.endsWith(OLD)) continue;
    const old = join(dirname(target), name);
    if (existsSync(target)) retire(old, target);
    else renameSync(old, target);
  }
}
