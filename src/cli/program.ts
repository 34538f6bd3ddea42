import { Command, CommanderError } from "commander";
import { type Context, languageOf, paintFor, type Terminal } from "./io.js";

/** Help texts, English and Chinese. */
const HELP = {
  program: [
    "From raw data to a referee-ready study of what AI does to productivity.",
    "从原始数据到可供审稿的研究：人工智能对生产率有何影响，把握有多大。",
  ],
  run: ["Run a study and write its report.", "运行一项研究并生成报告。"],
  study: ["study file, or a folder that holds study.yaml", "研究文件，或含有 study.yaml 的文件夹"],
  check: ["Find every mistake in a study without estimating anything.", "检查研究文件中的全部错误，不做估计。"],
  columns: ["list the columns of one data table", "列出某个数据表的列"],
  init: ["Write a commented study.yaml from a data file.", "根据数据文件生成带注释的 study.yaml。"],
  data: ["data file (csv, tsv, parquet)", "数据文件（csv、tsv、parquet）"],
  initOut: ["the study file to write (default: study.yaml beside the data, or here if the data lie below)", "要写出的研究文件"],
  form: [
    "Write an empty experts' form of an index (AHP or budget allocation) as CSV.",
    "生成指数的空白专家问卷（层次分析法或预算分配法），CSV 格式。",
  ],
  formIndex: ["the index", "指数名称"],
  experts: ["number of experts (default: 5)", "专家人数（默认 5）"],
  estimate: ["Estimate one model and print its table.", "估计一个模型并打印结果表。"],
  formula: ["as 'y ~ x1 + x2 | firm + year'", "如 'y ~ x1 + x2 | firm + year'"],
  estimator: ["estimator", "估计方法"],
  vcov: ["errors", "标准误"],
  inference: [
    "resampling beside the errors, as wildBootstrap or '{method: randomization, of: x, draws: 999}'",
    "在标准误之外重抽样推断，如 wildBootstrap 或 '{method: randomization, of: x, draws: 999}'",
  ],
  unit: ["column that names the units", "个体列"],
  time: ["column of periods", "时间列"],
  explain: ["Explain a code; without one, list all codes.", "解释代码；不给代码则列出全部。"],
  code: ["as DATA-COLUMN-UNKNOWN", "如 DATA-COLUMN-UNKNOWN"],
  schema: ["Print the JSON Schema of study files or of results.json.", "输出研究文件或 results.json 的 JSON Schema。"],
  schemaOf: ["study (default) or results", "study（默认）或 results"],
  out: ["folder for the report and results.json (default: beside the study)", "报告与 results.json 的文件夹（默认与研究文件同处）"],
  noReport: ["write results.json alone", "只写 results.json，不生成报告"],
  project: ["folder whose files the study may read (default: the study's own)", "研究可读取的文件夹（默认为研究文件所在处）"],
  json: ["print results (or problems) as JSON, and nothing else, to stdout", "仅向标准输出打印 JSON"],
  lang: ["language of messages: en or zh", "消息语言：en 或 zh"],
  quiet: ["print errors only", "只打印错误"],
  debug: ["show the stack of an internal fault", "显示内部错误的调用栈"],
  version: ["print the version", "显示版本"],
  help: ["show this help", "显示帮助"],
  examples: ["Examples", "示例"],
  codes: ["Exit codes: 0 done, 1 a fault of ours, 2 something to mend in the input.", "退出码：0 完成；1 程序自身的错误；2 输入有误。"],
} as const;

const EXAMPLES = [
  "xinzhi init data.csv",
  "xinzhi check study.yaml --columns firms",
  "xinzhi run studies/national-ai-strategies",
  "xinzhi estimate 'invest ~ value + capital | firm + year' --data grunfeld.csv --cluster firm",
  "xinzhi estimate 'invest ~ value + capital | firm' --data grunfeld.csv --unit firm --time year --vcov driscollKraay --lags 2",
  "xinzhi explain DATA-COLUMN-UNKNOWN --lang zh",
];

/** Options of `estimate` that keys of the study file make, in Chinese; a key without a line here is told in the words of the schema. */
const KEYS_ZH: Readonly<Record<string, string>> = {
  weights: "权重列，或 `none`",
  keepSingletons: "保留在某个固定效应中只出现一次的行",
  method: "工具变量的估计方法：2sls、liml 或 gmm",
  components: "方差分量的估计方法：swamyArora、wallaceHussain、amemiya 或 nerlove",
  cluster: "聚类的列；多列写作 a,b",
  correction: "小样本校正：fixest、areg、plm、plmSss、none、stata、CR1、CR2、CR3",
  twoWay: "双向聚类的系数：min（较小一维）或 own（各维自己的）",
  offset: "ppml：系数固定为一的表达式",
  exposure: "ppml：以对数进入、系数固定为一的正值表达式",
  interruption: "interruptedTimeSeries：干预后的第一期，按时间列的写法",
  serial: "interruptedTimeSeries：praisWinsten（AR(1) 误差）或 neweyWest",
  bandwidth: "interruptedTimeSeries 的 neweyWest：最大滞后阶数",
  lags: "neweyWest、driscollKraay：最大滞后阶数",
  lat: "conley：纬度列（度）",
  lon: "conley：经度列（度）",
  cutoff: "conley：超过此距离（公里）视为不相关",
  kernel: "conley：距离内的权重，uniform 或 bartlett",
};

