import type { Language } from "./define.js";

/** What a line of the ledger tells beyond its count of rows, by reason. */
export interface LedgerEvidence {
  read: { from: string; rows: number; columns: number };
  copy: { table: string; rows: number };
  aggregate: { table: string; by: readonly string[]; rows: number; groups: number };
  filter: { condition: string };
  filterMissing: { condition: string };
  derive: { column: string; expression: string; replaces: boolean };
  interpolate: { column: string; within: string };
  winsorize: { column: string; at: readonly [number, number]; within: string | null; limits: readonly [number, number] | null };
  lag: { column: string; by: number; absent: number };
  groupMean: { column: string; of: string; by: readonly string[]; leaveOut: boolean; absent: number };
  join: { how: "left" | "inner"; table: string; on: readonly string[]; without: number };
  balancePeriod: { from: number; to: number };
  balanceIncomplete: { columns: readonly string[] };
  policyIncomplete: { policy: string; outcome: string; periods: number };
  atTime: { column: string; of: string; time: number; without: number };
  cut: { column: string; of: string; groups: number; sizes: readonly number[]; isUnits: boolean };
}

export type LedgerReason = keyof LedgerEvidence;

interface LedgerWords<E> {
  /** The reason as a table prints it. */
  name: string;
  text: (evidence: E) => string;
}

type LedgerTable = { [R in LedgerReason]: Record<Language, LedgerWords<LedgerEvidence[R]>> };

const lagName = (column: string, by: number): string => `${column}${by >= 0 ? "_lag" : "_lead"}${Math.abs(by)}`;

