import { errorEntry } from "../define.js";

const list = (names: readonly string[], most = 6) =>
  names
    .slice(0, most)
    .map((n) => `\`${n}\``)
    .join(", ") + (names.length > most ? `, ... (${names.length})` : "");
const listZh = (names: readonly string[], most = 6) =>
  names
    .slice(0, most)
    .map((n) => `\`${n}\``)
    .join("、") + (names.length > most ? ` 等 ${names.length} 个` : "");

/** Spatial weights matrices. */
export const matrixMessages = {
  "MATRIX-UNIT-UNKNOWN": errorEntry<{ matrix: string; units: string[]; nearest: string | null; known: string[] }>({
    example: { matrix: "border", units: ["110000"], nearest: "11", known: ["11", "12", "13"] },
    en: (e) => ({
      message: `The matrix \`${e.matrix}\` has no pair with ${list(e.units)}.${e.nearest === null ? "" : ` Nearest in its file: \`${e.nearest}\`.`}`,
      why: "A unit that the matrix does not know has no neighbours; leaving it out silently would change every spatial lag around it.",
      remedy: `Name under \`units\` the column of the table that holds the codes of the file (as ${list(e.known, 3)}), or add the unit's pairs.`,
    }),
    zh: (e) => ({
      message: `矩阵 \`${e.matrix}\` 中没有包含 ${listZh(e.units)} 的配对。${e.nearest === null ? "" : `文件中最接近的名称：\`${e.nearest}\`。`}`,
      why: "矩阵中不存在的单元没有邻居；悄悄略去会改变其周围所有单元的空间滞后。",
      remedy: `请在 \`units\` 中写出数据表里与文件编码一致的列（如 ${listZh(e.known, 3)}），或补充该单元的配对。`,
    }),
  }),

  "MATRIX-ISLAND": errorEntry<{ matrix: string; units: string[] }>({
    example: { matrix: "border", units: ["Hainan"] },
    en: (e) => ({
      message: `In the matrix \`${e.matrix}\`, ${list(e.units)} ${e.units.length === 1 ? "has" : "have"} no neighbour among the units of the table.`,
      why: "A row of zeros cannot be standardised: its spatial lag is zero, as if all its neighbours had nothing.",
      remedy: "Add a pair by convention (a ferry, a bridge), drop the unit with a `filter` step, or write `islands: keep` and say so.",
    }),
    zh: (e) => ({
      message: `矩阵 \`${e.matrix}\` 中，${listZh(e.units)} 在数据表的单元之中没有邻居。`,
      why: "全零的一行无法标准化：其空间滞后为零，等于说它的邻居一无所有。",
      remedy: "请按惯例补充一对（轮渡、桥梁），用 `filter` 步骤去掉该单元，或写 `islands: keep` 并加以说明。",
    }),
  }),

  "MATRIX-EDGE-SELF": errorEntry<{ matrix: string; unit: string; row: number }>({
    example: { matrix: "border", unit: "11", row: 4 },
    en: (e) => ({
      message: `Row ${e.row} of the pairs of the matrix \`${e.matrix}\` pairs \`${e.unit}\` with itself.`,
      why: "A unit in its own spatial lag makes the lag part of the value it explains.",
      remedy: "Remove the row.",
    }),
    zh: (e) => ({
      message: `矩阵 \`${e.matrix}\` 的第 ${e.row} 行配对把 \`${e.unit}\` 与其自身配对。`,
      why: "单元进入自己的空间滞后，会使滞后项成为被解释值的一部分。",
      remedy: "请删去这一行。",
    }),
  }),

  "MATRIX-EDGE-WEIGHT": errorEntry<{ matrix: string; from: string; to: string; weight: number | null; row: number }>({
    example: { matrix: "border", from: "11", to: "12", weight: -1, row: 2 },
    en: (e) => ({
      message: `Row ${e.row} of the pairs of the matrix \`${e.matrix}\` gives \`${e.from}\` and \`${e.to}\` the weight ${e.weight ?? "missing"}.`,
      why: "Weights must be positive numbers; no weight means no row.",
      remedy: "Mend the cell, or remove the row.",
    }),
    zh: (e) => ({
      message: `矩阵 \`${e.matrix}\` 的第 ${e.row} 行配对给 \`${e.from}\` 与 \`${e.to}\` 的权重为${e.weight === null ? "缺失" : ` ${e.weight}`}。`,
      why: "权重必须是正数；没有权重就不应有这一行。",
      remedy: "请修正该单元格，或删去这一行。",
    }),
  }),

  "MATRIX-EDGE-TWICE": errorEntry<{ matrix: string; from: string; to: string; weights: [number, number]; row: number }>({
    example: { matrix: "border", from: "11", to: "12", weights: [1, 2], row: 9 },
    en: (e) => ({
      message: `The pair \`${e.from}\` and \`${e.to}\` of the matrix \`${e.matrix}\` has two weights, ${e.weights[0]} and ${e.weights[1]} (row ${e.row}).`,
      why: "Pairs count in both directions, so each has one weight.",
      remedy: "Keep one of the two rows.",
    }),
    zh: (e) => ({
      message: `矩阵 \`${e.matrix}\` 的配对 \`${e.from}\` 与 \`${e.to}\` 有两个权重：${e.weights[0]} 与 ${e.weights[1]}（第 ${e.row} 行）。`,
      why: "配对在两个方向上都算，因此只能有一个权重。",
      remedy: "请保留两行中的一行。",
    }),
  }),

  "MATRIX-COLUMNS": errorEntry<{ matrix: string; file: string; columns: string[] }>({
    example: { matrix: "border", file: "data/province-adjacency.csv", columns: ["code"] },
    en: (e) => ({
      message: `\`${e.file}\` of the matrix \`${e.matrix}\` has ${e.columns.length === 1 ? "one column" : `${e.columns.length} columns`} (${list(e.columns)}); a list of pairs needs two.`,
      why: "Each row is a pair of neighbours: the first two columns are their codes, unless `columns` names others.",
      remedy: "Write one pair a row, or name the two columns: `columns: [from, to]`.",
    }),
    zh: (e) => ({
      message: `矩阵 \`${e.matrix}\` 的文件 \`${e.file}\` 有 ${e.columns.length} 列（${listZh(e.columns)}）；配对列表需要两列。`,
      why: "每行是一对邻居：前两列为其编码，除非 `columns` 指定了其他列。",
      remedy: "请每行写一对，或写明两列：`columns: [from, to]`。",
    }),
  }),
};