/** Runs one command line. Returns the exit code: 0 done, 1 our own fault, 2 something to mend in the input. Never throws. */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const language = languageOf(args, terminal.env);
  const context: Context = {
    ...terminal,
    language,
    paint: paintFor(terminal),
    isJson: args.includes("--json"),
    isQuiet: args.includes("--quiet"),
  };
  let exitCode = 0;
  // The schema behind the options of `estimate` takes longer to load than most commands run.
  const model = args[0] === "estimate" ? await import("./modelOptions.js") : null;
  const program = buildProgram(context, model, (code) => {
    exitCode = code;
  });
  try {
    if (args[0] === "--version" || args[0] === "-V") {
      const { packageVersion } = await import("../study/version.js");
      terminal.out(`${packageVersion()}\n`);
      return 0;
    }
    if (args.length === 0) {
      program.outputHelp();
      return 0;
    }
    await program.parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const { reportFailure } = await import("./failure.js");
    const { commandProblem } = await import("./commandLine.js");
    const failure = error instanceof CommanderError ? commandProblem(error, program, args) : error;
    return reportFailure(failure, context, args.includes("--debug"));
  }
}

function buildProgram(context: Context, model: typeof import("./modelOptions.js") | null, done: (exitCode: number) => void): Command {
  const text = (key: keyof typeof HELP): string => HELP[key][context.language === "zh" ? 1 : 0];
  const program = new Command("xinzhi")
    .description(text("program"))
    .exitOverride()
    .configureOutput({ writeOut: context.out, writeErr: () => undefined, outputError: () => undefined })
    .showSuggestionAfterError(false)
    .helpCommand(false)
    .helpOption("-h, --help", text("help"))
    .option("-V, --version", text("version"));

  const command = (name: string, key: keyof typeof HELP): Command =>
    program
      .command(name)
      .description(text(key))
      .helpOption("-h, --help", text("help"))
      .option("--json", text("json"))
      .option("--lang <language>", text("lang"))
      .option("--quiet", text("quiet"))
      .option("--debug", text("debug"));

  command("run", "run")
    .argument("<study>", text("study"))
    .option("--out <folder>", text("out"))
    .option("--project <folder>", text("project"))
    .option("--no-report", text("noReport"))
    .action(async (study: string, options) => done(await (await import("./run.js")).run(study, options, context)));
  command("check", "check")
    .argument("<study>", text("study"))
    .option("--columns <table>", text("columns"))
    .option("--project <folder>", text("project"))
    .action(async (study: string, options) => done(await (await import("./check.js")).check(study, options, context)));
  command("init", "init")
    .argument("<data>", text("data"))
    .option("--out <file>", text("initOut"))
    .action(async (data: string, options) => done(await (await import("./init.js")).init(data, options, context)));
  const estimated = command("estimate", "estimate")
    .argument("<formula>", text("formula"))
    .option("--data <file>", text("data"))
    .option("--unit <column>", text("unit"))
    .option("--time <column>", text("time"))
    .option("--estimator <name>", `${text("estimator")}: ${model?.estimatorNames().join(", ")}`)
    .option("--vcov <name>", `${text("vcov")}: ${model?.vcovNames().join(", ")}`);
  for (const { key, flag, isSwitch, description } of model?.modelFlags() ?? [])
    estimated.option(isSwitch ? flag : `${flag} <value>`, context.language === "zh" ? (KEYS_ZH[key] ?? description) : description);
  estimated
    .option("--inference <method>", text("inference"), (value: string, before: string[] = []) => [...before, value])
    .action(async (formula: string, options) => done(await (await import("./estimate.js")).estimate(formula, options, context)));
  command("form", "form")
    .argument("<study>", text("study"))
    .argument("<index>", text("formIndex"))
    .option("--experts <number>", text("experts"))
    .action(async (study: string, index: string, options) => done((await import("./form.js")).form(study, index, options, context)));
  command("explain", "explain")
    .argument("[code]", text("code"))
    .action(async (code: string | undefined) => done((await import("./explain.js")).explain(code, context)));
  command("schema", "schema")
    .argument("[of]", text("schemaOf"))
    .action(async (of: string | undefined) => done(await (await import("./schema.js")).schema(of, context)));

  program.addHelpText("after", `\n${text("examples")}:\n${EXAMPLES.map((line) => `  ${line}`).join("\n")}\n\n${text("codes")}\n`);
  return program;
}