const ledgerTable: LedgerTable = {
  read: {
    en: { name: "read", text: (e) => `${e.from}: ${e.rows} rows, ${e.columns} columns` },
    zh: { name: "读入", text: (e) => `${e.from}：${e.rows} 行，${e.columns} 列` },
  },
  copy: {
    en: { name: "rows of another table", text: (e) => `${e.rows} rows of ${e.table}` },
    zh: { name: "取自另一数据表", text: (e) => `取 ${e.table} 的 ${e.rows} 行` },
  },
  aggregate: {
    en: {
      name: "aggregation",
      text: (e) => `from ${e.table} by ${e.by.join(", ")}: ${e.rows} rows become ${e.groups}; missing cells left out`,
    },
    zh: { name: "汇总", text: (e) => `由 ${e.table} 按 ${e.by.join("、")} 汇总：${e.rows} 行合为 ${e.groups} 行；缺失单元不计入` },
  },
  filter: {
    en: { name: "filter", text: (e) => `kept where ${e.condition}` },
    zh: { name: "筛选", text: (e) => `保留满足 ${e.condition} 的行` },
  },
  filterMissing: {
    en: { name: "filter, missing", text: (e) => `${e.condition} cannot be told: a value is missing` },
    zh: { name: "筛选（缺失）", text: (e) => `因有缺失值，无法判断 ${e.condition}` },
  },
  derive: {
    en: {
      name: "derived column",
      text: (e) => `${e.column} = ${e.expression}${e.replaces ? " (replaces the column of that name)" : ""}`,
    },
    zh: { name: "派生列", text: (e) => `${e.column} = ${e.expression}${e.replaces ? "（替换同名列）" : ""}` },
  },
  interpolate: {
    en: { name: "interpolation", text: (e) => `${e.column}, linear inside gaps within ${e.within}` },
    zh: { name: "插值", text: (e) => `${e.column}：在 ${e.within} 内对序列中间的空缺作线性插值` },
  },
  winsorize: {
    en: {
      name: "winsorising",
      text: (e) =>
        `${e.column} at ${e.at[0]} and ${e.at[1]} ${e.within === null ? "over all rows" : `within ${e.within}`} (quantile type 7)${e.limits === null ? "" : `: below ${e.limits[0]}, above ${e.limits[1]}`}`,
    },
    zh: {
      name: "缩尾",
      text: (e) =>
        `${e.column} 在${e.within === null ? "全部行" : ` ${e.within} 各组`}的 ${e.at[0]} 与 ${e.at[1]} 分位数处缩尾（第 7 类分位数）${e.limits === null ? "" : `：下限 ${e.limits[0]}，上限 ${e.limits[1]}`}`,
    },
  },
  lag: {
    en: {
      name: "lag",
      text: (e) =>
        `${lagName(e.column, e.by)}: missing in ${e.absent} rows whose unit has no row ${Math.abs(e.by)} ${e.by >= 0 ? "before" : "later"}`,
    },
    zh: {
      name: "滞后",
      text: (e) => `${lagName(e.column, e.by)}：${e.absent} 行缺失，因其个体在${e.by >= 0 ? "前" : "后"} ${Math.abs(e.by)} 期没有观测`,
    },
  },
  groupMean: {
    en: {
      name: "group mean",
      text: (e) =>
        `${e.column}: mean of ${e.of} by ${e.by.join(", ")}${e.leaveOut ? ", rows of the own unit left out" : ""}; missing in ${e.absent} rows without such a row`,
    },
    zh: {
      name: "组均值",
      text: (e) =>
        `${e.column}：${e.of} 按 ${e.by.join("、")} 的组均值${e.leaveOut ? "（不含本个体的行）" : ""}；${e.absent} 行因组内无其他观测而缺失`,
    },
  },
  join: {
    en: {
      name: "join",
      text: (e) => `${e.how} join with ${e.table} on ${e.on.join(", ")}${e.how === "left" ? `: ${e.without} rows without a partner` : ""}`,
    },
    zh: {
      name: "合并",
      text: (e) =>
        `按 ${e.on.join("、")} 与 ${e.table} ${e.how === "left" ? "左连接" : "内连接"}${e.how === "left" ? `：${e.without} 行没有匹配` : ""}`,
    },
  },
  balancePeriod: {
    en: { name: "outside the period", text: (e) => `kept ${e.from}-${e.to}` },
    zh: { name: "时期之外", text: (e) => `保留 ${e.from}–${e.to}` },
  },
  balanceIncomplete: {
    en: { name: "incomplete units", text: (e) => `units without ${e.columns.join(", ")} in every period` },
    zh: { name: "数据不完整的个体", text: (e) => `并非每期都有 ${e.columns.join("、")} 的个体` },
  },
  policyIncomplete: {
    en: {
      name: "incomplete units of a policy",
      text: (e) => `not in policy ${e.policy}: units without ${e.outcome} (or a covariate) in all ${e.periods} periods`,
    },
    zh: {
      name: "政策评估中不完整的个体",
      text: (e) => `政策 ${e.policy} 未使用：${e.outcome}（或协变量）未覆盖全部 ${e.periods} 期的个体`,
    },
  },
  atTime: {
    en: {
      name: "base-year value",
      text: (e) => `${e.column}: ${e.of} of ${e.time}; missing for ${e.without} units without a row in ${e.time}`,
    },
    zh: { name: "基期取值", text: (e) => `${e.column}：${e.of} 在 ${e.time} 的取值；${e.without} 个个体在 ${e.time} 没有观测` },
  },
  cut: {
    en: {
      name: "groups of equal size",
      text: (e) => `${e.column}: ${e.groups} groups of ${e.of}, ${e.isUnits ? "units" : "rows"} in each ${e.sizes.join(", ")}`,
    },
    zh: {
      name: "等分组",
      text: (e) => `${e.column}：将 ${e.of} 分为 ${e.groups} 组，各组${e.isUnits ? "个体数" : "行数"} ${e.sizes.join("、")}`,
    },
  },
};

/** Rows that left (or cells that were changed), counted by reason, as a step writes them. */
export type LedgerWhat = { [R in LedgerReason]: { reason: R; what: LedgerEvidence[R] } }[LedgerReason];

/** The reason of a ledger line as a table prints it; a reason of a later version prints as it is. */
export function ledgerName(reason: string, language: Language): string {
  return Object.hasOwn(ledgerTable, reason) ? ledgerTable[reason as LedgerReason][language].name : reason;
}

/** What a ledger line says, in one language. */
export function ledgerText(reason: LedgerReason, what: unknown, language: Language): string {
  return (ledgerTable[reason][language].text as (evidence: unknown) => string)(what);
}

/** What a line of results.json says, in one language; its English detail where it has no evidence or comes from a later version. */
export function ledgerDetail(line: { reason: string; detail?: string; evidence?: unknown }, language: Language): string {
  const isKnown = line.evidence !== undefined && Object.hasOwn(ledgerTable, line.reason);
  return isKnown ? ledgerText(line.reason as LedgerReason, line.evidence, language) : (line.detail ?? "");
}
