import { codes, wordsOf } from "../../dist/messages/main.js";

const KINDS = [
  ["error", "Errors", "Something to mend in the input; the command ends with exit code 2."],
  ["serious", "Serious findings", "These change how far a number can be believed. They stand beside it in the report."],
  ["warning", "Warnings", "These deserve a check before the numbers are used."],
  ["note", "Notes", "These are worth knowing."],
];

/** docs/codes.md: every code with the words of its example, in both languages. */
export function codesPage() {
  const names = Object.keys(codes).sort((a, b) => (a < b ? -1 : 1));
  const counts = KINDS.map(
    ([severity, title]) => `${names.filter((name) => codes[name].severity === severity).length} ${title.toLowerCase()}`,
  );
  const head = `# Codes\n\nEvery error and finding has a code; \`xinzhi explain CODE\` prints this text. There are ${names.length}: ${counts.join(", ")}.\nThis page is made from the table the program uses (\`node scripts/docs.js\`).\n`;
  const sections = KINDS.map(([severity, title, about]) => {
    const entries = names.filter((name) => codes[name].severity === severity).map(entry);
    return `## ${title}\n\n${about}\n\n${entries.join("\n")}`;
  });
  return `${head}\n${sections.join("\n")}`;
}

function entry(name) {
  const { example } = codes[name];
  const en = wordsOf(name, example, "en");
  const zh = wordsOf(name, example, "zh");
  return `### ${name}\n\n${text(en)}\n\n${text(zh)}\n`;
}

const text = ({ message, why, remedy }) => [message, why, remedy].filter((part) => part).join(" ");
