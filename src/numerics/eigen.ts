import { hypotenuse } from "./householder.js";
import { column, type Matrix, zeros } from "./matrix.js";

/** Eigenvalues ascending; column k of `vectors` is the unit eigenvector of value k, its largest entry positive. */
export interface SymmetricEigen {
  values: Float64Array;
  vectors: Matrix;
}

/**
 * All eigenvalues and eigenvectors of a symmetric matrix (the lower triangle is read): Householder tridiagonalisation, then QL with
 * implicit shifts (Bowdler, Martin, Reinsch and Wilkinson 1968; EISPACK tred2 and tql2). Throws on entries that are not finite.
 */
export function symmetricEigen(a: Matrix): SymmetricEigen {
  const n = a.rows;
  for (const value of a.data)
    if (!Number.isFinite(value)) throw new RangeError("symmetricEigen: the matrix has an entry that is not finite");
  const { diagonal, offDiagonal, basis } = tridiagonalise(a);
  implicitQl(diagonal, offDiagonal, basis);
  const order = Array.from({ length: n }, (_, k) => k).sort((i, j) => diagonal[i]! - diagonal[j]! || i - j);
  const vectors = zeros(n, n);
  for (const [to, from] of order.entries()) column(vectors, to).set(orient(column(basis, from)));
  return { values: Float64Array.from(order, (k) => diagonal[k]!), vectors };
}

// The sign of an eigenvector is free; fixing it keeps results comparable between runs and programs.
function orient(v: Float64Array): Float64Array {
  let largest = 0;
  for (let i = 1; i < v.length; i++) if (Math.abs(v[i]!) > Math.abs(v[largest]!)) largest = i;
  return v[largest]! < 0 ? v.map((value) => -value) : v;
}

// a = Q T Q': column j is reflected so that it vanishes below the subdiagonal; `basis` collects Q.
function tridiagonalise(a: Matrix): { diagonal: Float64Array; offDiagonal: Float64Array; basis: Matrix } {
  const n = a.rows;
  const work = a.data.slice();
  for (let j = 0; j < n; j++) for (let i = 0; i < j; i++) work[i + j * n] = work[j + i * n]!;
  const diagonal = new Float64Array(n);
  const offDiagonal = new Float64Array(n);
  const taus = new Float64Array(n);
  const p = new Float64Array(n);
  for (let j = 0; j < n - 1; j++) {
    diagonal[j] = work[j + j * n]!;
    const v = work.subarray(j * n + j + 1, (j + 1) * n);
    const { image, tau } = reflector(v);
    offDiagonal[j] = image;
    taus[j] = tau;
    if (tau === 0) continue;
    const m = v.length;
    const start = j + 1;
    p.fill(0, 0, m);
    for (let k = 0; k < m; k++) {
      const ak = work.subarray((start + k) * n + start, (start + k + 1) * n);
      const vk = v[k]!;
      for (let i = 0; i < m; i++) p[i]! += ak[i]! * vk;
    }
    let vp = 0;
    for (let i = 0; i < m; i++) vp += v[i]! * p[i]!;
    const half = (tau * tau * vp) / 2;
    for (let i = 0; i < m; i++) p[i] = tau * p[i]! - half * v[i]!;
    for (let k = 0; k < m; k++) {
      const ak = work.subarray((start + k) * n + start, (start + k + 1) * n);
      const vk = v[k]!;
      const pk = p[k]!;
      for (let i = 0; i < m; i++) ak[i]! -= v[i]! * pk + p[i]! * vk;
    }
  }
  if (n > 0) diagonal[n - 1] = work[n * n - 1]!;
  return { diagonal, offDiagonal, basis: accumulate(work, taus, n) };
}

// v becomes that of H = I - tau v v' with v[0] = 1, H v_old = [image; 0].
function reflector(v: Float64Array): { image: number; tau: number } {
  let scale = 0;
  for (let i = 1; i < v.length; i++) scale = Math.max(scale, Math.abs(v[i]!));
  const head = v[0]!;
  if (scale === 0) return { image: head, tau: 0 };
  scale = Math.max(scale, Math.abs(head));
  let squares = 0;
  for (let i = 0; i < v.length; i++) squares += (v[i]! / scale) * (v[i]! / scale);
  const size = scale * Math.sqrt(squares);
  const image = head > 0 ? -size : size;
  for (let i = 1; i < v.length; i++) v[i]! /= head - image;
  v[0] = 1;
  return { image, tau: (image - head) / image };
}

