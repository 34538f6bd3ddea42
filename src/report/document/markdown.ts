import type { Language } from "../../messages/main.js";
import { type ReportWords, reportWords } from "../../messages/words.js";
import { escapeMarkdown, tableMarkdown } from "../render/markdown.js";
import type { Block, FindingView, ReportDocument } from "./blocks.js";

/** The report in Markdown: the same sections and numbers as the page, figures linked as files. `suffix` is that of the figure files. */
export function documentMarkdown(document: ReportDocument, suffix: string): string {
  const parts: string[] = [`# ${escapeMarkdown(document.title)}`];
  for (const section of document.sections) {
    parts.push(`${"#".repeat(section.level)} ${escapeMarkdown(section.title)}`);
    for (const block of section.blocks) parts.push(blockMarkdown(block, document.language, suffix));
  }
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function blockMarkdown(block: Block, language: Language, suffix: string): string {
  const words = reportWords[language];
  switch (block.kind) {
    case "paragraph":
      return block.tone === "alarm" ? `**${escapeMarkdown(block.text)}**` : escapeMarkdown(block.text);
    case "list":
      return block.items.map((item) => `- ${escapeMarkdown(item)}`).join("\n");
    case "facts":
      return block.rows.map((row) => `- **${escapeMarkdown(row.term)}**${words.colon}${escapeMarkdown(row.text)}`).join("\n");
    case "code":
      return ["```sh", block.text, "```"].join("\n");
    case "verdicts":
      return block.items
        .map((v) =>
          [
            `### ${escapeMarkdown(v.sentence)}`,
            escapeMarkdown(v.reasons),
            v.numbers.map((n) => `- ${escapeMarkdown(n.term)}${words.colon}${escapeMarkdown(n.text)}`).join("\n"),
            ...v.caveats.map(
              (
                caveat, // The blank ends the emphasis: Markdown does not see its end between full-width punctuation and a Chinese character.
              ) => `*${words.document.caveats}${words.colon.trim()}* ${escapeMarkdown(caveat)}`,
            ),
          ]
            .filter((part) => part !== "")
            .join("\n\n"),
        )
        .join("\n\n");
    case "allFindings":
      return block.groups
        .map((group) =>
          [
            `### ${words.severity[group.severity]}`,
            escapeMarkdown(group.meaning),
            group.codes.flatMap((same) => alike(same).map((views) => findingMarkdown(views, words))).join("\n"),
          ].join("\n\n"),
        )
        .join("\n\n");
    case "findingsHere":
      return block.items
        .map(({ finding: f, parts }) => {
          const about = parts.length === 0 ? "" : `${parts.join(words.comma)} `;
          return `> **${words.severity[f.severity]}** ${about}${escapeMarkdown(f.message)} (\`${f.code}\`)`;
        })
        .join("\n>\n");
    case "table":
      return tableMarkdown(block.table, block.numbered, language);
    case "figure": {
      const { figure, numbered } = block;
      return [
        `![${escapeMarkdown(figure.title)}](figures/${encodeURIComponent(figure.id)}${suffix}.svg)`,
        `**${numbered}** ${escapeMarkdown([figure.title, figure.subtitle, figure.note].filter((t) => t !== "").join(words.stop === "。" ? "。" : ". "))}`,
      ].join("\n\n");
    }
  }
}

/** Findings of one code, those with the same words together. */
function alike(same: readonly FindingView[]): FindingView[][] {
  const groups = new Map<string, FindingView[]>();
  for (const f of same) {
    const key = [f.message, f.why, f.remedy].join("\n");
    groups.set(key, [...(groups.get(key) ?? []), f]);
  }
  return [...groups.values()];
}

function findingMarkdown(views: readonly FindingView[], words: ReportWords): string {
  const f = views[0]!;
  const exhibits = [...new Set(views.flatMap((v) => v.beside?.numbered ?? []))];
  const where = exhibits.length === 0 ? "" : ` (${exhibits.join(words.comma)})`;
  return [
    `- ${escapeMarkdown(f.message)}${where} ${escapeMarkdown(f.why)}`.trimEnd(),
    `  *${words.document.remedy}${words.colon.trim()}* ${escapeMarkdown(f.remedy)} \`${f.code}\` ${views.map((v) => `\`${v.where}\``).join(words.comma)}`,
  ].join("\n");
}
