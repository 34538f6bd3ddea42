import { type Finding, finding } from "../messages/main.js";
import { crossProduct, type Matrix } from "../numerics/main.js";
import type { Cluster } from "./design.js";
import { INTERCEPT, type Moments } from "./fit.js";
import type { Vcov } from "./vcov.js";
import { timesRoot } from "./within.js";

/** Fewer clusters than this are few (Angrist and Pischke's rule of thumb). */
const FEW_CLUSTERS = 42;
/** A cluster with more than this share of rows, or of what identifies a coefficient, dominates. */
const DOMINANT_ROWS = 0.3;
const DOMINANT_VARIATION = 0.5;
/** Among more clusters than this only their sizes are looked at. */
const MANY_CLUSTERS = 1000;
/** Less than this share of a regressor's variance left within the effects deserves a word. */
const LITTLE_WITHIN = 0.05;
/** Variance inflation above which a coefficient hangs on its neighbours. */
const HIGH_INFLATION = 100;

/** Findings about the regressors: near collinearity, and little variation within the effects. */
export function regressorFindings(moments: Moments, withinShares: ReadonlyMap<string, number>, path: string): Finding[] {
  const findings: Finding[] = [];
  const effects = moments.effects.map((e) => e.name);
  const slopes = moments.terms.flatMap((term, j) => (term === INTERCEPT ? [] : [j]));
  for (const j of slopes) {
    const share = withinShares.get(moments.terms[j]!);
    if (share !== undefined && share < LITTLE_WITHIN)
      findings.push(finding("MODEL-WITHIN-SHARE", path, { term: moments.terms[j]!, share, effects }));
  }
  const correlations = centredCorrelations(moments, slopes);
  for (const [a, j] of slopes.entries()) {
    const inflation = moments.bread.data[j * (moments.terms.length + 1)]! * correlations.squares[a]!;
    if (slopes.length < 2 || inflation < HIGH_INFLATION) continue;
    let nearest = a === 0 ? 1 : 0;
    for (let b = 0; b < slopes.length; b++) {
      if (b !== a && Math.abs(correlations.at(a, b)) > Math.abs(correlations.at(a, nearest))) nearest = b;
    }
    const evidence = {
      term: moments.terms[j]!,
      inflation,
      with: moments.terms[slopes[nearest]!]!,
      correlation: correlations.at(a, nearest),
    };
    findings.push(finding("MODEL-NEAR-COLLINEAR", path, evidence));
  }
  return findings;
}

/** Weighted correlations of the freed regressors about their means (absorbed effects have taken these out already), and their sums of squares. */
function centredCorrelations(moments: Moments, slopes: readonly number[]): { squares: Float64Array; at: (a: number, b: number) => number } {
  const k = moments.terms.length;
  const rooted = (): Matrix => (moments.weights === null ? moments.regressors : timesRoot(moments.regressors, moments.weights));
  const gram = crossProduct(moments.triangle ?? rooted());
  const constant = moments.terms.indexOf(INTERCEPT);
  const entry = (i: number, j: number): number => {
    const raw = gram.data[i + j * k]!;
    return constant === -1 ? raw : raw - (gram.data[i + constant * k]! * gram.data[j + constant * k]!) / gram.data[constant * (k + 1)]!;
  };
  const squares = Float64Array.from(slopes, (j) => entry(j, j));
  return { squares, at: (a, b) => entry(slopes[a]!, slopes[b]!) / Math.sqrt(squares[a]! * squares[b]!) };
}

/** Findings about the errors: few clusters, one that dominates, a repaired matrix. */
export function vcovFindings(moments: Moments, vcov: Vcov, clusters: readonly Cluster[], path: string): Finding[] {
  const findings: Finding[] = [];
  for (const cluster of clusters) {
    if (cluster.count < FEW_CLUSTERS) findings.push(finding("MODEL-FEW-CLUSTERS", path, { cluster: cluster.name, count: cluster.count }));
    const dominant = dominantCluster(moments, cluster);
    if (dominant !== null) findings.push(finding("MODEL-DOMINANT-CLUSTER", path, dominant));
  }
  if (vcov.report.repaired === true) findings.push(finding("MODEL-VCOV-REPAIRED", path, { clusters: clusters.map((c) => c.name) }));
  return findings;
}

/**
 * The cluster that weighs most, if it weighs too much. What identifies a coefficient is the variation of its regressor freed of effects
 * and of the other regressors; a cluster's share of it is its partial leverage.
 */
function dominantCluster(
  moments: Moments,
  cluster: Cluster,
): { cluster: string; value: string; rowShare: number; term: string; termShare: number } | null {
  const groups = cluster.count;
  const fair = 2 / groups;
  const rowCounts = cluster.rows;
  let largest = 0;
  for (let g = 1; g < groups; g++) if (rowCounts[g]! > rowCounts[largest]!) largest = g;
  const slopes = moments.terms.flatMap((term, j) => (term === INTERCEPT ? [] : [j]));
  let worst: { group: number; j: number; share: number } | null = null;
  for (const j of groups > MANY_CLUSTERS ? [] : slopes) {
    const shares = partialLeverage(moments, j, cluster.codes, groups);
    for (let g = 0; g < groups; g++) if (worst === null || shares[g]! > worst.share) worst = { group: g, j, share: shares[g]! };
  }
  if (worst !== null && worst.share > Math.max(DOMINANT_VARIATION, fair))
    return describe(worst.group, moments.terms[worst.j]!, worst.share);
  const [first] = slopes;
  if (first === undefined || rowCounts[largest]! / moments.rows <= Math.max(DOMINANT_ROWS, fair)) return null;
  return describe(largest, moments.terms[first]!, partialLeverage(moments, first, cluster.codes, groups)[largest]!);

  function describe(group: number, term: string, termShare: number) {
    return { cluster: cluster.name, value: cluster.labels[group]!, rowShare: rowCounts[group]! / moments.rows, term, termShare };
  }
}

/** Each group's share of the variation of regressor j that the other regressors leave: rows of X (X'WX)^-1, column j, squared. */
export function partialLeverage(moments: Moments, j: number, codes: Int32Array, groups: number): Float64Array {
  const shares = new Float64Array(groups);
  const influence = influenceColumn(moments.regressors, moments.bread, j);
  let total = 0;
  for (let i = 0; i < moments.rows; i++) {
    const value = influence[i]! * influence[i]! * (moments.weights === null ? 1 : moments.weights[i]!);
    shares[codes[i]!]! += value;
    total += value;
  }
  for (let g = 0; g < groups; g++) shares[g]! /= total;
  return shares;
}

function influenceColumn(regressors: Matrix, bread: Matrix, j: number): Float64Array {
  const out = new Float64Array(regressors.rows);
  for (let k = 0; k < bread.rows; k++) {
    const factor = bread.data[k + j * bread.rows]!;
    const from = k * regressors.rows;
    for (let i = 0; i < out.length; i++) out[i]! += factor * regressors.data[from + i]!;
  }
  return out;
}