function accumulate(work: Float64Array, taus: Float64Array, n: number): Matrix {
  const basis = zeros(n, n);
  for (let i = 0; i < n; i++) basis.data[i * (n + 1)] = 1;
  for (let j = n - 2; j >= 0; j--) {
    const tau = taus[j]!;
    if (tau === 0) continue;
    const v = work.subarray(j * n + j + 1, (j + 1) * n);
    for (let k = j + 1; k < n; k++) {
      const target = basis.data.subarray(k * n + j + 1, (k + 1) * n);
      let s = 0;
      for (let i = 0; i < v.length; i++) s += v[i]! * target[i]!;
      s *= tau;
      for (let i = 0; i < v.length; i++) target[i]! -= s * v[i]!;
    }
  }
  return basis;
}

// QL with implicit Wilkinson shifts on the tridiagonal (d, e), e[i] between i and i + 1; rotations go into the columns of the basis.
function implicitQl(d: Float64Array, e: Float64Array, basis: Matrix): void {
  const n = d.length;
  let norm = 0;
  for (let j = 0; j < n; j++) norm = Math.max(norm, Math.abs(d[j]!) + Math.abs(e[j] ?? 0));
  for (let l = 0; l < n; l++) {
    for (let sweep = 0; ; sweep++) {
      // Among eigenvalues that are rounding of the largest, neighbours are no measure: there only the size of the matrix is.
      const least = sweep < 30 ? 1e-300 : Number.EPSILON * norm;
      let m = l;
      for (; m < n - 1; m++) {
        const neighbours = Math.abs(d[m]!) + Math.abs(d[m + 1]!);
        if (Math.abs(e[m]!) <= Number.EPSILON * neighbours || Math.abs(e[m]!) < least) break;
      }
      if (m === l) break;
      if (sweep === 60) throw new Error("symmetricEigen: no convergence after 60 sweeps"); // never seen: QL converges cubically
      let g = (d[l + 1]! - d[l]!) / (2 * e[l]!);
      let r = hypotenuse(g, 1);
      g = d[m]! - d[l]! + e[l]! / (g + (g < 0 ? -r : r));
      let s = 1;
      let c = 1;
      let p = 0;
      let i = m - 1;
      for (; i >= l; i--) {
        const f = s * e[i]!;
        const b = c * e[i]!;
        r = hypotenuse(f, g);
        e[i + 1] = r;
        if (r === 0) {
          d[i + 1]! -= p;
          e[m] = 0;
          break;
        }
        s = f / r;
        c = g / r;
        g = d[i + 1]! - p;
        r = (d[i]! - g) * s + 2 * c * b;
        p = s * r;
        d[i + 1] = g + p;
        g = c * r - b;
        rotate(column(basis, i), column(basis, i + 1), c, s);
      }
      if (r === 0 && i >= l) continue;
      d[l]! -= p;
      e[l] = g;
      e[m] = 0;
    }
  }
}

function rotate(x: Float64Array, y: Float64Array, c: number, s: number): void {
  for (let i = 0; i < x.length; i++) {
    const f = y[i]!;
    y[i] = s * x[i]! + c * f;
    x[i] = c * x[i]! - s * f;
  }
}

/**
 * The Moore-Penrose inverse of a symmetric positive semi-definite matrix: eigenvalues at or below `tolerance` times the largest
 * count as zero. `rank` is the number of the others.
 */
export function generalisedInverse(a: Matrix, tolerance = 1e-12): { inverse: Matrix; rank: number } {
  const n = a.rows;
  const { values, vectors } = symmetricEigen(a);
  const bound = tolerance * (values[n - 1] ?? 0);
  const inverse = zeros(n, n);
  let rank = 0;
  for (let k = n - 1; k >= 0 && values[k]! > bound && values[k]! > 0; k--) {
    rank++;
    const v = column(vectors, k);
    for (let j = 0; j < n; j++) {
      const factor = v[j]! / values[k]!;
      for (let i = j; i < n; i++) inverse.data[i + j * n]! += v[i]! * factor;
    }
  }
  for (let j = 0; j < n; j++) for (let i = 0; i < j; i++) inverse.data[i + j * n] = inverse.data[j + i * n]!;
  return { inverse, rank };
}
