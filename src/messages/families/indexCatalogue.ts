import { errorEntry, findingEntry } from "../define.js";

const list = (names: readonly string[]) => names.map((n) => `\`${n}\``).join(", ");
const listZh = (names: readonly string[]) => names.map((n) => `\`${n}\``).join("、");

/** Something beside an index that holds what one of its indicators holds. */
export interface OverlapEvidence {
  column: string;
  indicator: string;
  concept: { en: string; zh: string };
  role: "control" | "mediator" | "treatment";
  relation: "same" | "identity" | "shares" | "related";
  why: { en: string; zh: string };
  where: string[];
}

const relations = { same: "is the same as", identity: "is a function of", shares: "shares a part with", related: "measures the matter of" };
const relationsZh = { same: "等同于", identity: "可由核算关系推得", shares: "含有共同部分：", related: "度量同一事项：" };
const roles = { control: "control", mediator: "mediator", treatment: "treatment" };
const rolesZh = { control: "控制变量", mediator: "中介变量", treatment: "处理变量" };

/** Indices that start from a published indicator system. */
export const indexCatalogueMessages = {
  "INDEX-CATALOGUE-UNKNOWN": errorEntry<{ index: string; catalogue: string; nearest: string | null; names: string[] }>({
    example: { index: "np", catalogue: "nqp-provinces", nearest: "nqp-province", names: ["nqp-firm", "nqp-open", "nqp-province"] },
    en: (e) => ({
      message: `There is no catalogue \`${e.catalogue}\` for the index \`${e.index}\`.${e.nearest === null ? "" : ` Nearest: \`${e.nearest}\`.`}`,
      remedy: `Write one of: ${list(e.names)}. Their indicators stand in docs/catalogues.md.`,
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 引用的指标目录 \`${e.catalogue}\` 不存在。${e.nearest === null ? "" : `最接近的名称：\`${e.nearest}\`。`}`,
      remedy: `请写下列之一：${listZh(e.names)}。各目录的指标见 docs/catalogues.zh.md。`,
    }),
  }),

  "INDEX-CATALOGUE-INDICATOR": errorEntry<{
    index: string;
    catalogue: string;
    column: string;
    id: string;
    fault: "unknown" | "twice" | "none";
    /** The nearest name, or the column that is already that indicator. */
    other: string | null;
    ids: string[];
  }>({
    example: {
      index: "np",
      catalogue: "nqp-province",
      column: "wage",
      id: "avgWage",
      fault: "unknown",
      other: "averageWage",
      ids: ["averageWage"],
    },
    en: (e) => ({
      message: {
        unknown: `\`${e.column}\` of \`${e.index}\` is said to be \`${e.id}\`, which the catalogue \`${e.catalogue}\` does not list.${e.other === null ? "" : ` Nearest: \`${e.other}\`.`}`,
        twice: `\`${e.column}\` and \`${e.other}\` of \`${e.index}\` are both said to be \`${e.id}\` of the catalogue \`${e.catalogue}\`.`,
        none: `No indicator of \`${e.index}\` is of the catalogue \`${e.catalogue}\` it names.`,
      }[e.fault],
      why: "Direction, dimension and label come from the catalogue: a wrong name would silently give the wrong ones, or none.",
      remedy: {
        unknown: `Write ${e.other === null ? `one of ${list(e.ids.slice(0, 8))}` : `\`as: ${e.other}\``}.`,
        twice: "Let one of the two be an indicator of its own, without `as`.",
        none: `Say which column is which, as \`indicators: { wage: { as: ${e.ids[0]} } }\`, or remove \`catalogue\`.`,
      }[e.fault],
    }),
    zh: (e) => ({
      message: {
        unknown: `指数 \`${e.index}\` 的 \`${e.column}\` 被声明为 \`${e.id}\`，但指标目录 \`${e.catalogue}\` 中没有它。${e.other === null ? "" : `最接近的名称：\`${e.other}\`。`}`,
        twice: `指数 \`${e.index}\` 的 \`${e.column}\` 与 \`${e.other}\` 都被声明为指标目录 \`${e.catalogue}\` 的 \`${e.id}\`。`,
        none: `指数 \`${e.index}\` 没有任何指标属于它所引用的指标目录 \`${e.catalogue}\`。`,
      }[e.fault],
      why: "方向、维度与名称均取自目录：名称写错会悄悄取到错误的内容，或什么也取不到。",
      remedy: {
        unknown: `请写${e.other === null ? `下列之一：${listZh(e.ids.slice(0, 8))}` : ` \`as: ${e.other}\``}。`,
        twice: "请让其中一个成为自立的指标，不写 `as`。",
        none: `请写明各列对应的指标，如 \`indicators: { wage: { as: ${e.ids[0]} } }\`，或删除 \`catalogue\`。`,
      }[e.fault],
    }),
  }),

  "INDEX-CATALOGUE": findingEntry<{ index: string; catalogue: string; taken: number; of: number; left: string[]; unsigned: number }>(
    "note",
    {
      example: { index: "np", catalogue: "nqp-province", taken: 18, of: 20, left: ["tfp", "marketisation"], unsigned: 18 },
      en: (e) => ({
        message: `\`${e.index}\` takes ${e.taken} of the ${e.of} indicators of the catalogue \`${e.catalogue}\`${e.left.length === 0 ? "" : `, without ${list(e.left)}`}.${e.unsigned === 0 ? "" : ` For ${e.unsigned} of them the source prints no direction.`}`,
        why:
          e.left.length === 0
            ? "The same list is not the same index: rows, scale and weights decide too."
            : "An index of other indicators is another index, whatever it is called.",
        remedy: "Name the catalogue and what was left out in the paper; docs/catalogues.md has every formula and its source.",
      }),
      zh: (e) => ({
        message: `\`${e.index}\` 采用指标目录 \`${e.catalogue}\` 的 ${e.of} 项指标中的 ${e.taken} 项${e.left.length === 0 ? "" : `，缺 ${listZh(e.left)}`}。${e.unsigned === 0 ? "" : `其中 ${e.unsigned} 项原文未印出方向。`}`,
        why:
          e.left.length === 0
            ? "指标相同不等于指数相同：样本行、标准化与权重同样起作用。"
            : "指标不同的指数就是另一个指数，无论叫什么名字。",
        remedy: "请在论文中写明所用目录与缺少的指标；各指标的公式与来源见 docs/catalogues.zh.md。",
      }),
    },
  ),

  "INDEX-CATALOGUE-OVERLAP": findingEntry<{ index: string; catalogue: string; overlaps: OverlapEvidence[] }>("warning", {
    example: {
      index: "npro",
      catalogue: "nqp-firm",
      overlaps: [
        {
          column: "lev",
          indicator: "equityShare",
          concept: { en: "Leverage", zh: "资产负债率" },
          role: "control",
          relation: "identity",
          why: { en: "equity / assets is 1 minus liabilities / assets", zh: "所有者权益 / 资产 = 1 - 负债 / 资产" },
          where: ["models.fe"],
        },
      ],
    },
    en: (e) => ({
      message: `Beside \`${e.index}\` stand columns that seem to hold what its indicators hold: ${e.overlaps
        .map(
          (o) =>
            `\`${o.column}\` (${roles[o.role]}: ${o.concept.en}) ${relations[o.relation]} \`${o.indicator}\`, as ${o.why.en} [${o.where.join(", ")}]`,
        )
        .join("; ")}.`,
      why: "A control that is part of the outcome takes away part of the effect; a mediator that is part of the outcome explains it by itself.",
      remedy:
        "Leave these indicators out of the index (`alternatives: { leaveOneOut: true }` shows what they do), or the columns out of the model.",
    }),
    zh: (e) => ({
      message: `与 \`${e.index}\` 并列的下列变量似乎与其指标含有同样的内容：${e.overlaps
        .map(
          (o) =>
            `\`${o.column}\`（${rolesZh[o.role]}：${o.concept.zh}）${relationsZh[o.relation]} \`${o.indicator}\`，${o.why.zh}（${o.where.join("，")}）`,
        )
        .join("；")}。`,
      why: "控制变量若是结果的一部分，会带走一部分效应；中介变量若是结果的一部分，就是用结果解释其自身。",
      remedy: "请将这些指标从指数中剔除（`alternatives: { leaveOneOut: true }` 可显示其作用），或将这些变量从模型中剔除。",
    }),
  }),
};
