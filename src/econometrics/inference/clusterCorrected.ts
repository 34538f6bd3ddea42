import { problem } from "../../messages/main.js";
import {
  cbrt,
  column,
  crossProduct,
  dot,
  type Matrix,
  multiplyVector,
  symmetricEigen,
  symmetricSandwich,
  zeros,
} from "../../numerics/main.js";
import type { Cluster } from "../design.js";
import type { Moments } from "../fit.js";
import type { Vcov } from "../vcov.js";
import { type ClusterBlocks, clusterBlocks, visitClusters } from "./clusterBlocks.js";

/** 1 - an eigenvalue of a cluster's hat matrix below this: the cluster alone decides that direction. */
const DECIDED = 1e-9;
/** A regressor with more than this share of its identification in such a direction is not identified without the cluster. */
const LOADED = 1e-4;
/** Most work (clusters times coordinates cubed) that is begun: some minutes. */
const MOST_WORK = 3e9;

/**
 * Clustered errors corrected cluster by cluster, exact with absorbed effects of any kind that are nested in the clusters or few enough.
 * CR2 (Bell and McCaffrey 2002, Pustejovsky and Tipton 2018; working model: errors independent, variance inverse to the weights):
 * residuals times (I - H_gg)^-1/2, and Satterthwaite degrees of freedom for every coefficient. CR3: residuals times (I - H_gg)^-1,
 * which is the cluster jackknife about the full estimate, with its factor (G - 1)/G (MacKinnon, Nielsen and Webb 2023).
 * @throws MODEL-ERRORS-EFFECTS-MANY, MODEL-CLUSTER-IDENTIFIES
 */
export function clusterCorrected(moments: Moments, cluster: Cluster, type: "CR2" | "CR3"): Vcov {
  const blocks = corrigibleBlocks(moments, cluster, type);
  const groups = cluster.labels.length;
  const k = moments.terms.length;
  const residuals = blocks.project(moments.residuals);
  const scores = zeros(groups, k);
  const degrees = type === "CR2" ? satterthwaite(blocks) : null;
  visitClusters(blocks, (g, gram) => {
    const own = eigenOf(blocks, g, gram);
    setRow(scores, g, adjustedScore(blocks, own, residuals[g]!, type === "CR2" ? inverseRoot : inverse));
    degrees?.add(gram, own);
  });
  const meat = crossProduct(scores);
  const factor = type === "CR3" ? (groups - 1) / groups : 1;
  const matrix = symmetricSandwich(moments.bread, { ...meat, data: meat.data.map((value) => value * factor) });
  const across = blocks.size - k;
  return {
    matrix,
    df: groups - 1,
    ...(degrees === null ? {} : { dfs: degrees.values() }),
    method: `cluster/${type}`,
    report: { type: "cluster", clusters: { [cluster.name]: groups }, df: groups - 1, correction: type, factor },
    conventions: {
      degreesOfFreedom: type === "CR2" ? "Satterthwaite, by coefficient" : "clusters - 1",
      ...(type === "CR3"
        ? { jackknife: "about the full estimate, (G - 1)/G" }
        : { workingModel: "independent, variance inverse to the weights" }),
      ...(across > 0 ? { effectsAcrossClusters: across } : {}),
    },
  };
}

/** The coefficients without one cluster, for every cluster, exactly and without a refit: one row per cluster, one column per term. */
export function leaveOneClusterOut(moments: Moments, cluster: Cluster): Matrix {
  const blocks = corrigibleBlocks(moments, cluster, "CR3");
  const residuals = blocks.project(moments.residuals);
  const out = zeros(blocks.groups, moments.terms.length);
  visitClusters(blocks, (g, gram) => {
    const score = adjustedScore(blocks, eigenOf(blocks, g, gram), residuals[g]!, inverse);
    const change = multiplyVector(moments.bread, score);
    setRow(
      out,
      g,
      change.map((by, j) => moments.coefficients[j]! - by),
    );
  });
  return out;
}

function corrigibleBlocks(moments: Moments, cluster: Cluster, errors: string): ClusterBlocks {
  const blocks = clusterBlocks(moments, cluster, errors);
  const limit = Math.floor(cbrt(MOST_WORK / blocks.groups));
  if (blocks.size > limit)
    throw problem("MODEL-ERRORS-EFFECTS-MANY", {
      errors,
      effects: moments.effects.map((effect) => effect.name),
      levels: blocks.size - moments.terms.length,
      limit: Math.max(0, limit - moments.terms.length),
    });
  return blocks;
}

interface OwnEigen {
  values: Float64Array;
  vectors: Matrix;
}

