import { runCommand } from "./program.js";

/** Help of the program (under the empty name) and of each command, by language; the build writes it beside the program. */
export async function helpTexts(): Promise<Record<"en" | "zh", Record<string, string>>> {
  const of = async (language: "en" | "zh"): Promise<Record<string, string>> => {
    const texts: Record<string, string> = {};
    for (const command of ["", "run", "check", "init", "estimate", "form", "explain", "schema"]) {
      let text = "";
      const out = (piece: string): void => {
        text += piece;
      };
      const args = [...(command === "" ? [] : [command]), "--help", "--lang", language];
      await runCommand(args, { out, err: out, env: {}, isTerminal: false, folder: "." });
      texts[command] = text;
    }
    return texts;
  };
  return { en: await of("en"), zh: await of("zh") };
}
