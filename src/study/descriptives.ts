import type { Frame } from "../frame/main.js";
import { quantileOfSorted } from "../numerics/quantile.js";
import { mean, variance } from "../numerics/sums.js";
import type { DescriptiveRow } from "../results/main.js";
import { catalogueVariables } from "./catalogues.js";
import type { Study } from "./schema/study.js";

/**
 * Descriptive statistics of the variables the study or its catalogues declare, of its outcomes and of its indices, in that order, each in every table that
 * has it as numbers. A study that declares nothing gets all number columns but unit and time.
 */
export function describeStudy(study: Study, tables: ReadonlyMap<string, Frame>): DescriptiveRow[] {
  const policies = Object.values(study.policies ?? {});
  const named = [
    ...Object.keys(study.variables ?? {}),
    ...Object.keys(catalogueVariables(study)),
    ...policies.flatMap((policy) => [policy.outcome].flat()),
    ...policies.flatMap((policy) => policy.negativeControls ?? []),
    ...Object.keys(study.indices ?? {}),
  ];
  return Array.from(tables).flatMap(([name, frame]) => {
    const { unit, time } = study.data[name]!;
    const columns = named.length > 0 ? [...new Set(named)] : [...frame.columns.keys()];
    return describe(
      frame,
      name,
      columns.filter((column) => column !== unit && column !== time),
    );
  });
}

/** Descriptive statistics of number columns: sd with n - 1, quantiles by linear interpolation (type 7). Columns of text are left out. */
export function describe(frame: Frame, table: string, columns: readonly string[]): DescriptiveRow[] {
  return columns.flatMap((name) => {
    const column = frame.columns.get(name);
    return column?.kind === "number" ? [describeColumn(table, name, column.values)] : [];
  });
}

function describeColumn(data: string, variable: string, values: Float64Array): DescriptiveRow {
  const present = values.filter((v) => !Number.isNaN(v)).sort();
  const at = (share: number): number | null => (present.length === 0 ? null : quantileOfSorted(present, share));
  return {
    data,
    variable,
    rows: present.length,
    missing: values.length - present.length,
    mean: present.length === 0 ? null : mean(present),
    sd: present.length < 2 ? null : Math.sqrt(variance(present)),
    min: at(0),
    p25: at(0.25),
    median: at(0.5),
    p75: at(0.75),
    max: at(1),
  };
}
