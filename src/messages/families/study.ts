import { errorEntry, findingEntry } from "../define.js";

/** What the YAML parser's complaint means to somebody who wrote the file. */
const SYNTAX: Record<string, { en: [string, string]; zh: [string, string] }> = {
  tag: {
    en: ["A tag (`!name`) means nothing in a study file.", "Remove the tag; put quotes around the text if it starts with `!`."],
    zh: ["研究文件中不使用标签（`!名称`）。", "请删去标签；如文本以 `!` 开头，请加引号。"],
  },
  tab: {
    en: ["A tab stands at the start of this line; YAML indents with blanks only.", "Replace the tab by two blanks."],
    zh: ["本行以制表符缩进，而 YAML 只允许空格。", "请把制表符换成两个空格。"],
  },
  quote: {
    en: ["A text starts with a quote that never closes.", "Add the missing quote at the end of the text."],
    zh: ["文本的引号没有闭合。", "请在文本末尾补上引号。"],
  },
  bracket: {
    en: ["A `[` or `{` is not closed before the next entry starts.", "Add the missing `]` or `}`."],
    zh: ["`[` 或 `{` 在下一个条目开始前没有闭合。", "请补上 `]` 或 `}`。"],
  },
  reserved: {
    en: ["A text cannot start with this character.", "Put the whole text in double quotes."],
    zh: ["文本不能以该字符开头。", "请用双引号把整段文本括起来。"],
  },
  escape: {
    en: ["A backslash in double quotes starts an escape, and this one is unknown.", "Use single quotes, or double the backslash."],
    zh: ["双引号内的反斜杠表示转义，但这里的转义无效。", "请改用单引号，或把反斜杠写两遍。"],
  },
  secondColon: {
    en: ["A second `: ` stands on this line, so YAML sees two keys.", "Put the text after the first colon in quotes."],
    zh: ["本行出现第二个 `: `，YAML 会当成两个键。", "请给第一个冒号后的文本加引号。"],
  },
  noColon: {
    en: [
      "This line is neither `key: value` nor a list entry.",
      "Write `key: value` with a half-width colon and a blank behind it, or `- ` before a list entry.",
    ],
    zh: ["本行既不是 `键: 值`，也不是列表条目。", "请写成 `键: 值`（半角冒号后加空格），列表条目前写 `- `。"],
  },
  documents: {
    en: [
      "A line `---` starts a second document; a study is one.",
      "Remove the line `---` and what follows, or make it a second study file.",
    ],
    zh: ["`---` 行开始了第二个文档，而一项研究只有一个文档。", "请删去 `---` 及其后的内容，或另存为一个研究文件。"],
  },
  alias: {
    en: ["An alias (`*name`) points to nothing above it, or to itself.", "Define `&name` above, or write the value out."],
    zh: ["别名（`*名称`）在上文没有定义，或指向自身。", "请先用 `&名称` 定义，或直接写出内容。"],
  },
  keyKind: {
    en: ["A key must be a plain name, not a list, a block or nothing.", "Write `name: value`."],
    zh: ["键必须是普通名称，不能是列表、块或空值。", "请写成 `名称: 值`。"],
  },
  listOnKeyLine: {
    en: ["A list entry (`- `) cannot start on the line of its key.", "Move it to the next line, two blanks in, or write `[a, b]`."],
    zh: ["列表条目（`- `）不能与键写在同一行。", "请移到下一行并缩进两格，或写成 `[a, b]`。"],
  },
  other: {
    en: ["This line is not valid YAML.", "Compare the line with the examples in docs/study-file.md."],
    zh: ["本行不是合法的 YAML。", "请对照 docs/study-file.md 中的例子修改。"],
  },
};

const join = (names: readonly string[], most = 12): string => names.slice(0, most).join(", ") + (names.length > most ? ", ..." : "");
const joinZh = (names: readonly string[], most = 12): string => names.slice(0, most).join("、") + (names.length > most ? "……" : "");

const KINDS: Record<string, { en: string; zh: string }> = {
  text: { en: "text", zh: "文本" },
  number: { en: "a number", zh: "数值" },
  integer: { en: "a whole number", zh: "整数" },
  boolean: { en: "true or false", zh: "true 或 false" },
  list: { en: "a list, as `[a, b]`", zh: "列表，如 `[a, b]`" },
  block: { en: "a block of `key: value` lines", zh: "由 `键: 值` 组成的块" },
  nothing: { en: "nothing", zh: "空值" },
};
const kind = (name: string, language: "en" | "zh"): string => KINDS[name]?.[language] ?? name;

