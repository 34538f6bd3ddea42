import pico from "picocolors";
import type { Language } from "../messages/main.js";
import { noPaint, type Paint } from "./paint.js";

/** The world of a command: data go to `out`, messages to `err`. Tests hand in their own. */
export interface Terminal {
  out: (text: string) => void;
  err: (text: string) => void;
  env: Record<string, string | undefined>;
  isTerminal: boolean;
  /** Folder that relative paths start from. */
  folder: string;
}

/** What every command knows besides its own options. */
export interface Context extends Terminal {
  language: Language;
  paint: Paint;
  isJson: boolean;
  isQuiet: boolean;
}

/** `--lang`, else the language of the environment where that is Chinese, else English. */
export function languageOf(args: readonly string[], env: Terminal["env"]): Language {
  const position = args.findIndex((arg) => arg === "--lang" || arg.startsWith("--lang="));
  const written = position < 0 ? undefined : args[position]!.includes("=") ? args[position]!.slice(7) : args[position + 1];
  if (written === "en" || written === "zh") return written;
  const environment = env["LC_ALL"] || env["LC_MESSAGES"] || env["LANG"] || "";
  return environment.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** Colours only on a terminal that wants them. */
export function paintFor(terminal: Terminal): Paint {
  const wants = terminal.isTerminal && !terminal.env["NO_COLOR"] && terminal.env["TERM"] !== "dumb";
  return wants ? pico.createColors(true) : noPaint;
}
