import { renderFinding } from "../../dist/cli/diagnostics.js";
import { codes } from "../../dist/messages/main.js";
import { mistakes } from "../../test/mistakes/cases.js";
import { command, inFolder } from "../../test/mistakes/make.js";

/**
 * Makes one seeded mistake: the exit code, whether the code came, and what a person reads in English and Chinese. A finding is read from
 * the results that `--json` prints, since the run goes on.
 */
export async function makeMistake({ code, files, args }) {
  return inFolder(files, async (folder) => {
    if (codes[code].severity === "error") {
      const en = await command([args[0], "--lang", "en", ...args.slice(1)], folder);
      const zh = await command([args[0], "--lang", "zh", ...args.slice(1)], folder);
      return { exitCode: en.exitCode, isFound: en.err.includes(`error ${code}`) && zh.exitCode === en.exitCode, en: en.err, zh: zh.err };
    }
    const { exitCode, out, err } = await command(
      [args[0], "--json", ...(args[0] === "run" ? ["--no-report"] : []), ...args.slice(1)],
      folder,
    );
    const found = (JSON.parse(out).findings ?? []).find((finding) => finding.code === code);
    const words = (language) => (found === undefined ? err + out.slice(0, 500) : `${err}${renderFinding(found, language)}\n`);
    return { exitCode, isFound: found !== undefined, en: words("en"), zh: words("zh") };
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