/** What a name in a study can refer to. */
const THINGS: Record<string, { en: string; zh: string }> = {
  table: { en: "data table", zh: "数据表" },
  set: { en: "set", zh: "变量集合" },
  index: { en: "index", zh: "指数" },
  model: { en: "model", zh: "模型" },
  policy: { en: "policy", zh: "政策" },
  matrix: { en: "matrix", zh: "矩阵" },
  differences: { en: "block of differences", zh: "差异分析" },
  outcome: { en: "outcome", zh: "结果变量" },
  column: { en: "column", zh: "列" },
  term: { en: "term", zh: "变量" },
  unit: { en: "unit", zh: "单元" },
  alternative: { en: "alternative of the index", zh: "指数替代方案" },
};
/** Who would have it, where that is not the study file. */
const HOLDERS: Record<string, { en: string; zh: string }> = {
  column: { en: "no data table has after its steps", zh: "在任何数据表（完成各步骤后）中都不存在" },
  term: { en: "none of the table's models has", zh: "不在该表的任何模型中" },
  unit: { en: "the index does not rank", zh: "不在该指数的排名中" },
  alternative: { en: "no index among the outcomes declares", zh: "未在作为结果的指数中声明" },
};
const thing = (name: string, language: "en" | "zh"): string => THINGS[name]?.[language] ?? name;

