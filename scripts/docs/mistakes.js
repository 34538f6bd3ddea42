import { renderFinding } from "../../dist/cli/diagnostics.js";
import { mistakes } from "../../test/mistakes/cases.js";
import { command, inFolder } from "../../test/mistakes/make.js";

/**
 * Makes one seeded mistake: what `--json` says (codes and exit code), and what a person reads in English and Chinese. A finding is read
 * from results.json, since the run goes on.
 */
export async function makeMistake({ code, files, args }) {
  return inFolder(files, async (folder) => {
    const asJson = await command([args[0], "--json", ...args.slice(1)], folder);
    const said = JSON.parse(asJson.out);
    const found = (said.errors ?? said.findings ?? []).find((one) => one.code === code);
    if (said.errors === undefined) {
      const words = (language) => (found === undefined ? "" : `${renderFinding(found, language)}\n`);
      return { exitCode: asJson.exitCode, found, err: asJson.err, en: words("en"), zh: words("zh") };
    }
    const en = await command([args[0], "--lang", "en", ...args.slice(1)], folder);
    const zh = await command([args[0], "--lang", "zh", ...args.slice(1)], folder);
    return { exitCode: en.exitCode, found, err: asJson.err + en.err, en: en.err, zh: zh.err };
  });
}

/** docs/mistakes.md from what was printed, or after making every mistake. */
export async function mistakesPage(made) {
  const all = made ?? [];
  if (made === undefined) for (const mistake of mistakes) all.push(await makeMistake(mistake));
  const head = `# What mistakes look like

${mistakes.length} mistakes, each made in a small study (or at the command line) by the real command, and what it prints in both languages. An error ends the
command with exit code 2; a finding stands in the report beside the number it qualifies. Every code is explained by \`xinzhi explain CODE\` and
in [codes.md](codes.md). This page is made by making the mistakes (\`node scripts/docs.js\`), and a test makes them again.
`;
  const sections = mistakes.map((mistake, i) => {
    const { en, zh } = all[i];
    const shown = mistake.args[0] === "run" && mistake.args.length === 2 ? "" : `\`xinzhi ${mistake.args.map(quoted).join(" ")}\`\n\n`;
    return `## ${capitalised(mistake.name)}\n\n${shown}\`\`\`text\n${en.trimEnd()}\n\n${zh.trimEnd()}\n\`\`\`\n`;
  });
  return `${head}\n${sections.join("\n")}`;
}

const quoted = (arg) => (/[\s|~]/.test(arg) ? `'${arg}'` : arg);
const capitalised = (text) => text[0].toUpperCase() + text.slice(1);
