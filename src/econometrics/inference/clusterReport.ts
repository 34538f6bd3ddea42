import { partialLeverage } from "../findings.js";
import { type Fit, INTERCEPT } from "../fit.js";
import { clustersOf } from "../inference.js";
import { leaveOneClusterOut } from "./clusterCorrected.js";

/** What stands behind clustered errors (MacKinnon, Nielsen and Webb 2023). */
export interface ClusterReport {
  cluster: string;
  count: number;
  rows: { smallest: number; median: number; largest: number };
  /** By coefficient: the number of equal clusters that would identify it as unevenly, one over the sum of squared shares. */
  effective: Record<string, number>;
  clusters: {
    value: string;
    rows: number;
    /** By coefficient: the share of its identifying variation that lies in this cluster. */
    leverage: Record<string, number>;
    /** By coefficient: the estimate without this cluster, exactly, absorbed effects estimated anew. */
    without: Record<string, number>;
  }[];
}

/**
 * Sizes, leverage and influence of the clusters of a fit.
 * @param cluster a column of the table behind the fit, or several combined (`province^year`)
 * @throws DATA-COLUMN-UNKNOWN, MODEL-CLUSTER-MISSING, MODEL-ERRORS-EFFECTS-MANY, MODEL-CLUSTER-IDENTIFIES
 */
export function clusterReport(fit: Fit, cluster: string): ClusterReport {
  const { moments } = fit;
  const [levels] = clustersOf(moments, cluster);
  const groups = levels!.labels.length;
  const sizes = new Int32Array(groups);
  for (const g of levels!.codes) sizes[g]!++;
  const sorted = Int32Array.from(sizes).sort();
  const terms = moments.terms.flatMap((term, j) => (term === INTERCEPT ? [] : [{ term, j }]));
  const shares = terms.map(({ j }) => partialLeverage(moments, j, levels!.codes, groups));
  const without = leaveOneClusterOut(moments, levels!);
  const named = (value: (at: number, j: number) => number): Record<string, number> =>
    Object.fromEntries(terms.map(({ term, j }, at) => [term, value(at, j)]));
  return {
    cluster,
    count: groups,
    rows: {
      smallest: sorted[0]!,
      median: (sorted[Math.floor((groups - 1) / 2)]! + sorted[Math.floor(groups / 2)]!) / 2,
      largest: sorted[groups - 1]!,
    },
    effective: named((at) => 1 / shares[at]!.reduce((total, share) => total + share * share, 0)),
    clusters: levels!.labels.map((value, g) => ({
      value,
      rows: sizes[g]!,
      leverage: named((at) => shares[at]![g]!),
      without: named((_, j) => without.data[g + j * groups]!),
    })),
  };
}
