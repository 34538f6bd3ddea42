import type { Language } from "../../messages/main.js";
import { type ReportWords, reportWords } from "../../messages/words.js";
import type { DrawnFigure } from "../figures/draw.js";
import { escapeHtml, inlineHtml, plainHtml, tableHtml } from "../render/html.js";
import type { Block, FindingHere, FindingView, ReportDocument, Section, VerdictView } from "./blocks.js";
import { SCRIPT, STYLE } from "./style.js";

/** Anchors of one language's part: the second language repeats the first one's with its name in front. */
type Anchor = (id: string) => string;

/**
 * One self-contained page with every language in it. Nothing is fetched; the language switch is two radio buttons and CSS, so it works
 * without scripts; the few lines of script only keep the page's `lang`, its address and the choice in step.
 */
export function documentHtml(documents: { document: ReportDocument; drawn: ReadonlyMap<string, DrawnFigure> }[]): string {
  const first = documents[0]!.document;
  const tag = (d: ReportDocument) => (d.language === "zh" ? "zh-CN" : "en");
  const several = documents.length > 1;
  const parts = documents.map(({ document, drawn }, i) => {
    const anchor: Anchor = (id) => (i === 0 ? id : `${document.language}.${id}`);
    return articleHtml(document, drawn, anchor, tag(document));
  });
  const switcher = several
    ? `<fieldset class="languages"><legend>${documents.map(({ document }) => escapeHtml(reportWords[document.language].document.switchLanguage)).join(" / ")}</legend>${documents
        .map(
          ({ document }, i) =>
            `<input type="radio" name="language" id="language-${document.language}" value="${tag(document)}"${i === 0 ? " checked" : ""}><label for="language-${document.language}" lang="${tag(document)}">${escapeHtml(reportWords[document.language].languageName)}</label>`,
        )
        .join("")}</fieldset>`
    : "";
  return [
    "<!doctype html>",
    `<html lang="${tag(first)}">`,
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="generator" content="Xinzhi">',
    `<title>${plainHtml(first.title)}</title>`,
    '<link rel="icon" href="data:,">',
    `<style>${STYLE}</style>`,
    "</head>",
    `<body${several ? ' class="several"' : ""}>`,
    `<header class="bar"><span class="mark" aria-hidden="true">新质</span><span class="made">Xinzhi</span>${switcher}</header>`,
    "<main>",
    ...parts,
    "</main>",
    ...(several ? [`<script>${SCRIPT}</script>`] : []),
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function articleHtml(document: ReportDocument, drawn: ReadonlyMap<string, DrawnFigure>, anchor: Anchor, tag: string): string {
  const words = reportWords[document.language];
  const contents = document.sections
    .map((s) => `<li class="level${s.level}"><a href="#${escapeHtml(anchor(s.id))}">${inlineHtml(s.title)}</a></li>`)
    .join("\n");
  return [
    `<article lang="${tag}" class="report ${document.language}">`,
    `<h1>${inlineHtml(document.title)}</h1>`,
    `<nav class="contents" aria-label="${escapeHtml(words.document.contents)} (${tag})"><p>${escapeHtml(words.document.contents)}</p><ol>`,
    contents,
    "</ol></nav>",
    '<div class="text">',
    ...document.sections.map((s) => sectionHtml(s, document.language, drawn, anchor)),
    "</div>",
    "</article>",
  ].join("\n");
}

function sectionHtml(section: Section, language: Language, drawn: ReadonlyMap<string, DrawnFigure>, anchor: Anchor): string {
  return [
    `<section id="${escapeHtml(anchor(section.id))}">`,
    `<h${section.level}>${inlineHtml(section.title)}</h${section.level}>`,
    ...section.blocks.map((block) => blockHtml(block, language, drawn, anchor)),
    "</section>",
  ].join("\n");
}

function blockHtml(block: Block, language: Language, drawn: ReadonlyMap<string, DrawnFigure>, anchor: Anchor): string {
  const words = reportWords[language];
  switch (block.kind) {
    case "paragraph":
      return `<p${block.tone === undefined ? "" : ` class="${block.tone}"`}>${inlineHtml(block.text)}</p>`;
    case "list":
      return `<ul>${block.items.map((item) => `<li>${inlineHtml(item)}</li>`).join("")}</ul>`;
    case "facts":
      return `<dl>${block.rows.map((row) => `<div><dt>${inlineHtml(row.term)}</dt><dd>${inlineHtml(row.text)}</dd></div>`).join("")}</dl>`;
    case "code":
      return `<pre><code>${escapeHtml(block.text)}</code></pre>`;
    case "verdicts":
      return `<div class="verdicts">${block.items.map((v) => verdictHtml(v, words)).join("\n")}</div>`;
    case "allFindings":
      return block.groups
        .map(
          (group) =>
            `<div class="severity ${group.severity}"><h3><span class="badge">${escapeHtml(words.severity[group.severity]!)}</span> ${escapeHtml(group.meaning)}</h3>${group.codes
              .map((same) => sameCodeHtml(same, words, anchor))
              .join("\n")}</div>`,
        )
        .join("\n");
    case "findingsHere":
      return `<div class="here" role="note">${block.items.map((f) => besideHtml(f, words, anchor)).join("")}${
        block.more > 0
          ? `<p class="more"><a href="#${escapeHtml(anchor("findings"))}">${escapeHtml(words.document.alsoAt(block.more))}</a></p>`
          : ""
      }</div>`;
    case "table": {
      const html = tableHtml({ ...block.table, id: anchor(`table-${block.table.id}`) }, block.numbered, language);
      return block.folded
        ? `<details class="numbers"><summary>${inlineHtml(`${block.numbered} ${block.table.title}`)}</summary>${html}</details>`
        : html;
    }
    case "figure": {
      const { figure, numbered } = block;
      const picture = drawn.get(figure.id)!.inline;
      return [
        `<figure class="plot" id="${escapeHtml(anchor(`figure-${figure.id}`))}">`,
        `<div class="scroll" role="region" aria-label="${plainHtml(`${numbered} ${figure.title}`)}" tabindex="0">${picture}</div>`,
        `<figcaption><b>${escapeHtml(numbered)}</b> <span class="name">${inlineHtml(figure.title)}</span>${figure.subtitle === "" ? "" : ` <span class="sub">${inlineHtml(figure.subtitle)}</span>`}<span class="notes">${inlineHtml(figure.note)}</span></figcaption>`,
        "</figure>",
      ].join("\n");
    }
  }
}

function verdictHtml(v: VerdictView, words: ReportWords): string {
  return [
    `<div class="verdict ${escapeHtml(v.grade)}">`,
    `<p class="grade">${escapeHtml(v.gradeWords)}</p>`,
    `<h3>${inlineHtml(v.sentence)}</h3>`,
    `<p class="reasons">${inlineHtml(v.reasons)}</p>`,
    `<dl>${v.numbers.map((n) => `<div><dt>${inlineHtml(n.term)}</dt><dd>${escapeHtml(n.text)}</dd></div>`).join("")}</dl>`,
    ...(v.caveats.length === 0
      ? []
      : [
          `<p class="caveat"><b>${escapeHtml(words.document.caveats)}${words.colon.trimEnd()}</b>${words.gap}${v.caveats.map(inlineHtml).join(words.gap)}</p>`,
        ]),
    "</div>",
  ].join("\n");
}

function sameCodeHtml(same: FindingView[], words: ReportWords, anchor: Anchor): string {
  const [first, ...others] = same;
  const rest =
    others.length === 0
      ? ""
      : `<details><summary>${escapeHtml(words.document.alsoAt(others.length))}</summary>${others.map((f) => findingHtml(f, words, anchor)).join("\n")}</details>`;
  return `${findingHtml(first!, words, anchor)}${rest}`;
}

function findingHtml(f: FindingView, words: ReportWords, anchor: Anchor): string {
  const link = f.beside === null ? "" : `<a href="#${escapeHtml(anchor(f.beside.anchor))}">${escapeHtml(f.beside.numbered)}</a> `;
  return [
    `<div class="finding" id="${escapeHtml(anchor(f.anchor))}">`,
    `<p>${inlineHtml(f.message)}${f.why === "" ? "" : `${words.gap}<span class="why">${inlineHtml(f.why)}</span>`}</p>`,
    ...(f.remedy === ""
      ? []
      : [`<p class="remedy"><b>${escapeHtml(words.document.remedy)}${words.colon.trimEnd()}</b>${words.gap}${inlineHtml(f.remedy)}</p>`]),
    `<p class="where">${link}<code>${escapeHtml(f.code)}</code> <code>${escapeHtml(f.where)}</code></p>`,
    "</div>",
  ].join("");
}

function besideHtml({ finding: f, parts }: FindingHere, words: ReportWords, anchor: Anchor): string {
  const about = parts.length === 0 ? "" : `${escapeHtml(parts.join(words.comma))} `;
  return `<p class="${f.severity}"><span class="badge">${escapeHtml(words.severity[f.severity]!)}</span> ${about}${inlineHtml(f.message)} <a href="#${escapeHtml(anchor(f.anchor))}">${escapeHtml(f.code)}</a></p>`;
}
