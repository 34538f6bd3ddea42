import { errorEntry } from "../define.js";

const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(", ");
const listZh = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join("、");

export const cliMessages = {
  "CLI-COMMAND-UNKNOWN": errorEntry<{ command: string; nearest: string | null; commands: string[] }>({
    example: { command: "rnu", nearest: "run", commands: ["run", "check", "init", "estimate", "explain", "schema"] },
    en: (e) => ({
      message: `There is no command \`${e.command}\`.${e.nearest === null ? "" : ` Nearest: \`${e.nearest}\`.`}`,
      remedy: e.nearest === null ? `Use one of ${list(e.commands)}.` : `Write \`xinzhi ${e.nearest}\`.`,
    }),
    zh: (e) => ({
      message: `没有命令 \`${e.command}\`。${e.nearest === null ? "" : `最接近的命令：\`${e.nearest}\`。`}`,
      remedy: e.nearest === null ? `可用的命令：${listZh(e.commands)}。` : `请改写为 \`xinzhi ${e.nearest}\`。`,
    }),
  }),
  "CLI-OPTION-UNKNOWN": errorEntry<{ command: string; option: string; nearest: string | null; options: string[] }>({
    example: { command: "run", option: "--jsn", nearest: "--json", options: ["--out", "--json", "--lang"] },
    en: (e) => ({
      message: `\`xinzhi ${e.command}\` has no option \`${e.option}\`.${e.nearest === null ? "" : ` Nearest: \`${e.nearest}\`.`}`,
      remedy: e.nearest === null ? `Use one of ${list(e.options)}.` : `Write \`${e.nearest}\`.`,
    }),
    zh: (e) => ({
      message: `\`xinzhi ${e.command}\` 没有选项 \`${e.option}\`。${e.nearest === null ? "" : `最接近的选项：\`${e.nearest}\`。`}`,
      remedy: e.nearest === null ? `可用的选项：${listZh(e.options)}。` : `请改写为 \`${e.nearest}\`。`,
    }),
  }),
  "CLI-OPTION-EMPTY": errorEntry<{ command: string; option: string }>({
    example: { command: "run", option: "--out <folder>" },
    en: (e) => ({
      message: `The option \`${e.option}\` of \`xinzhi ${e.command}\` needs a value.`,
      remedy: `Write the value behind it: \`${e.option}\`.`,
    }),
    zh: (e) => ({ message: `\`xinzhi ${e.command}\` 的选项 \`${e.option}\` 需要一个值。`, remedy: `请在其后写上值：\`${e.option}\`。` }),
  }),
  "CLI-OPTION-CHOICE": errorEntry<{ option: string; value: string; nearest: string | null; choices: string[] }>({
    example: { option: "--lang", value: "cn", nearest: null, choices: ["en", "zh"] },
    en: (e) => ({
      message: `\`${e.option}\` cannot be \`${e.value}\`.`,
      remedy: e.nearest === null ? `Use one of ${list(e.choices)}.` : `Did you mean \`${e.nearest}\`? Choices: ${list(e.choices)}.`,
    }),
    zh: (e) => ({
      message: `\`${e.option}\` 不能是 \`${e.value}\`。`,
      remedy: e.nearest === null ? `可选值：${listZh(e.choices)}。` : `是否想写 \`${e.nearest}\`？可选值：${listZh(e.choices)}。`,
    }),
  }),
  "CLI-OPTION-UNSUITED": errorEntry<{ option: string; beside: string; options: string[] }>({
    example: { option: "--components", beside: "--estimator ols", options: ["--weights", "--keep-singletons"] },
    en: (e) => ({
      message: `\`${e.option}\` has no meaning beside \`${e.beside}\`.`,
      why: "An option that does nothing would be a setting you believe in and nobody applies.",
      remedy: `Leave it out${e.options.length === 0 ? "" : `; \`${e.beside}\` takes ${list(e.options)}`}.`,
    }),
    zh: (e) => ({
      message: `\`${e.option}\` 与 \`${e.beside}\` 同用没有意义。`,
      why: "不起作用的选项会让人误以为某项设定已经生效。",
      remedy: `请去掉它${e.options.length === 0 ? "" : `；\`${e.beside}\` 可用的选项：${listZh(e.options)}`}。`,
    }),
  }),
  "CLI-OPTIONS-CONFLICT": errorEntry<{ first: string; second: string }>({
    example: { first: "--vcov HC1", second: "--cluster" },
    en: (e) => ({
      message: `\`${e.first}\` and \`${e.second}\` ask for different errors.`,
      why: "Only one of them could be printed, and the table would not show which was dropped.",
      remedy: "Keep one of the two.",
    }),
    zh: (e) => ({
      message: `\`${e.first}\` 与 \`${e.second}\` 要求的标准误不同。`,
      why: "只能输出其中一种，而表中看不出舍弃了哪一种。",
      remedy: "请只保留其中一个。",
    }),
  }),
  "CLI-ARGUMENT-MISSING": errorEntry<{ command: string; argument: string }>({
    example: { command: "run", argument: "study" },
    en: (e) => ({
      message: `\`xinzhi ${e.command}\` needs ${e.argument === "--data" ? "the option `--data FILE`" : `the ${e.argument.startsWith("--") ? "option" : "argument"} \`${e.argument}\``}.`,
      remedy: `\`xinzhi ${e.command} --help\` shows how it is called.`,
    }),
    zh: (e) => ({
      message: `\`xinzhi ${e.command}\` 缺少${e.argument === "--data" ? "选项 `--data 文件`" : `${e.argument.startsWith("--") ? "选项" : "参数"} \`${e.argument}\``}。`,
      remedy: `用法见 \`xinzhi ${e.command} --help\`。`,
    }),
  }),
  "CLI-ARGUMENT-EXTRA": errorEntry<{ command: string; expected: number; given: number }>({
    example: { command: "run", expected: 1, given: 2 },
    en: (e) => ({
      message: `\`xinzhi ${e.command}\` takes ${e.expected} argument${e.expected === 1 ? "" : "s"}; ${e.given} were given.`,
      remedy: "Put quotes around a formula or a path with blanks; run several studies one by one.",
    }),
    zh: (e) => ({
      message: `\`xinzhi ${e.command}\` 接受 ${e.expected} 个参数，却给出了 ${e.given} 个。`,
      remedy: "公式或含空格的路径请加引号；多项研究请逐个运行。",
    }),
  }),
  "CLI-CODE-UNKNOWN": errorEntry<{ code: string; nearest: string | null }>({
    example: { code: "DATA-COLUM-UNKNOWN", nearest: "DATA-COLUMN-UNKNOWN" },
    en: (e) => ({
      message: `There is no code \`${e.code}\`.${e.nearest === null ? "" : ` Nearest: \`${e.nearest}\`.`}`,
      remedy: e.nearest === null ? "`xinzhi explain` lists all codes." : `Write \`xinzhi explain ${e.nearest}\`.`,
    }),
    zh: (e) => ({
      message: `没有代码 \`${e.code}\`。${e.nearest === null ? "" : `最接近的代码：\`${e.nearest}\`。`}`,
      remedy: e.nearest === null ? "`xinzhi explain` 会列出全部代码。" : `请改写为 \`xinzhi explain ${e.nearest}\`。`,
    }),
  }),
  "CLI-FILE-EXISTS": errorEntry<{ file: string }>({
    example: { file: "study.yaml" },
    en: (e) => ({
      message: `\`${e.file}\` is already there, and \`init\` never overwrites a study.`,
      remedy: `Give another name: \`xinzhi init DATA --out other.yaml\`.`,
    }),
    zh: (e) => ({
      message: `\`${e.file}\` 已存在，而 \`init\` 从不覆盖研究文件。`,
      remedy: "请另取名称：`xinzhi init 数据文件 --out other.yaml`。",
    }),
  }),
};
