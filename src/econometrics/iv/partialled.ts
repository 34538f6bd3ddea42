import { column, type Matrix, multiply, solveUpper, zeros } from "../../numerics/main.js";
import type { Equation } from "./equation.js";
import type { Beside, MadeColumns } from "./products.js";
import { addCombination, blockOf } from "./rows.js";

/**
 * The columns all scores of an equation are made of: the orthonormal basis of what the excluded instruments add to the exogenous regressors, what
 * regressors and instruments leave of the outcome, and what they leave of the endogenous variables.
 */
export function partialledColumns({ exogenous, endogenous, excluded, geometry, outcome }: Equation): MadeColumns {
  const { rx, rz, zOnX, onX, onZ } = geometry;
  const m = excluded.columns.length;
  // The basis is Z freed of X, times the inverse of rz: a column after those it needs.
  const basisFrom = excluded.columns.map((_, j) => {
    const scale = 1 / rz.data[j * (rz.rows + 1)]!;
    const inX = solveUpper(rx, column(zOnX, j));
    return Float64Array.of(scale, ...[...inX, ...column(rz, j).subarray(0, j)].map((value) => -scale * value));
  });
  const rest = [
    { values: outcome, by: negative(solveUpper(rx, onX.outcome), onZ.outcome) },
    ...endogenous.columns.map((values, j) => ({
      values,
      by: negative(solveUpper(rx, column(onX.endogenous, j)), column(onZ.endogenous, j)),
    })),
  ];
  return {
    count: m + rest.length,
    rows: outcome.length,
    fill: (from, to, into) => {
      const regressors = blockOf(exogenous.columns, from, to);
      const basis = into.slice(0, m);
      basis.forEach((block, j) => {
        block.fill(0);
        addCombination(block, [excluded.columns[j]!.subarray(from, to), ...regressors, ...basis.slice(0, j)], basisFrom[j]!);
      });
      rest.forEach(({ values, by }, r) => {
        into[m + r]!.set(values.subarray(from, to));
        addCombination(into[m + r]!, [...regressors, ...basis], by);
      });
    },
  };
}

function negative(...parts: readonly Float64Array[]): Float64Array {
  return Float64Array.from(parts.flatMap((part) => Array.from(part, (value) => -value)));
}

/** The exogenous regressors, pulled by the residuals at coefficients of the endogenous variables (at which the regressors' own moments are met). */
export function exogenousBeside({ exogenous, geometry }: Equation, endogenous: Float64Array): Beside {
  const { onZ } = geometry;
  const inZ = onZ.outcome.map((value, i) =>
    endogenous.reduce((left, b, j) => left - b * onZ.endogenous.data[i + j * onZ.endogenous.rows]!, value),
  );
  return { columns: exogenous.columns, pull: Float64Array.of(...inZ, 1, ...endogenous.map((b) => -b)) };
}

/** Combinations of exogenous regressors and instruments, as combinations of the regressors and of the basis (in the place of `partialledColumns`). */
export function onPartialled({ exogenous, endogenous, excluded, geometry }: Equation, by: Matrix): { inX: Matrix; inBasis: Matrix } {
  const { rx, rz, zOnX } = geometry;
  const [k, m] = [exogenous.names.length, excluded.names.length];
  const inX = zeros(k, by.cols);
  const inBasis = zeros(m + 1 + endogenous.names.length, by.cols);
  for (let j = 0; j < by.cols; j++) {
    const onInstruments: Matrix = { rows: m, cols: 1, data: column(by, j).slice(k) };
    const through = solveUpper(rx, multiply(zOnX, onInstruments).data);
    column(inX, j).set(through.map((value, i) => by.data[i + j * by.rows]! + value));
    column(inBasis, j).set(multiply(rz, onInstruments).data);
  }
  return { inX, inBasis };
}
