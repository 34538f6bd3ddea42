import { type Problem, Problem as ProblemError, Problems } from "../messages/main.js";
import { packageVersion } from "../study/version.js";
import { problemJson, renderProblem } from "./diagnostics.js";
import type { Context } from "./io.js";

/**
 * Tells what went wrong and returns the exit code: 2 with coded errors for what the user can mend, 1 with a short apology for our own
 * faults. A stack is shown only with --debug.
 */
export function reportFailure(error: unknown, context: Context, isDebug: boolean): 1 | 2 {
  const problems = problemsOf(error);
  if (problems !== null) {
    if (context.isJson) {
      const errors = problems.map((p) => problemJson(p, context.language));
      context.out(`${JSON.stringify({ errors }, null, 2)}\n`);
    } else context.err(`${problems.map((p) => renderProblem(p, context.language, context.paint)).join("\n\n")}\n`);
    if (isDebug && error instanceof Error) context.err(`${error.stack}\n`);
    return 2;
  }
  const isFault = error instanceof Error;
  const summary = isFault ? `${error.name}: ${error.message.split("\n")[0]}` : String(error);
  if (context.isJson) context.out(`${JSON.stringify({ fault: summary, version: packageVersion() }, null, 2)}\n`);
  context.err(`${faultText(context, summary)}\n`);
  if (isDebug && isFault) context.err(`${error.stack}\n`);
  return 1;
}

/** The coded errors in what was thrown, or null when it is our own fault. */
function problemsOf(error: unknown): readonly Problem[] | null {
  if (error instanceof Problems) return error.list;
  if (error instanceof ProblemError) return [error];
  return null;
}

function faultText(context: Context, summary: string): string {
  const version = `xinzhi ${packageVersion()}, Node ${process.version}, ${process.platform}`;
  return context.language === "zh"
    ? `${context.paint.red("内部错误")}：这是 Xinzhi 自身的问题，不是您的输入有误。\n  ${summary}\n  上一次的报告保持不变。请把命令、本段文字和研究文件发到项目的 issues 页面（${version}）；加 --debug 可看到详情。`
    : `${context.paint.red("internal fault")}: this is Xinzhi's mistake, not yours.\n  ${summary}\n  The last good report is untouched. Please report the command, this text and the study file on the project's issues page (${version}); --debug shows more.`;
}
