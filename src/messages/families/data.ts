import { errorEntry } from "../define.js";

export const dataMessages = {
  "DATA-COLUMN-UNKNOWN": errorEntry<{ table: string; column: string; nearest: string | null; columns: string[] }>({
    example: { table: "provinces", column: "edcation", nearest: "education", columns: ["province", "year", "education"] },
    en: (e) => ({
      message: `The table \`${e.table}\` has no column \`${e.column}\`.${e.nearest === null ? "" : ` Nearest: \`${e.nearest}\`.`}`,
      remedy:
        e.nearest === null
          ? `Use one of: ${e.columns.slice(0, 12).join(", ")}${e.columns.length > 12 ? ", ..." : ""}.`
          : `Write \`${e.nearest}\`.`,
    }),
    zh: (e) => ({
      message: `数据表 \`${e.table}\` 中没有列 \`${e.column}\`。${e.nearest === null ? "" : `最接近的列名：\`${e.nearest}\`。`}`,
      remedy:
        e.nearest === null
          ? `可用的列：${e.columns.slice(0, 12).join("、")}${e.columns.length > 12 ? "……" : ""}。`
          : `请改写为 \`${e.nearest}\`。`,
    }),
  }),
};
