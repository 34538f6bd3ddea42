import type { Matrix } from "./matrix.js";

/** Eigenvalues of a real matrix: real parts and imaginary parts, conjugate pairs side by side. */
export interface Eigenvalues {
  real: Float64Array;
  imaginary: Float64Array;
}

/** Double-shift steps for one eigenvalue before the matrix is given up; thirty are usual, more are never met. */
const MOST_STEPS = 300;

/**
 * All eigenvalues of a real square matrix, not necessarily symmetric: balancing, Householder reduction to Hessenberg form, then QR steps with
 * Francis's double shift (Golub and Van Loan, 7.4-7.5; EISPACK hqr). Throws RangeError on entries that are not finite.
 */
export function eigenvalues(a: Matrix): Eigenvalues {
  const n = a.rows;
  if (a.data.some((value) => !Number.isFinite(value))) throw new RangeError("eigenvalues: the matrix has an entry that is not finite");
  // Rows as arrays: every step below works along rows and columns of a small matrix alike.
  const h = Array.from({ length: n }, (_, i) => Float64Array.from({ length: n }, (_, j) => a.data[i + j * n]!));
  balance(h);
  reduceToHessenberg(h);
  return shiftedQr(h);
}

/** Scales rows and columns by powers of two until their norms agree, which keeps small eigenvalues of badly scaled matrices. */
function balance(h: Float64Array[]): void {
  const n = h.length;
  for (let changed = true; changed; ) {
    changed = false;
    for (let i = 0; i < n; i++) {
      let row = 0;
      let col = 0;
      for (let j = 0; j < n; j++) {
        if (j === i) continue;
        row += Math.abs(h[i]![j]!);
        col += Math.abs(h[j]![i]!);
      }
      if (row === 0 || col === 0) continue;
      const total = row + col;
      let factor = 1;
      for (; col < row / 2; col *= 4) factor *= 2;
      for (; col >= row * 2; col /= 4) factor /= 2;
      if ((col + row) / factor >= 0.95 * total) continue;
      changed = true;
      for (let j = 0; j < n; j++) h[i]![j]! /= factor;
      for (let j = 0; j < n; j++) h[j]![i]! *= factor;
    }
  }
}

function reduceToHessenberg(h: Float64Array[]): void {
  const n = h.length;
  for (let m = 1; m < n - 1; m++) {
    let size = 0;
    for (let i = m; i < n; i++) size += h[i]![m - 1]! * h[i]![m - 1]!;
    if (size === 0) continue;
    const head = h[m]![m - 1]!;
    const image = head > 0 ? -Math.sqrt(size) : Math.sqrt(size);
    const v = new Float64Array(n);
    for (let i = m; i < n; i++) v[i] = h[i]![m - 1]!;
    v[m] = head - image;
    let norm = 0;
    for (let i = m; i < n; i++) norm += v[i]! * v[i]!;
    if (norm === 0) continue;
    for (let j = m - 1; j < n; j++) {
      let s = 0;
      for (let i = m; i < n; i++) s += v[i]! * h[i]![j]!;
      for (let i = m; i < n; i++) h[i]![j]! -= (2 * s * v[i]!) / norm;
    }
    for (let i = 0; i < n; i++) {
      let s = 0;
      for (let j = m; j < n; j++) s += h[i]![j]! * v[j]!;
      for (let j = m; j < n; j++) h[i]![j]! -= (2 * s * v[j]!) / norm;
    }
    for (let i = m + 1; i < n; i++) h[i]![m - 1] = 0;
  }
}

