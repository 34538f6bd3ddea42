import { catalogueNames, readCatalogue } from "../../dist/study/catalogues.js";

/** Words of the pages, both languages side by side. */
const words = {
  en: {
    title: "Catalogues of indicators",
    other: "[中文](catalogues.zh.md)",
    lead: `Four published indicator systems of new quality productive forces, as data that a study file can name. An index starts from one with
\`catalogue\`; its indicators then take direction, dimension, kind and labels in both languages from here. A column that has another name
says which indicator it is with \`as\`; whatever the study writes itself goes first:`,
    study: `title: Firms and their new quality productivity
data: { firms: { file: grunfeld.csv, unit: firm, time: year } }
indices:
  npro:
    data: firms
    catalogue: nqp-firm
    indicators:
      value: { as: assetTurnover }                      # a column under its own name
      capital: { as: fixedAssetsShare, direction: lower } # the study's own direction
      inv: higher                                       # not of the catalogue
    method: entropy`,
    after: `\`method: manual\` without \`weights\` takes the published weights, divided by the sum of those taken. The finding \`INDEX-CATALOGUE\` says what was left
out; \`INDEX-CATALOGUE-OVERLAP\` names controls, mediators and treatments of the study that go by one of the names below. Where a source does not
say something, this page says **not given**; a direction marked *inferred* is the natural reading and not the source's. Made from
\`catalogues/*.json\` by \`node scripts/docs.js\`.`,
    source: "Source",
    unit: "Unit of observation",
    indicators: ["name in study files", "indicator", "dimension", "formula", "better", "unit", "kind", "weight"],
    overlaps: "What often stands beside the index and holds the same thing",
    overlapHead: ["beside the index", "as", "indicator", "how", "often called"],
    none: "not given",
    direction: { higher: "higher", lower: "lower" },
    from: { inferred: " (inferred)", declared: "" },
    kind: { share: "share", ratio: "ratio", size: "size" },
    role: { control: "control", mediator: "mediator", treatment: "treatment" },
    relation: { same: "the same", identity: "a function of it", shares: "a part in common", related: "the same matter" },
    own: "*, used so in the source itself*",
    colon: ": ",
    weights: (sum) => `Published weights sum to ${sum}.`,
  },
  zh: {
    title: "指标目录",
    other: "[English](catalogues.md)",
    lead: `四套关于新质生产力的指标体系，以数据形式随软件提供，可在研究文件中直接引用。指数写 \`catalogue\` 即以某一目录为起点，其指标的方向、维度、类型与中英文名称均取自
目录。列名不同时用 \`as\` 写明对应的指标；研究文件自己写明的内容优先：`,
    study: `title: 企业新质生产力
language: [zh]
data: { firms: { file: grunfeld.csv, unit: firm, time: year } }
indices:
  npro:
    data: firms
    catalogue: nqp-firm
    indicators:
      value: { as: assetTurnover }                      # 列名与目录不同
      capital: { as: fixedAssetsShare, direction: lower } # 自行写明方向
      inv: higher                                       # 不属于目录
    method: entropy`,
    after: `\`method: manual\` 而不写 \`weights\` 时采用公布的权重，并除以所取各项之和。提示 \`INDEX-CATALOGUE\` 说明缺少哪些指标；\`INDEX-CATALOGUE-OVERLAP\` 指出研究中名称与下表相符的
控制变量、中介变量与处理变量。原文没有给出的内容，此处写作**未给出**；标有“推断”的方向是自然读法，而非原文所印。本页由 \`node scripts/docs.js\` 根据
\`catalogues/*.json\` 生成。`,
    source: "来源",
    unit: "观测单元",
    indicators: ["研究文件中的名称", "指标", "维度", "公式", "方向", "单位", "类型", "权重"],
    overlaps: "常与该指数并列而内容重合的变量",
    overlapHead: ["并列变量", "角色", "指标", "关系", "常见名称"],
    none: "未给出",
    direction: { higher: "正向", lower: "负向" },
    from: { inferred: "（推断）", declared: "" },
    kind: { share: "比重", ratio: "比率", size: "规模" },
    role: { control: "控制变量", mediator: "中介变量", treatment: "处理变量" },
    relation: { same: "等同", identity: "可由核算关系推得", shares: "含有共同部分", related: "度量同一事项" },
    own: "（原文自身即如此使用）",
    colon: "：",
    weights: (sum) => `公布的权重之和为 ${sum}。`,
  },
};

/** The systems in the order of their papers; the open one last. */
const ORDER = ["nqp-firm", "nqp-province", "nqp-concept", "nqp-open"];

const cell = (text) => text.replaceAll("|", "\\|");
const row = (cells) => `| ${cells.map(cell).join(" | ")} |`;
const table = (head, rows) => [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");

/** docs/catalogues.md or docs/catalogues.zh.md, from `catalogues/`. */
export function cataloguesPage(language) {
  const unlisted = catalogueNames().filter((name) => !ORDER.includes(name));
  if (unlisted.length > 0) throw new Error(`scripts/docs/catalogues.js does not know ${unlisted.join(", ")}`);
  const w = words[language];
  const sections = ORDER.map((name) => section(readCatalogue(name), language));
  return `# ${w.title}\n\n${w.other}\n\n${w.lead}\n\n\`\`\`yaml study\n${w.study}\n\`\`\`\n\n${w.after}\n\n${sections.join("\n\n")}\n`;
}

function section(catalogue, language) {
  const w = words[language];
  const said = (text) => (text === null || text === undefined ? w.none : text[language]);
  const dimensions = new Map(catalogue.dimensions.map((d) => [d.id, d.label[language]]));
  const labels = new Map(catalogue.indicators.map((i) => [i.id, i.label[language]]));
  const published = catalogue.indicators.flatMap((i) => i.weight ?? []);
  const indicators = catalogue.indicators.map((i) => [
    `\`${i.id}\``,
    i.note === undefined ? i.label[language] : `${i.label[language]}${language === "zh" ? `（${i.note.zh}）` : ` (${i.note.en})`}`,
    i.part === undefined ? dimensions.get(i.dimension) : `${dimensions.get(i.dimension)}${w.colon}${i.part[language]}`,
    said(i.formula),
    i.direction === null ? w.none : w.direction[i.direction] + w.from[i.directionSource],
    said(i.unit),
    i.kind === null ? w.none : w.kind[i.kind],
    i.weight === undefined ? w.none : i.weight.toFixed(3),
  ]);
  const overlaps = catalogue.overlaps.map((o) => [
    `${o.concept[language]}${o.isOwn ? w.own : ""}`,
    w.role[o.role],
    labels.get(o.indicator),
    `${w.relation[o.relation]}${w.colon}${o.why[language]}`,
    o.names.map((name) => `\`${name}\``).join(" "),
  ]);
  const sum = published.reduce((total, weight) => total + weight, 0).toFixed(3);
  return [
    `## \`${catalogue.name}\`${w.colon}${catalogue.title[language]}`,
    `${w.source}${w.colon}${catalogue.source[language]}`,
    `${w.unit}${w.colon}${catalogue.unit[language]}`,
    [...catalogue.construction, ...catalogue.remarks].map((text) => `- ${text[language]}`).join("\n"),
    table(w.indicators, indicators),
    ...(published.length > 0 ? [w.weights(sum)] : []),
    `**${w.overlaps}**`,
    table(w.overlapHead, overlaps),
  ].join("\n\n");
}
