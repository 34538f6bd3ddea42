#!/usr/bin/env node
import { readFileSync } from "node:fs";

const args = process.argv.slice(2);

/**
 * Help as the build wrote it, so that asking for it costs little more than starting Node; null where something else is asked for.
 * (Loading the command line itself takes longer than printing this.)
 */
function writtenHelp(): string | null {
  const isHelp = args.length === 0 || (args.length <= 2 && (args.at(-1) === "--help" || args.at(-1) === "-h"));
  if (!isHelp) return null;
  const environment = process.env["LC_ALL"] || process.env["LC_MESSAGES"] || process.env["LANG"] || "";
  try {
    const texts = JSON.parse(readFileSync(new URL("help.json", import.meta.url), "utf8")) as Record<string, Record<string, string>>;
    const command = args.length === 2 ? args[0]! : "";
    const language = texts[environment.toLowerCase().startsWith("zh") ? "zh" : "en"]!;
    return Object.hasOwn(language, command) ? language[command]! : null;
  } catch {
    return null;
  }
}

// Ctrl-C ends at once: whatever is half-written has another name until it is whole.
process.on("SIGINT", () => process.exit(130));
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
});

const help = writtenHelp();
if (help !== null) process.stdout.write(help);
else {
  const { runCommand } = await import("./program.js");
  process.exitCode = await runCommand(args, {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    env: process.env,
    isTerminal: process.stderr.isTTY === true,
    folder: process.cwd(),
  });
}