export const studyMessages = {
  "STUDY-FILE-MISSING": errorEntry<{ path: string; nearest: string | null }>({
    example: { path: "studies/pilot/study.yml", nearest: "study.yaml" },
    en: (e) => ({
      message: `There is no study at \`${e.path}\`.`,
      remedy:
        e.nearest === null
          ? "Give a study file, or a folder that holds `study.yaml`. `xinzhi init DATA` writes one from a data file."
          : `Did you mean \`${e.nearest}\`?`,
    }),
    zh: (e) => ({
      message: `\`${e.path}\` 处没有研究文件。`,
      remedy:
        e.nearest === null
          ? "请给出研究文件，或含有 `study.yaml` 的文件夹。`xinzhi init 数据文件` 可以生成一个。"
          : `是否想写 \`${e.nearest}\`？`,
    }),
  }),
  "STUDY-FILE-UNREADABLE": errorEntry<{ path: string; cause: string }>({
    example: { path: "study.yaml", cause: "EACCES" },
    en: (e) => ({
      message: `The study \`${e.path}\` cannot be read (${e.cause}).`,
      remedy: "Check the path and the permissions of the file.",
    }),
    zh: (e) => ({ message: `研究文件 \`${e.path}\` 无法读取（${e.cause}）。`, remedy: "请检查路径和文件权限。" }),
  }),
  "STUDY-FILE-EMPTY": errorEntry<{ file: string }>({
    example: { file: "study.yaml" },
    en: (e) => ({ message: `The study \`${e.file}\` is empty.`, remedy: "Start from `xinzhi init DATA`, or from a study in `studies/`." }),
    zh: (e) => ({ message: `研究文件 \`${e.file}\` 是空的。`, remedy: "可用 `xinzhi init 数据文件` 生成，或从 `studies/` 中的例子开始。" }),
  }),
  "STUDY-FILE-LARGE": errorEntry<{ bytes: number; limit: number }>({
    example: { bytes: 52_000_000, limit: 1_000_000 },
    en: (e) => ({
      message: `The study file has ${e.bytes} bytes; at most ${e.limit} are read.`,
      remedy: "Data belong in a data file named under `data:`, not in the study.",
    }),
    zh: (e) => ({
      message: `研究文件有 ${e.bytes} 字节，上限为 ${e.limit} 字节。`,
      remedy: "数据应放在 `data:` 所列的数据文件中，而不是研究文件里。",
    }),
  }),
  "STUDY-FILE-BYTES": errorEntry<{ byte: string }>({
    example: { byte: "0x00" },
    en: (e) => ({
      message: e.byte === "" ? "The study file is not UTF-8 text." : `The study file holds a character that is not text (${e.byte}).`,
      remedy: "Save it again as UTF-8 text.",
    }),
    zh: (e) => ({
      message: e.byte === "" ? "研究文件不是 UTF-8 文本。" : `研究文件中有非文本字符（${e.byte}）。`,
      remedy: "请以 UTF-8 编码重新保存。",
    }),
  }),
  "STUDY-YAML-SYNTAX": errorEntry<{ cause: string }>({
    example: { cause: "quote" },
    en: (e) => ({ message: SYNTAX[e.cause]!.en[0], remedy: SYNTAX[e.cause]!.en[1] }),
    zh: (e) => ({ message: SYNTAX[e.cause]!.zh[0], remedy: SYNTAX[e.cause]!.zh[1] }),
  }),
  "STUDY-YAML-COMMA": errorEntry<{ key: string; written: string; meant: string }>({
    example: { key: "late", written: "if(year > 2019", meant: "if(year > 2019, 1, 0)" },
    en: (e) => ({
      message: `Inside braces a comma ends the value: \`${e.key}\` holds only \`${e.written}\`.`,
      why: "YAML reads what follows as further keys.",
      remedy: `Quote the expression: \`${e.key}: "${e.meant}"\`, or give it a line of its own.`,
    }),
    zh: (e) => ({
      message: `在花括号内，逗号会结束取值：\`${e.key}\` 只得到 \`${e.written}\`。`,
      why: "YAML 会把逗号之后的内容当作另外的键。",
      remedy: `请给表达式加引号：\`${e.key}: "${e.meant}"\`，或让它单独占一行。`,
    }),
  }),
  "STUDY-YAML-INDENT": errorEntry<Record<string, never>>({
    example: {},
    en: () => ({
      message: "This line is indented differently from its neighbours, so it belongs to no block.",
      remedy: "Give lines of one block the same number of blanks at the start: two more than the line they belong to.",
    }),
    zh: () => ({
      message: "本行缩进与相邻行不一致，无法判断属于哪个块。",
      remedy: "同一块中的各行应缩进相同的空格数，比所属的行多两格。",
    }),
  }),
  "STUDY-YAML-DEPTH": errorEntry<{ limit: number }>({
    example: { limit: 24 },
    en: (e) => ({
      message: `Blocks are nested more than ${e.limit} deep here.`,
      remedy: "A study needs six levels at most: close the brackets.",
    }),
    zh: (e) => ({ message: `此处嵌套超过 ${e.limit} 层。`, remedy: "研究文件最多需要六层：请检查括号是否闭合。" }),
  }),
  "STUDY-YAML-ALIASES": errorEntry<{ limit: number }>({
    example: { limit: 50_000 },
    en: (e) => ({
      message: `With its aliases written out, the study has more than ${e.limit} entries.`,
      remedy: "Write values out instead of nesting aliases (`*name`) in aliases.",
    }),
    zh: (e) => ({ message: `展开别名后，研究文件的条目超过 ${e.limit} 个。`, remedy: "请直接写出内容，不要在别名（`*名称`）中再套别名。" }),
  }),
  "STUDY-KEY-TWICE": errorEntry<{ key: string }>({
    example: { key: "models" },
    en: (e) => ({
      message: `The key \`${e.key}\` stands twice in one block.`,
      why: "Only one of the two could count, and nothing would say which.",
      remedy: "Merge the two, or rename one.",
    }),
    zh: (e) => ({
      message: `键 \`${e.key}\` 在同一块中出现了两次。`,
      why: "两者只有一个会生效，而读者无从得知是哪一个。",
      remedy: "请合并，或给其中一个改名。",
    }),
  }),
  "STUDY-KEY-RESERVED": errorEntry<{ key: string }>({
    example: { key: "__proto__" },
    en: (e) => ({ message: `The name \`${e.key}\` cannot be used in a study.`, remedy: "Use another name." }),
    zh: (e) => ({ message: `研究文件中不能使用名称 \`${e.key}\`。`, remedy: "请换一个名称。" }),
  }),
  "STUDY-KEY-UNKNOWN": errorEntry<{ key: string; where: string; nearest: string | null; keys: string[] }>({
    example: { key: "esimator", where: "models.fe", nearest: "estimator", keys: ["data", "estimator", "formula", "vcov"] },
    en: (e) => ({
      message: `\`${e.where === "" ? "The study" : e.where}\` has no key \`${e.key}\`.${e.nearest === null ? "" : ` Nearest: \`${e.nearest}\`.`}`,
      why: "A key that does nothing would be a setting you believe in and nobody applies.",
      remedy: e.nearest === null ? `Use one of: ${join(e.keys, 24)}.` : `Write \`${e.nearest}\`.`,
    }),
    zh: (e) => ({
      message: `\`${e.where === "" ? "研究文件" : e.where}\` 中没有键 \`${e.key}\`。${e.nearest === null ? "" : `最接近的键：\`${e.nearest}\`。`}`,
      why: "不起作用的键会让人误以为某项设定已经生效。",
      remedy: e.nearest === null ? `可用的键：${joinZh(e.keys, 24)}。` : `请改写为 \`${e.nearest}\`。`,
    }),
  }),
  "STUDY-KEY-MISSING": errorEntry<{ key: string; where: string; choices: string[] }>({
    example: { key: "estimator", where: "models.fe", choices: ["ols", "iv"] },
    en: (e) => ({
      message: `${e.where === "" ? "The study" : `\`${e.where}\``} needs the key \`${e.key}\`.`,
      remedy:
        e.choices.length === 0
          ? `Add a line \`${e.key}: ...\`.`
          : `Add a line \`${e.key}: ${e.choices[0]}\`; it may be ${e.choices.map((c) => `\`${c}\``).join(", ")}.`,
    }),
    zh: (e) => ({
      message: `${e.where === "" ? "研究文件" : `\`${e.where}\``} 缺少键 \`${e.key}\`。`,
      remedy:
        e.choices.length === 0
          ? `请添加一行 \`${e.key}: ……\`。`
          : `请添加一行 \`${e.key}: ${e.choices[0]}\`；可取 ${e.choices.map((c) => `\`${c}\``).join("、")}。`,
    }),
  }),
  "STUDY-NAME-FORM": errorEntry<{ name: string; where: string }>({
    example: { name: "table 1", where: "tables" },
    en: (e) => ({
      message: `\`${e.name}\` cannot be a name in \`${e.where}\`.`,
      why: "Names become columns and names of files.",
      remedy: "Use letters of any script, digits, `_` and `-`, starting with a letter.",
    }),
    zh: (e) => ({
      message: `\`${e.name}\` 不能用作 \`${e.where}\` 中的名称。`,
      why: "这些名称会成为列名和文件名。",
      remedy: "请使用文字（任何文种）、数字、`_` 和 `-`，并以文字开头。",
    }),
  }),
  "STUDY-VALUE-KIND": errorEntry<{ where: string; expected: string[]; found: string; value: string }>({
    example: { where: "policies.pilot.anticipation", expected: ["integer"], found: "text", value: "none" },
    en: (e) => ({
      message: `\`${e.where}\` must be ${e.expected.map((k) => kind(k, "en")).join(" or ")}; here stands ${kind(e.found, "en")}${e.value === "" ? "" : ` (\`${e.value}\`)`}.`,
      remedy: `Write ${e.expected.map((k) => kind(k, "en")).join(" or ")}.`,
    }),
    zh: (e) => ({
      message: `\`${e.where}\` 应为${e.expected.map((k) => kind(k, "zh")).join("或")}，这里却是${kind(e.found, "zh")}${e.value === "" ? "" : `（\`${e.value}\`）`}。`,
      remedy: `请写成${e.expected.map((k) => kind(k, "zh")).join("或")}。`,
    }),
  }),
  "STUDY-VALUE-CHOICE": errorEntry<{ where: string; value: string; nearest: string | null; choices: string[] }>({
    example: { where: "indices.np.method", value: "entropie", nearest: "entropy", choices: ["entropy", "critic", "equal"] },
    en: (e) => ({
      message: `\`${e.where}\` cannot be \`${e.value}\`.${e.nearest === null ? "" : ` Nearest: \`${e.nearest}\`.`}`,
      remedy: e.nearest === null ? `Use one of: ${join(e.choices, 24)}.` : `Write \`${e.nearest}\` (choices: ${join(e.choices, 24)}).`,
    }),
    zh: (e) => ({
      message: `\`${e.where}\` 不能是 \`${e.value}\`。${e.nearest === null ? "" : `最接近的是 \`${e.nearest}\`。`}`,
      remedy: e.nearest === null ? `可选值：${joinZh(e.choices, 24)}。` : `请改写为 \`${e.nearest}\`（可选值：${joinZh(e.choices, 24)}）。`,
    }),
  }),
  "STUDY-VALUE-RANGE": errorEntry<{ where: string; value: string; bound: string; limit: number }>({
    example: { where: "policies.pilot.randomization.draws", value: "0", bound: "atLeast", limit: 99 },
    en: (e) => ({
      message: `\`${e.where}\` is \`${e.value}\`; it must be ${BOUNDS[e.bound]!.en} ${e.limit}.`,
      remedy: `Write a value that is ${BOUNDS[e.bound]!.en} ${e.limit}.`,
    }),
    zh: (e) => ({
      message: `\`${e.where}\` 的值是 \`${e.value}\`，应${BOUNDS[e.bound]!.zh} ${e.limit}。`,
      remedy: `请改为${BOUNDS[e.bound]!.zh} ${e.limit} 的值。`,
    }),
  }),
  "STUDY-VALUE-EMPTY": errorEntry<{ where: string }>({
    example: { where: "policies.pilot.outcome" },
    en: (e) => ({ message: `\`${e.where}\` is empty.`, remedy: "Write at least one entry, or remove the key." }),
    zh: (e) => ({ message: `\`${e.where}\` 是空的。`, remedy: "请至少写一项，或删去该键。" }),
  }),
  "STUDY-NOT-YET": errorEntry<{ where: string; what: string; instead: { en: string; zh: string } | null }>({
    example: { where: "models.main.estimator", what: "sdm", instead: null },
    en: (e) => ({
      message: `${e.where === e.what ? "" : `\`${e.where}\`: `}\`${e.what}\` belongs to the study file, but this release cannot do it yet.`,
      why: "Skipping it silently would leave a study that looks complete and is not.",
      remedy: e.instead === null ? "Remove it for now; the CHANGELOG says when it arrives." : `Use ${e.instead.en} for now.`,
    }),
    zh: (e) => ({
      message: `${e.where === e.what ? "" : `\`${e.where}\`：`}\`${e.what}\` 属于研究文件的约定，但本版本尚未实现。`,
      why: "悄悄跳过会让研究看似完整，实则不然。",
      remedy: e.instead === null ? "请暂时删去；CHANGELOG 会说明何时提供。" : `请暂时使用${e.instead.zh}。`,
    }),
  }),
  "STUDY-NAME-UNKNOWN": errorEntry<{ kind: string; name: string; where: string; nearest: string | null; names: string[] }>({
    example: { kind: "table", name: "province", where: "models.fe.data", nearest: "provinces", names: ["provinces", "zones"] },
    en: (e) => ({
      message: `\`${e.where}\` asks for the ${thing(e.kind, "en")} \`${e.name}\`, which ${HOLDERS[e.kind]?.en ?? "the study does not define"}.${e.nearest === null ? "" : ` Nearest: \`${e.nearest}\`.`}`,
      remedy:
        e.nearest !== null
          ? `Write \`${e.nearest}\`.`
          : e.names.length > 0
            ? `Use one of: ${join(e.names)}.`
            : `Define it first; the study has no ${thing(e.kind, "en")} yet.`,
    }),
    zh: (e) => ({
      message: `\`${e.where}\` 引用的${thing(e.kind, "zh")} \`${e.name}\` ${HOLDERS[e.kind]?.zh ?? "在研究中没有定义"}。${e.nearest === null ? "" : `最接近的是 \`${e.nearest}\`。`}`,
      remedy:
        e.nearest !== null
          ? `请改写为 \`${e.nearest}\`。`
          : e.names.length > 0
            ? `可用的名称：${joinZh(e.names)}。`
            : `请先定义；研究中还没有${thing(e.kind, "zh")}。`,
    }),
  }),
  "STUDY-TABLE-SOURCE": errorEntry<{ table: string; found: string[] }>({
    example: { table: "provinces", found: ["file", "query"] },
    en: (e) => ({
      message:
        e.found.length === 0
          ? `Nothing says where the rows of the table \`${e.table}\` come from.`
          : e.found.length > 1
            ? `The rows of the table \`${e.table}\` would come from ${e.found.map((k) => `\`${k}\``).join(" and ")}; only one of them can be.`
            : `The table \`${e.table}\` has \`${e.found[0]}\`, which goes with \`from\`.`,
      remedy: "Write one of `file: data.csv`, `query: SELECT ...`, or `from: TABLE` with `by` and `aggregate`.",
    }),
    zh: (e) => ({
      message:
        e.found.length === 0
          ? `数据表 \`${e.table}\` 没有说明数据来自何处。`
          : e.found.length > 1
            ? `数据表 \`${e.table}\` 同时给出了 ${e.found.map((k) => `\`${k}\``).join(" 和 ")}，只能保留一个。`
            : `数据表 \`${e.table}\` 写了 \`${e.found[0]}\`，它只能与 \`from\` 连用。`,
      remedy: "请写 `file: data.csv`、`query: SELECT ...` 或 `from: 数据表`（连同 `by` 与 `aggregate`）三者之一。",
    }),
  }),
  "STUDY-STEP-KEYS": errorEntry<{ where: string; keys: string[] }>({
    example: { where: "data.firms.steps[2]", keys: ["filter", "derive"] },
    en: (e) => ({
      message:
        e.keys.length === 0
          ? `\`${e.where}\` is an empty step.`
          : `\`${e.where}\` holds ${e.keys.map((k) => `\`${k}\``).join(" and ")}; a step does one thing.`,
      why: "Steps are done in the order of the list; within one step there would be none.",
      remedy: "Give each its own line with a `- ` before it.",
    }),
    zh: (e) => ({
      message:
        e.keys.length === 0
          ? `\`${e.where}\` 是空的步骤。`
          : `\`${e.where}\` 同时含有 ${e.keys.map((k) => `\`${k}\``).join(" 和 ")}，而一个步骤只做一件事。`,
      why: "步骤按列表顺序执行；写在同一步骤里就没有先后之分。",
      remedy: "请各写一行，行首加 `- `。",
    }),
  }),
  "STUDY-CIRCLE": errorEntry<{ names: string[] }>({
    example: { names: ["provinces", "means", "provinces"] },
    en: (e) => ({
      message: `These need each other, so none can be made first: ${e.names.map((n) => `\`${n}\``).join(" needs ")}.`,
      remedy: "Break the circle: read one of them from a file of its own.",
    }),
    zh: (e) => ({
      message: `以下各项互相依赖，无法确定先后：${e.names.map((n) => `\`${n}\``).join(" 依赖 ")}。`,
      remedy: "请打破循环：让其中一项直接读自文件。",
    }),
  }),
  "STUDY-NAME-TAKEN": errorEntry<{ name: string; where: string; table: string }>({
    example: { name: "np", where: "indices.np", table: "provinces" },
    en: (e) => ({
      message: `\`${e.where}\` would write its scores into the column \`${e.name}\`, which the table \`${e.table}\` already has.`,
      why: "A formula with that name would silently use one of the two.",
      remedy: "Give the index another name.",
    }),
    zh: (e) => ({
      message: `\`${e.where}\` 的得分将写入列 \`${e.name}\`，而数据表 \`${e.table}\` 中已有该列。`,
      why: "公式中的同名变量究竟指哪一个将无从得知。",
      remedy: "请给指数换一个名称。",
    }),
  }),
  "STUDY-PANEL-UNDECLARED": errorEntry<{ where: string; table: string; missing: string[] }>({
    example: { where: "policies.pilot", table: "provinces", missing: ["unit", "time"] },
    en: (e) => ({
      message: `\`${e.where}\` needs a panel, but the table \`${e.table}\` does not say its ${e.missing.map((k) => `\`${k}\``).join(" and ")}.`,
      remedy: `Add ${e.missing.map((k) => `\`${k}: COLUMN\``).join(" and ")} to \`data.${e.table}\`.`,
    }),
    zh: (e) => ({
      message: `\`${e.where}\` 需要面板数据，但数据表 \`${e.table}\` 未说明 ${e.missing.map((k) => `\`${k}\``).join(" 和 ")}。`,
      remedy: `请在 \`data.${e.table}\` 中添加 ${e.missing.map((k) => `\`${k}: 列名\``).join(" 和 ")}。`,
    }),
  }),
  "STUDY-OUT-UNWRITABLE": errorEntry<{ folder: string; cause: string }>({
    example: { folder: "/readonly", cause: "EACCES" },
    en: (e) => ({
      message: `Nothing can be written to \`${e.folder}\` (${e.cause}).`,
      remedy: "Choose another folder with `--out`, or mend its permissions.",
    }),
    zh: (e) => ({ message: `无法写入 \`${e.folder}\`（${e.cause}）。`, remedy: "请用 `--out` 换一个文件夹，或修改其权限。" }),
  }),
  "STUDY-VARIANT-UNUSABLE": errorEntry<{ variant: "start" | "index"; policy: string; table: string }>({
    example: { variant: "start", policy: "pilot", table: "provinces" },
    en: (e) => ({
      message:
        e.variant === "start"
          ? `\`policies.${e.policy}.variants.start\` changes the first period of a \`balance\` step, and the table \`${e.table}\` has none.`
          : `\`policies.${e.policy}.variants.index\` asks for other forms of an index, and no outcome of the policy is an index on \`${e.table}\`.`,
      why: "A variant that changes nothing would count as one more agreement.",
      remedy:
        e.variant === "start"
          ? "Add a `balance` step with `from` and `to`, or remove the variant."
          : "Add the index to `outcome`, or remove the variant.",
    }),
    zh: (e) => ({
      message:
        e.variant === "start"
          ? `\`policies.${e.policy}.variants.start\` 用于改变 \`balance\` 步骤的起始期，而数据表 \`${e.table}\` 没有该步骤。`
          : `\`policies.${e.policy}.variants.index\` 要求换用指数的其他形式，而该政策没有以 \`${e.table}\` 上的指数为结果。`,
      why: "什么也不改变的变体会被误当作又一次一致的结果。",
      remedy:
        e.variant === "start" ? "请添加含 `from` 和 `to` 的 `balance` 步骤，或删去该变体。" : "请把指数加入 `outcome`，或删去该变体。",
    }),
  }),
  "STUDY-FIGURE-NO-VARIANTS": errorEntry<{ figure: string; policy: string }>({
    example: { figure: "curve", policy: "pilot" },
    en: (e) => ({
      message: `The figure \`${e.figure}\` draws the variants of the policy \`${e.policy}\`, which declares none.`,
      remedy: `Add \`variants\` to \`policies.${e.policy}\`, for example \`variants: { controlGroup: [never] }\`, or remove the figure.`,
    }),
    zh: (e) => ({
      message: `图 \`${e.figure}\` 要绘制政策 \`${e.policy}\` 的各个变体，而该政策没有声明变体。`,
      remedy: `请在 \`policies.${e.policy}\` 中添加 \`variants\`，例如 \`variants: { controlGroup: [never] }\`，或删去该图。`,
    }),
  }),
  "STUDY-NEGATIVE-CONTROL-IN-INDEX": findingEntry<{ control: string; indicator: string; index: string }>("warning", {
    example: { control: "lnHc", indicator: "hc", index: "nqp" },
    en: (e) => ({
      message:
        e.control === e.indicator
          ? `The negative control \`${e.control}\` is also an indicator of the outcome \`${e.index}\`.`
          : `The negative control \`${e.control}\` is \`${e.indicator}\` in another form, and that is an indicator of the outcome \`${e.index}\`.`,
      why: "The study says that the policy cannot have moved it, and asks whether the policy moved an index that contains it.",
      remedy: `Read the effect on \`${e.index}\` as coming from its other indicators, or choose a negative control outside the index.`,
    }),
    zh: (e) => ({
      message:
        e.control === e.indicator
          ? `负对照 \`${e.control}\` 同时是结果指数 \`${e.index}\` 的一个指标。`
          : `负对照 \`${e.control}\` 是 \`${e.indicator}\` 的另一种形式，而后者是结果指数 \`${e.index}\` 的一个指标。`,
      why: "研究一面声明政策不可能影响它，一面又检验政策是否影响了包含它的指数。",
      remedy: `请把 \`${e.index}\` 的效应理解为来自其余指标，或另选指数之外的负对照。`,
    }),
  }),
};

const BOUNDS: Record<string, { en: string; zh: string }> = {
  atLeast: { en: "at least", zh: "不小于" },
  atMost: { en: "at most", zh: "不大于" },
  above: { en: "above", zh: "大于" },
  below: { en: "below", zh: "小于" },
  entries: { en: "a list with a number of entries equal to", zh: "为列表，条目数为" },
};
