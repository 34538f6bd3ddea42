import { blankForm } from "../econometrics/index/main.js";
import { nearest, problem } from "../messages/main.js";
import { readStudy } from "../study/readStudy.js";
import type { Context } from "./io.js";

interface Options {
  experts?: string;
}

/** `xinzhi form`: an empty experts' form of an index with `method: ahp` or `budget`, as CSV on stdout. */
export function form(study: string, index: string, options: Options, context: Context): number {
  const { study: read } = readStudy(study, context.folder);
  const names = Object.keys(read.indices ?? {});
  const block = read.indices?.[index];
  if (block === undefined)
    throw problem("STUDY-NAME-UNKNOWN", { kind: "index", name: index, where: "xinzhi form", nearest: nearest(index, names), names });
  const experts = Number(options.experts ?? 5);
  if (!Number.isInteger(experts) || experts < 1 || experts > 1000)
    throw problem("CLI-OPTION-CHOICE", { option: "--experts", value: String(options.experts), nearest: "5", choices: ["1 to 1000"] });
  const { data, label: _label, experts: _form, ...rest } = block;
  const asked = { ...rest, name: index, unit: read.data[data]?.unit ?? "" };
  const judged = (["ahp", "budget"] as const).map((method) => blankForm(asked, method, experts)).filter((rows) => rows.length > 1);
  if (judged.length === 0)
    throw problem("INDEX-OPTION-UNUSED", { index, option: "xinzhi form", needs: "method: ahp" }, { path: `indices.${index}.method` });
  for (const rows of judged) context.out(`${rows.map((row) => row.map(csvCell).join(",")).join("\n")}\n`);
  return 0;
}

const csvCell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