/** Eigenvalues of Z_g'Z_g, which are those of the cluster's hat matrix. Throws where a regressor is identified by this cluster alone. */
function eigenOf(blocks: ClusterBlocks, g: number, gram: Matrix): OwnEigen {
  const own = symmetricEigen(gram);
  const { moments, regressorFactor, cluster } = blocks;
  const k = moments.terms.length;
  for (let v = own.values.length - 1; v >= 0 && 1 - own.values[v]! < DECIDED; v--) {
    const loads = backSolve(regressorFactor, column(own.vectors, v).subarray(0, k));
    const terms = moments.terms.filter((_, j) => Math.abs(loads[j]!) > LOADED * Math.sqrt(moments.bread.data[j * (k + 1)]!));
    if (terms.length > 0) throw problem("MODEL-CLUSTER-IDENTIFIES", { cluster: cluster.name, value: cluster.labels[g]!, terms });
  }
  return own;
}

const inverseRoot = (free: number): number => 1 / Math.sqrt(free);
const inverse = (free: number): number => 1 / free;

/** f(I - Z_g'Z_g) v by eigenvectors; directions that the cluster alone decides drop out (the generalised inverse). */
function ofComplement({ values, vectors }: OwnEigen, v: Float64Array, f: (free: number) => number): Float64Array {
  const out = new Float64Array(v.length);
  for (let e = 0; e < values.length; e++) {
    const free = 1 - values[e]!;
    if (free < DECIDED) continue;
    const direction = column(vectors, e);
    const by = f(free) * dot(direction, v);
    for (let i = 0; i < out.length; i++) out[i]! += by * direction[i]!;
  }
  return out;
}

/** X_g'W f(I - H_gg) e_g, given Z_g'We_g. */
function adjustedScore(blocks: ClusterBlocks, own: OwnEigen, residual: Float64Array, f: (free: number) => number): Float64Array {
  const k = blocks.moments.terms.length;
  return unwhiten(blocks.regressorFactor, ofComplement(own, residual, f).subarray(0, k));
}

/** Degrees of freedom of each coefficient's CR2 variance: mean^2 over variance by matching two moments under the working model. */
function satterthwaite(blocks: ClusterBlocks): { add(gram: Matrix, own: OwnEigen): void; values(): Float64Array } {
  const { moments, size, regressorFactor } = blocks;
  const k = moments.terms.length;
  // E b_j: the coefficients of X b_j in Z, b_j column j of the bread.
  const targets = moments.terms.map((_, j) => {
    const out = new Float64Array(size);
    out.set(transposedTimes(regressorFactor, column(moments.bread, j)));
    return out;
  });
  const trace = new Float64Array(k);
  const squares = new Float64Array(k);
  const crossed = targets.map(() => zeros(size, size));
  return {
    add(gram, own) {
      targets.forEach((target, j) => {
        const t = ofComplement(own, target, inverseRoot);
        const q = multiplyVector(gram, t);
        const own2 = dot(t, q);
        const taken = dot(q, q);
        trace[j]! += own2 - taken;
        squares[j]! += (own2 - taken) ** 2 - taken ** 2;
        const into = crossed[j]!.data;
        for (let a = 0; a < size; a++) {
          const left = q[a]!;
          if (left !== 0) for (let b = 0; b < size; b++) into[b + a * size]! += left * q[b]!;
        }
      });
    },
    values: () => trace.map((total, j) => (total * total) / (squares[j]! + dot(crossed[j]!.data, crossed[j]!.data))),
  };
}

function setRow(m: Matrix, row: number, values: Float64Array): void {
  for (let j = 0; j < m.cols; j++) m.data[row + j * m.rows] = values[j]!;
}

/** L v. */
function unwhiten(lower: Matrix, v: Float64Array): Float64Array {
  return Float64Array.from(v, (_, i) => {
    let value = 0;
    for (let j = 0; j <= i; j++) value += lower.data[i + j * lower.rows]! * v[j]!;
    return value;
  });
}

/** L'v. */
function transposedTimes(lower: Matrix, v: Float64Array): Float64Array {
  return Float64Array.from(v, (_, j) => {
    let value = 0;
    for (let i = j; i < lower.rows; i++) value += lower.data[i + j * lower.rows]! * v[i]!;
    return value;
  });
}

/** L'^-1 v. */
function backSolve(lower: Matrix, v: Float64Array): Float64Array {
  const x = Float64Array.from(v);
  for (let j = lower.rows - 1; j >= 0; j--) {
    let value = x[j]!;
    for (let i = j + 1; i < lower.rows; i++) value -= lower.data[i + j * lower.rows]! * x[i]!;
    x[j] = value / lower.data[j * (lower.rows + 1)]!;
  }
  return x;
}
