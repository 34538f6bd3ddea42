import { problem } from "../../messages/main.js";
import {
  column,
  crossProduct,
  dependence,
  fromColumns,
  type Matrix,
  pivotedQr,
  takeColumns,
  triangleOf,
  zeros,
} from "../../numerics/main.js";
import type { Design } from "../design.js";
import { type Left, spanTolerance, varyingColumns } from "../setAside.js";
import type { Within } from "../within.js";

/** Columns that play one part in an equation, freed of the absorbed effects. */
export interface Part {
  names: string[];
  columns: Float64Array[];
}

/** An equation with instruments on its sample, columns that cannot be used set aside. */
export interface Equation {
  design: Design;
  effectsRank: number;
  outcome: Float64Array;
  /** Regressors that are their own instruments, the constant among them where there is one. */
  exogenous: Part;
  endogenous: Part;
  /** Instruments that are not regressors. */
  excluded: Part;
  geometry: Geometry;
  left: Left[];
  leftInstruments: Left[];
}

/**
 * All inner products of the equation, in coordinates on an orthonormal basis: first of the exogenous regressors, then of what the instruments
 * add to them. X is exogenous, Z excluded instruments freed of X, Y endogenous, y the outcome; weights are inside.
 */
export interface Geometry {
  /** X'WX = rx'rx. */
  rx: Matrix;
  /** Z'WZ = rz'rz. */
  rz: Matrix;
  /** Instruments before X was taken out, on the basis of X: exogenous x excluded. */
  zOnX: Matrix;
  /** Endogenous variables on the basis of X, and the outcome. */
  onX: { endogenous: Matrix; outcome: Float64Array };
  /** Endogenous variables on the basis of Z, and the outcome. */
  onZ: { endogenous: Matrix; outcome: Float64Array };
  /** Inner products of what X and Z leave of the endogenous variables. */
  rest: Matrix;
  /** The same products with what they leave of the outcome. */
  restOutcome: Float64Array;
  outcomeRest: number;
}

/**
 * Sorts the columns of a design into their parts and measures them. One orthogonal factorisation of all columns reduces the rows to a small
 * triangle with the same inner products; every choice and every estimate after it is made there.
 * @param within all columns freed of the effects: constant, regressors, endogenous, excluded
 * @throws IV-ENDOGENOUS-LEFT, IV-FEW-INSTRUMENTS, IV-MANY-INSTRUMENTS
 */
export function buildEquation(design: Design, within: Within, effectsRank: number): Equation {
  const { usable, left } = varyingColumns(design, within);
  const excludedFrom = within.names.length - design.excluded.length;
  const endogenousFrom = excludedFrom - design.endogenous.length;
  const exogenous = usable.filter((j) => j < endogenousFrom);
  const endogenous = usable.filter((j) => j >= endogenousFrom && j < excludedFrom);
  const excluded = usable.filter((j) => j >= excludedFrom);
  const all = [within.outcome, ...usable.map((j) => within.columns[j]!)];
  const triangle = triangleOf(all, design.rows.length, design.weights);
  const small = (chosen: readonly number[]): Matrix =>
    takeColumns(
      triangle,
      chosen.map((j) => 1 + usable.indexOf(j)),
    );
  const spanned = (chosen: readonly number[]): { kept: number[]; left: Left[] } => {
    const norms = Float64Array.from(chosen, (j) => within.norms[j]!);
    const qr = pivotedQr(small(chosen), spanTolerance(within), norms);
    const effects = design.effects.map((e) => e.name);
    return {
      kept: Array.from(qr.kept, (k) => chosen[k]!),
      left: Array.from(qr.dropped, (k) => {
        const spanning = dependence(qr, k).map((d) => ({ term: within.names[chosen[d.column]!]!, weight: d.weight }));
        return { term: within.names[chosen[k]!]!, reason: "collinear", with: spanning, effects };
      }),
    };
  };
  const isEndogenous = (l: Left): boolean => design.endogenous.some((r) => r.name === l.term);
  const isExcluded = (l: Left): boolean => design.excluded.some((r) => r.name === l.term);

  const x = spanned(exogenous);
  const xz = spanned([...x.kept, ...excluded]);
  const xy = spanned([...x.kept, ...endogenous]);
  const lost = [...left.filter(isEndogenous), ...xy.left][0];
  if (lost !== undefined) throw problem("IV-ENDOGENOUS-LEFT", { term: lost.term, reason: lost.reason, with: namesBehind(lost) });
  const leftInstruments = [...left.filter(isExcluded), ...xz.left];
  const z = xz.kept.filter((j) => j >= excludedFrom);
  const partOf = (chosen: readonly number[]): Part => ({
    names: chosen.map((j) => within.names[j]!),
    columns: chosen.map((j) => within.columns[j]!),
  });
  if (z.length < endogenous.length)
    throw problem("IV-FEW-INSTRUMENTS", {
      endogenous: endogenous.map((j) => within.names[j]!),
      instruments: z.map((j) => within.names[j]!),
      left: leftInstruments.map((l) => ({ term: l.term, with: namesBehind(l) })),
    });
  const parameters = x.kept.length + z.length + effectsRank;
  if (design.rows.length <= parameters)
    throw problem("IV-MANY-INSTRUMENTS", {
      rows: design.rows.length,
      instruments: z.length,
      regressors: x.kept.length,
      effects: effectsRank,
    });
  return {
    design,
    effectsRank,
    outcome: within.outcome,
    exogenous: partOf(x.kept),
    endogenous: partOf(endogenous),
    excluded: partOf(z),
    geometry: measure(small(x.kept), small(z), small(endogenous), column(triangle, 0)),
    left: [...left.filter((l) => !isEndogenous(l) && !isExcluded(l)), ...x.left],
    leftInstruments,
  };
}

/** What a column that was set aside is constant with, absorbed by or spanned by. */
function namesBehind(left: Left): string[] {
  if (left.reason === "constant") return [];
  return left.reason === "absorbed" ? left.effects : left.with.map((w) => w.term);
}

function measure(x: Matrix, z: Matrix, endogenous: Matrix, outcome: Float64Array): Geometry {
  const parts = [x, z, endogenous].flatMap((part) => Array.from({ length: part.cols }, (_, j) => column(part, j)));
  const r = pivotedQr(fromColumns([...parts, outcome], outcome.length)).triangle;
  const k = x.cols;
  const l = k + z.cols;
  const p = l + endogenous.cols;
  const rest = block(r, l, p + 1, l, p + 1);
  const products = crossProduct(rest);
  const q = p - l;
  return {
    rx: block(r, 0, k, 0, k),
    rz: block(r, k, l, k, l),
    zOnX: block(r, 0, k, k, l),
    onX: { endogenous: block(r, 0, k, l, p), outcome: block(r, 0, k, p, p + 1).data },
    onZ: { endogenous: block(r, k, l, l, p), outcome: block(r, k, l, p, p + 1).data },
    rest: block(products, 0, q, 0, q),
    restOutcome: block(products, 0, q, q, q + 1).data,
    outcomeRest: products.data[q + q * (q + 1)]!,
  };
}

/** Rows from..to and columns left..right of a matrix. */
function block(a: Matrix, from: number, to: number, left: number, right: number): Matrix {
  const out = zeros(to - from, right - left);
  for (let j = left; j < right; j++) out.data.set(a.data.subarray(from + j * a.rows, to + j * a.rows), (j - left) * out.rows);
  return out;
}
