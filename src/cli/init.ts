import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { readFrame } from "../lake/main.js";
import { problem } from "../messages/main.js";
import { firstStudy } from "../study/firstStudy.js";
import { writeWhole } from "../study/write.js";
import type { Context } from "./io.js";

/** `xinzhi init`: a commented study beside the data (or here, if the data lie below), never over an old one. */
export async function init(data: string, options: { out?: string }, context: Context): Promise<number> {
  const frame = await readFrame(resolve(context.folder, data));
  const file = options.out ?? defaultPlace(data, context.folder);
  const target = resolve(context.folder, file);
  if (existsSync(target)) throw problem("CLI-FILE-EXISTS", { file });
  const fromStudy = relative(dirname(target), resolve(context.folder, data)).replaceAll("\\", "/");
  const study = firstStudy(frame, { file: fromStudy });
  writeWhole(target, study.text);
  const isZh = context.language === "zh";
  const guessed = [
    ["unit", study.unit],
    ["time", study.time],
  ].map(([key, column]) => `${key}: ${column ?? "?"}`);
  if (context.isJson) context.out(`${JSON.stringify({ file, unit: study.unit, time: study.time }, null, 2)}\n`);
  else if (!context.isQuiet) {
    context.out(
      isZh
        ? `已写出 ${file}（猜测 ${guessed.join("，")}）。\n下一步：修改后运行 xinzhi run ${file}\n`
        : `Wrote ${file} (guessed ${guessed.join(", ")}).\nNext: edit it, then xinzhi run ${file}\n`,
    );
  }
  return 0;
}

/** Here when the data lie in this folder or below, else beside the data: a study reads only from its own folder. */
function defaultPlace(data: string, workingFolder: string): string {
  const path = relative(workingFolder, resolve(workingFolder, data));
  const isBelow = !path.startsWith("..") && !isAbsolute(path);
  return isBelow ? "study.yaml" : join(dirname(data), "study.yaml");
}