function shiftedQr(h: Float64Array[]): Eigenvalues {
  const n = h.length;
  const real = new Float64Array(n);
  const imaginary = new Float64Array(n);
  let norm = 0;
  for (let i = 0; i < n; i++) for (let j = Math.max(0, i - 1); j < n; j++) norm += Math.abs(h[i]![j]!);
  let last = n - 1;
  let shifted = 0;
  let steps = 0;
  while (last >= 0) {
    const start = smallSubdiagonal(h, last, norm);
    let x = h[last]![last]!;
    if (start === last) {
      real[last] = x + shifted;
      last--;
      steps = 0;
      continue;
    }
    let y = h[last - 1]![last - 1]!;
    let w = h[last]![last - 1]! * h[last - 1]![last]!;
    if (start === last - 1) {
      const p = (y - x) / 2;
      const q = p * p + w;
      const root = Math.sqrt(Math.abs(q));
      if (q >= 0) {
        const z = p + (p >= 0 ? root : -root);
        real[last - 1] = x + shifted + z;
        real[last] = z === 0 ? x + shifted : x + shifted - w / z;
      } else {
        real[last - 1] = real[last] = x + shifted + p;
        imaginary[last - 1] = root;
        imaginary[last] = -root;
      }
      last -= 2;
      steps = 0;
      continue;
    }
    if (steps === MOST_STEPS) throw new RangeError("eigenvalues: the QR iteration does not converge");
    if (steps > 0 && steps % 10 === 0) {
      // An exceptional shift breaks cycles.
      shifted += x;
      for (let i = 0; i <= last; i++) h[i]![i]! -= x;
      const s = Math.abs(h[last]![last - 1]!) + Math.abs(h[last - 1]![last - 2]!);
      x = y = 0.75 * s;
      w = -0.4375 * s * s;
    }
    steps++;
    doubleStep(h, start, last, x, y, w);
  }
  return { real, imaginary };
}

/** The first row of the unreduced block that ends at `last`. */
function smallSubdiagonal(h: Float64Array[], last: number, norm: number): number {
  let l = last;
  for (; l >= 1; l--) {
    let s = Math.abs(h[l - 1]![l - 1]!) + Math.abs(h[l]![l]!);
    if (s === 0) s = norm;
    if (Math.abs(h[l]![l - 1]!) <= Number.EPSILON * s) {
      h[l]![l - 1] = 0;
      break;
    }
  }
  return l;
}

/** One QR step with both shifts at once on rows start..last. */
function doubleStep(h: Float64Array[], start: number, last: number, x: number, y: number, w: number): void {
  let p = 0;
  let q = 0;
  let r = 0;
  let m = last - 2;
  for (; m >= start; m--) {
    const z = h[m]![m]!;
    const rest = x - z;
    const other = y - z;
    p = (rest * other - w) / h[m + 1]![m]! + h[m]![m + 1]!;
    q = h[m + 1]![m + 1]! - z - rest - other;
    r = h[m + 2]![m + 1]!;
    const scale = Math.abs(p) + Math.abs(q) + Math.abs(r);
    p /= scale;
    q /= scale;
    r /= scale;
    if (m === start) break;
    const u = Math.abs(h[m]![m - 1]!) * (Math.abs(q) + Math.abs(r));
    const v = Math.abs(p) * (Math.abs(h[m - 1]![m - 1]!) + Math.abs(z) + Math.abs(h[m + 1]![m + 1]!));
    if (u <= Number.EPSILON * v) break;
  }
  for (let i = m + 2; i <= last; i++) {
    h[i]![i - 2] = 0;
    if (i > m + 2) h[i]![i - 3] = 0;
  }
  for (let k = m; k < last; k++) {
    let scale = 1;
    if (k !== m) {
      p = h[k]![k - 1]!;
      q = h[k + 1]![k - 1]!;
      r = k < last - 1 ? h[k + 2]![k - 1]! : 0;
      scale = Math.abs(p) + Math.abs(q) + Math.abs(r);
      if (scale === 0) continue;
      p /= scale;
      q /= scale;
      r /= scale;
    }
    const size = Math.sqrt(p * p + q * q + r * r);
    const s = p >= 0 ? size : -size;
    if (s === 0) continue;
    if (k !== m) h[k]![k - 1] = -s * scale;
    else if (start !== m) h[k]![k - 1] = -h[k]![k - 1]!;
    p += s;
    const f = p / s;
    const g = q / s;
    const e = r / s;
    q /= p;
    r /= p;
    for (let j = k; j <= last; j++) {
      const t = h[k]![j]! + q * h[k + 1]![j]! + (k < last - 1 ? r * h[k + 2]![j]! : 0);
      if (k < last - 1) h[k + 2]![j]! -= t * e;
      h[k + 1]![j]! -= t * g;
      h[k]![j]! -= t * f;
    }
    const bottom = Math.min(last, k + 3);
    for (let i = start; i <= bottom; i++) {
      const t = f * h[i]![k]! + g * h[i]![k + 1]! + (k < last - 1 ? e * h[i]![k + 2]! : 0);
      if (k < last - 1) h[i]![k + 2]! -= t * r;
      h[i]![k + 1]! -= t * q;
      h[i]![k]! -= t;
    }
  }
}
