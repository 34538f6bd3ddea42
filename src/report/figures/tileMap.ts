import type { IndexResult } from "../../results/contract.js";
import { fixed, plain } from "../number.js";
import { labelOf, type Reader, titled } from "../reader.js";
import { fileStem } from "../table.js";
import { COLOR, type Figure } from "./figure.js";

/** A province-level unit on the grid: GB/T 2260 code, names, and its tile (column from the west, row from the north). */
interface Tile {
  code: string;
  zh: string;
  short: string;
  en: string;
  column: number;
  row: number;
}

/** Tiles at roughly the place of each province-level unit. A grid of positions, no boundaries, no areas. */
const TILES: Tile[] = (
  [
    ["23", "黑龙江", "黑", "Heilongjiang", 9, 0],
    ["22", "吉林", "吉", "Jilin", 9, 1],
    ["21", "辽宁", "辽", "Liaoning", 9, 2],
    ["65", "新疆", "新", "Xinjiang", 1, 1],
    ["15", "内蒙古", "蒙", "Inner Mongolia", 6, 1],
    ["11", "北京", "京", "Beijing", 7, 2],
    ["12", "天津", "津", "Tianjin", 8, 2],
    ["62", "甘肃", "甘", "Gansu", 3, 2],
    ["64", "宁夏", "宁", "Ningxia", 4, 2],
    ["14", "山西", "晋", "Shanxi", 6, 3],
    ["13", "河北", "冀", "Hebei", 7, 3],
    ["37", "山东", "鲁", "Shandong", 8, 3],
    ["63", "青海", "青", "Qinghai", 2, 3],
    ["61", "陕西", "陕", "Shaanxi", 5, 3],
    ["54", "西藏", "藏", "Tibet", 1, 4],
    ["51", "四川", "川", "Sichuan", 3, 4],
    ["50", "重庆", "渝", "Chongqing", 4, 4],
    ["42", "湖北", "鄂", "Hubei", 5, 4],
    ["41", "河南", "豫", "Henan", 6, 4],
    ["34", "安徽", "皖", "Anhui", 7, 4],
    ["32", "江苏", "苏", "Jiangsu", 8, 4],
    ["31", "上海", "沪", "Shanghai", 9, 4],
    ["53", "云南", "云", "Yunnan", 3, 5],
    ["52", "贵州", "贵", "Guizhou", 4, 5],
    ["43", "湖南", "湘", "Hunan", 5, 5],
    ["36", "江西", "赣", "Jiangxi", 6, 5],
    ["33", "浙江", "浙", "Zhejiang", 8, 5],
    ["45", "广西", "桂", "Guangxi", 4, 6],
    ["44", "广东", "粤", "Guangdong", 5, 6],
    ["35", "福建", "闽", "Fujian", 7, 6],
    ["71", "台湾", "台", "Taiwan", 8, 6],
    ["81", "香港", "港", "Hong Kong", 6, 7],
    ["82", "澳门", "澳", "Macao", 5, 7],
    ["46", "海南", "琼", "Hainan", 4, 8],
  ] as const
).map(([code, zh, short, en, column, row]) => ({ code, zh, short, en, column, row }));

/** The tile a unit stands for: by code (two or six digits), Chinese name with or without its suffix, or English name. */
export function tileOf(unit: string): Tile | undefined {
  const bare = unit.trim();
  const code = /^\d{2}(0000)?$/.test(bare) ? bare.slice(0, 2) : null;
  if (code !== null) return TILES.find((t) => t.code === code);
  const lower = bare.toLowerCase().replace(/[^a-z]/g, "");
  return TILES.find(
    (t) => bare === t.short || bare.startsWith(t.zh) || (lower !== "" && t.en.toLowerCase().replace(/[^a-z]/g, "") === lower),
  );
}

/** Scores of the last period on a grid of provinces. Null where fewer than twenty units are provinces of China. */
export function tileMapFigure(r: Reader, name: string, index: IndexResult): Figure | null {
  const w = r.words.figure;
  const scores = new Map<Tile, number>();
  for (const row of index.ranking) {
    const tile = tileOf(row.unit);
    if (tile !== undefined) scores.set(tile, row.score);
  }
  if (scores.size < 20 || scores.size < index.ranking.length) return null;
  const values = [...scores.values()];
  const middle = (Math.min(...values) + Math.max(...values)) / 2;
  const label = labelOf(r, name);
  const rows = TILES.map((tile) => {
    const score = scores.get(tile);
    const shown = r.language === "zh" ? tile.zh : tile.en;
    return {
      column: tile.column,
      row: tile.row,
      name: shown.includes(" ") ? shown.split(" ") : shown,
      score: score ?? null,
      text: score === undefined ? "" : fixed(score, 2),
      ink: score !== undefined && score > middle ? "white" : COLOR.ink,
      words: score === undefined ? shown : `${shown}${r.words.colon}${plain(score, 4)}`,
    };
  });
  const SIZE = 62;
  const at = (field: string) => ({ field, type: "ordinal", axis: null, scale: { paddingInner: 0.06 } });
  return {
    id: fileStem("tile-map", name),
    title: titled(r, w.tileMap(label, index.rankingTime === null ? "" : String(index.rankingTime)), index.data),
    subtitle: "",
    note: w.tileMapNote,
    alt: rows.map((d) => d.words).join(r.words.semicolon),
    spec: {
      width: { step: SIZE },
      height: { step: SIZE * 0.82 },
      data: { values: rows },
      // The ink of the text has no scale; Vega-Lite cannot share the score's with it.
      resolve: { scale: { color: "independent" } },
      layer: [
        {
          // Places without a score are shown, in grey: a map that leaves them out would be another map.
          mark: { type: "rect", cornerRadius: 4, invalid: "show" },
          encoding: {
            x: at("column"),
            y: at("row"),
            color: {
              condition: { test: "datum.score === null", value: "#e4e7ea" },
              field: "score",
              type: "quantitative",
              scale: { range: ["#dceaf5", "#7fb0d6", "#1f5f99", "#123a63"], zero: false },
              legend: {
                title: w.score,
                orient: "top",
                gradientLength: 220,
                gradientThickness: 10,
                tickCount: 4,
                titleFontWeight: "normal",
              },
            },
            description: { field: "words" },
          },
        },
        // A name of two lines grows downwards from its first: it starts higher, so that it stays clear of the score.
        ...[-7, -15].map((dy, lines) => ({
          transform: [{ filter: `isArray(datum.name) === ${lines === 1}` }],
          mark: { type: "text", dy, fontSize: 10, lineHeight: 11, aria: false },
          encoding: { x: at("column"), y: at("row"), text: { field: "name" }, color: { field: "ink", type: "nominal", scale: null } },
        })),
        {
          mark: { type: "text", dy: 13, fontSize: 10.5, fontWeight: "bold", aria: false },
          encoding: { x: at("column"), y: at("row"), text: { field: "text" }, color: { field: "ink", type: "nominal", scale: null } },
        },
      ],
    },
    about: [`indices.${name}`],
  };
}
