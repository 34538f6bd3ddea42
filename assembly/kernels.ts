// asc: --importMemory
// asc for shared memory: --importMemory --sharedMemory --maximumMemory 65536 --enable threads
// Loops over rows that are bound by memory or by dense sums. Arguments of type usize are byte offsets in the imported memory. Each
// function has a twin in src/numerics/kernels/twins.ts that adds in the same order, so both give the same bits.
// "4" works on four right-hand sides at once, interleaved: entry r of row i stands at 4 i + r; "2" on two.

// The next three exist for two and for four right-hand sides at once: Lanes is the unsigned integer of so many bytes, and what only the wider one
// needs is left out of the narrower when it is compiled.
function reducedProductWide<Lanes>(
  starts: usize,
  from: i32,
  to: i32,
  codes: usize,
  blocks: i32,
  weights: usize,
  inverseWeight: usize,
  p: usize,
  scratch: usize,
  out: usize,
): void {
  const four = sizeof<Lanes>() === 4;
  const shift: usize = four ? 5 : 4;
  const step: usize = four ? 32 : 16;
  const stride = (<usize>blocks) << 2;
  for (let g = from; g < to; g++) {
    const begin = load<u32>(starts + ((<usize>g) << 2));
    const end = load<u32>(starts + ((<usize>g) << 2), 4);
    let sum0 = f64x2.splat(0);
    let sum1 = f64x2.splat(0);
    let at = codes + <usize>begin * stride;
    let held = scratch;
    let weight = weights + ((<usize>begin) << 3);
    for (let i = begin; i < end; i++, held += step) {
      const rowEnd = at + stride;
      let effect = p + ((<usize>load<u32>(at)) << shift);
      let value0 = v128.load(effect);
      let value1 = four ? v128.load(effect, 16) : value0;
      for (at += 4; at < rowEnd; at += 4) {
        effect = p + ((<usize>load<u32>(at)) << shift);
        value0 = f64x2.add(value0, v128.load(effect));
        if (four) value1 = f64x2.add(value1, v128.load(effect, 16));
      }
      v128.store(held, value0);
      if (four) v128.store(held, value1, 16);
      if (weights !== 0) {
        const w = v128.load64_splat(weight);
        sum0 = f64x2.add(sum0, f64x2.mul(w, value0));
        if (four) sum1 = f64x2.add(sum1, f64x2.mul(w, value1));
        weight += 8;
      } else {
        sum0 = f64x2.add(sum0, value0);
        if (four) sum1 = f64x2.add(sum1, value1);
      }
    }
    const inverse = v128.load64_splat(inverseWeight + ((<usize>g) << 3));
    const mean0 = f64x2.mul(sum0, inverse);
    const mean1 = f64x2.mul(sum1, inverse);
    at = codes + <usize>begin * stride;
    held = scratch;
    weight = weights + ((<usize>begin) << 3);
    for (let i = begin; i < end; i++, held += step) {
      let rest0 = f64x2.sub(v128.load(held), mean0);
      let rest1 = four ? f64x2.sub(v128.load(held, 16), mean1) : rest0;
      if (weights !== 0) {
        const w = v128.load64_splat(weight);
        rest0 = f64x2.mul(rest0, w);
        if (four) rest1 = f64x2.mul(rest1, w);
        weight += 8;
      }
      const rowEnd = at + stride;
      for (; at < rowEnd; at += 4) {
        const target = out + ((<usize>load<u32>(at)) << shift);
        v128.store(target, f64x2.add(v128.load(target), rest0));
        if (four) v128.store(target, f64x2.add(v128.load(target, 16), rest1), 16);
      }
    }
  }
}

export function reducedProduct2(
  starts: usize,
  from: i32,
  to: i32,
  codes: usize,
  blocks: i32,
  weights: usize,
  inverseWeight: usize,
  p: usize,
  scratch: usize,
  out: usize,
): void {
  reducedProductWide<u16>(starts, from, to, codes, blocks, weights, inverseWeight, p, scratch, out);
}

export function reducedProduct4(
  starts: usize,
  from: i32,
  to: i32,
  codes: usize,
  blocks: i32,
  weights: usize,
  inverseWeight: usize,
  p: usize,
  scratch: usize,
  out: usize,
): void {
  reducedProductWide<u32>(starts, from, to, codes, blocks, weights, inverseWeight, p, scratch, out);
}

// The right-hand side of the reduced normal equations of four columns, see reducedRight in src/numerics/kernels/reduced.ts.
function reducedRightWide<Lanes>(
  starts: usize,
  from: i32,
  to: i32,
  codes: usize,
  blocks: i32,
  weights: usize,
  inverseWeight: usize,
  values: usize,
  out: usize,
): void {
  const four = sizeof<Lanes>() === 4;
  const shift: usize = four ? 5 : 4;
  const step: usize = four ? 32 : 16;
  const stride = (<usize>blocks) << 2;
  for (let g = from; g < to; g++) {
    const begin = load<u32>(starts + ((<usize>g) << 2));
    const end = load<u32>(starts + ((<usize>g) << 2), 4);
    let sum0 = f64x2.splat(0);
    let sum1 = f64x2.splat(0);
    let at = values + ((<usize>begin) << shift);
    let weight = weights + ((<usize>begin) << 3);
    for (let i = begin; i < end; i++, at += step) {
      if (weights !== 0) {
        const w = v128.load64_splat(weight);
        sum0 = f64x2.add(sum0, f64x2.mul(w, v128.load(at)));
        if (four) sum1 = f64x2.add(sum1, f64x2.mul(w, v128.load(at, 16)));
        weight += 8;
      } else {
        sum0 = f64x2.add(sum0, v128.load(at));
        if (four) sum1 = f64x2.add(sum1, v128.load(at, 16));
      }
    }
    const inverse = v128.load64_splat(inverseWeight + ((<usize>g) << 3));
    const mean0 = f64x2.mul(sum0, inverse);
    const mean1 = f64x2.mul(sum1, inverse);
    at = values + ((<usize>begin) << shift);
    weight = weights + ((<usize>begin) << 3);
    let code = codes + <usize>begin * stride;
    for (let i = begin; i < end; i++, at += step) {
      let rest0 = f64x2.sub(v128.load(at), mean0);
      let rest1 = four ? f64x2.sub(v128.load(at, 16), mean1) : rest0;
      v128.store(at, rest0);
      if (four) v128.store(at, rest1, 16);
      if (weights !== 0) {
        const w = v128.load64_splat(weight);
        rest0 = f64x2.mul(rest0, w);
        if (four) rest1 = f64x2.mul(rest1, w);
        weight += 8;
      }
      const rowEnd = code + stride;
      for (; code < rowEnd; code += 4) {
        const target = out + ((<usize>load<u32>(code)) << shift);
        v128.store(target, f64x2.add(v128.load(target), rest0));
        if (four) v128.store(target, f64x2.add(v128.load(target, 16), rest1), 16);
      }
    }
  }
}

export function reducedRight2(
  starts: usize,
  from: i32,
  to: i32,
  codes: usize,
  blocks: i32,
  weights: usize,
  inverseWeight: usize,
  values: usize,
  out: usize,
): void {
  reducedRightWide<u16>(starts, from, to, codes, blocks, weights, inverseWeight, values, out);
}

export function reducedRight4(
  starts: usize,
  from: i32,
  to: i32,
  codes: usize,
  blocks: i32,
  weights: usize,
  inverseWeight: usize,
  values: usize,
  out: usize,
): void {
  reducedRightWide<u32>(starts, from, to, codes, blocks, weights, inverseWeight, values, out);
}

// What the effects leave of the columns, and what of it the effects could still explain, see reducedRest in src/numerics/kernels/reduced.ts.
function reducedRestWide<Lanes>(
  starts: usize,
  from: i32,
  to: i32,
  codes: usize,
  blocks: i32,
  weights: usize,
  inverseWeight: usize,
  values: usize,
  effects: usize,
  sums: usize,
  squares: usize,
): void {
  const four = sizeof<Lanes>() === 4;
  const shift: usize = four ? 5 : 4;
  const step: usize = four ? 32 : 16;
  const stride = (<usize>blocks) << 2;
  let square0 = f64x2.splat(0);
  let square1 = f64x2.splat(0);
  for (let g = from; g < to; g++) {
    const begin = load<u32>(starts + ((<usize>g) << 2));
    const end = load<u32>(starts + ((<usize>g) << 2), 4);
    let sum0 = f64x2.splat(0);
    let sum1 = f64x2.splat(0);
    let at = values + ((<usize>begin) << shift);
    let weight = weights + ((<usize>begin) << 3);
    let code = codes + <usize>begin * stride;
    for (let i = begin; i < end; i++, at += step) {
      let rest0 = v128.load(at);
      let rest1 = four ? v128.load(at, 16) : rest0;
      const rowEnd = code + stride;
      for (; code < rowEnd; code += 4) {
        const effect = effects + ((<usize>load<u32>(code)) << shift);
        rest0 = f64x2.sub(rest0, v128.load(effect));
        if (four) rest1 = f64x2.sub(rest1, v128.load(effect, 16));
      }
      v128.store(at, rest0);
      if (four) v128.store(at, rest1, 16);
      if (weights !== 0) {
        const w = v128.load64_splat(weight);
        sum0 = f64x2.add(sum0, f64x2.mul(w, rest0));
        if (four) sum1 = f64x2.add(sum1, f64x2.mul(w, rest1));
        weight += 8;
      } else {
        sum0 = f64x2.add(sum0, rest0);
        if (four) sum1 = f64x2.add(sum1, rest1);
      }
    }
    const inverse = v128.load64_splat(inverseWeight + ((<usize>g) << 3));
    const mean0 = f64x2.mul(sum0, inverse);
    const mean1 = f64x2.mul(sum1, inverse);
    let left0 = f64x2.splat(0);
    let left1 = f64x2.splat(0);
    at = values + ((<usize>begin) << shift);
    weight = weights + ((<usize>begin) << 3);
    code = codes + <usize>begin * stride;
    for (let i = begin; i < end; i++, at += step) {
      let rest0 = f64x2.sub(v128.load(at), mean0);
      let rest1 = four ? f64x2.sub(v128.load(at, 16), mean1) : rest0;
      v128.store(at, rest0);
      if (four) v128.store(at, rest1, 16);
      if (weights !== 0) {
        const w = v128.load64_splat(weight);
        rest0 = f64x2.mul(rest0, w);
        if (four) rest1 = f64x2.mul(rest1, w);
        weight += 8;
      }
      left0 = f64x2.add(left0, rest0);
      if (four) left1 = f64x2.add(left1, rest1);
      const rowEnd = code + stride;
      for (; code < rowEnd; code += 4) {
        const target = sums + ((<usize>load<u32>(code)) << shift);
        v128.store(target, f64x2.add(v128.load(target), rest0));
        if (four) v128.store(target, f64x2.add(v128.load(target, 16), rest1), 16);
      }
    }
    square0 = f64x2.add(square0, f64x2.mul(f64x2.mul(left0, left0), inverse));
    if (four) square1 = f64x2.add(square1, f64x2.mul(f64x2.mul(left1, left1), inverse));
  }
  v128.store(squares, square0);
  if (four) v128.store(squares, square1, 16);
}

export function reducedRest2(
  starts: usize,
  from: i32,
  to: i32,
  codes: usize,
  blocks: i32,
  weights: usize,
  inverseWeight: usize,
  values: usize,
  effects: usize,
  sums: usize,
  squares: usize,
): void {
  reducedRestWide<u16>(starts, from, to, codes, blocks, weights, inverseWeight, values, effects, sums, squares);
}

export function reducedRest4(
  starts: usize,
  from: i32,
  to: i32,
  codes: usize,
  blocks: i32,
  weights: usize,
  inverseWeight: usize,
  values: usize,
  effects: usize,
  sums: usize,
  squares: usize,
): void {
  reducedRestWide<u32>(starts, from, to, codes, blocks, weights, inverseWeight, values, effects, sums, squares);
}

// Inner products of columns of a with columns of b, each column `stride` bytes after the last and `rows` long (an even number), in tiles of
// 4 x 2: entry (i, j) at out[i + j * colsA]. Even and odd rows are summed apart, and then added. colsA is a multiple of four, colsB
// of two. With `upper` only tiles that touch the upper triangle.
export function gramTiles(a: usize, colsA: i32, b: usize, colsB: i32, rows: i32, stride: i32, upper: bool, out: usize): void {
  const step = <usize>stride;
  const bytes = (<usize>rows) << 3;
  const column = (<usize>colsA) << 3;
  for (let j = 0; j < colsB; j += 2) {
    const last = upper ? min(j + 2, colsA) : colsA;
    const b0 = b + <usize>j * step;
    const b1 = b0 + step;
    for (let i = 0; i < last; i += 4) {
      const a0 = a + <usize>i * step;
      const a1 = a0 + step;
      const a2 = a1 + step;
      const a3 = a2 + step;
      let s00 = f64x2.splat(0);
      let s10 = f64x2.splat(0);
      let s20 = f64x2.splat(0);
      let s30 = f64x2.splat(0);
      let s01 = f64x2.splat(0);
      let s11 = f64x2.splat(0);
      let s21 = f64x2.splat(0);
      let s31 = f64x2.splat(0);
      for (let r: usize = 0; r < bytes; r += 16) {
        const v0 = v128.load(b0 + r);
        const v1 = v128.load(b1 + r);
        let u = v128.load(a0 + r);
        s00 = f64x2.add(s00, f64x2.mul(u, v0));
        s01 = f64x2.add(s01, f64x2.mul(u, v1));
        u = v128.load(a1 + r);
        s10 = f64x2.add(s10, f64x2.mul(u, v0));
        s11 = f64x2.add(s11, f64x2.mul(u, v1));
        u = v128.load(a2 + r);
        s20 = f64x2.add(s20, f64x2.mul(u, v0));
        s21 = f64x2.add(s21, f64x2.mul(u, v1));
        u = v128.load(a3 + r);
        s30 = f64x2.add(s30, f64x2.mul(u, v0));
        s31 = f64x2.add(s31, f64x2.mul(u, v1));
      }
      const to = out + ((<usize>i) << 3) + <usize>j * column;
      store<f64>(to, lanes(s00));
      store<f64>(to, lanes(s10), 8);
      store<f64>(to, lanes(s20), 16);
      store<f64>(to, lanes(s30), 24);
      store<f64>(to + column, lanes(s01));
      store<f64>(to + column, lanes(s11), 8);
      store<f64>(to + column, lanes(s21), 16);
      store<f64>(to + column, lanes(s31), 24);
    }
  }
}

function lanes(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

// The sum of squares, even and odd entries apart and then added.
export function sumOfSquares(x: usize, rows: i32): f64 {
  const pairs = x + ((<usize>(rows & -2)) << 3);
  let sum = f64x2.splat(0);
  for (; x < pairs; x += 16) {
    const v = v128.load(x);
    sum = f64x2.add(sum, f64x2.mul(v, v));
  }
  let even = f64x2.extract_lane(sum, 0);
  if (rows & 1) even += load<f64>(x) * load<f64>(x);
  return even + f64x2.extract_lane(sum, 1);
}

export function divideBy(x: usize, rows: i32, divisor: f64): void {
  const pairs = x + ((<usize>(rows & -2)) << 3);
  const d = f64x2.splat(divisor);
  for (; x < pairs; x += 16) v128.store(x, f64x2.div(v128.load(x), d));
  if (rows & 1) store<f64>(x, load<f64>(x) / divisor);
}

// The reflection I - tau [1; v][1; v]' on `cols` columns, each `stride` bytes after the last, and their heads.
export function reflectColumns(v: usize, rows: i32, tau: f64, columns: usize, stride: i32, cols: i32, heads: usize): void {
  const step = <usize>stride;
  const bytes = (<usize>(rows & -2)) << 3;
  let k = 0;
  for (; k + 4 <= cols; k += 4, columns += 4 * step, heads += 32) {
    const c0 = columns;
    const c1 = c0 + step;
    const c2 = c1 + step;
    const c3 = c2 + step;
    let s0 = f64x2.splat(0);
    let s1 = f64x2.splat(0);
    let s2 = f64x2.splat(0);
    let s3 = f64x2.splat(0);
    for (let r: usize = 0; r < bytes; r += 16) {
      const u = v128.load(v + r);
      s0 = f64x2.add(s0, f64x2.mul(u, v128.load(c0 + r)));
      s1 = f64x2.add(s1, f64x2.mul(u, v128.load(c1 + r)));
      s2 = f64x2.add(s2, f64x2.mul(u, v128.load(c2 + r)));
      s3 = f64x2.add(s3, f64x2.mul(u, v128.load(c3 + r)));
    }
    const t0 = reflectStep(s0, v, c0, bytes, rows, tau, heads);
    const t1 = reflectStep(s1, v, c1, bytes, rows, tau, heads + 8);
    const t2 = reflectStep(s2, v, c2, bytes, rows, tau, heads + 16);
    const t3 = reflectStep(s3, v, c3, bytes, rows, tau, heads + 24);
    for (let r: usize = 0; r < bytes; r += 16) {
      const u = v128.load(v + r);
      v128.store(c0 + r, f64x2.sub(v128.load(c0 + r), f64x2.mul(t0, u)));
      v128.store(c1 + r, f64x2.sub(v128.load(c1 + r), f64x2.mul(t1, u)));
      v128.store(c2 + r, f64x2.sub(v128.load(c2 + r), f64x2.mul(t2, u)));
      v128.store(c3 + r, f64x2.sub(v128.load(c3 + r), f64x2.mul(t3, u)));
    }
  }
  for (; k < cols; k++, columns += step, heads += 8) {
    let s = f64x2.splat(0);
    for (let r: usize = 0; r < bytes; r += 16) s = f64x2.add(s, f64x2.mul(v128.load(v + r), v128.load(columns + r)));
    const t = reflectStep(s, v, columns, bytes, rows, tau, heads);
    for (let r: usize = 0; r < bytes; r += 16) v128.store(columns + r, f64x2.sub(v128.load(columns + r), f64x2.mul(t, v128.load(v + r))));
  }
}

// From the sums of even and odd rows to the multiple of v that is to be subtracted; takes it off the head and off an odd last row.
function reflectStep(sums: v128, v: usize, column: usize, bytes: usize, rows: i32, tau: f64, head: usize): v128 {
  let even = load<f64>(head) + f64x2.extract_lane(sums, 0);
  if (rows & 1) even += load<f64>(v + bytes) * load<f64>(column + bytes);
  const step = tau * (even + f64x2.extract_lane(sums, 1));
  store<f64>(head, load<f64>(head) - step);
  if (rows & 1) store<f64>(column + bytes, load<f64>(column + bytes) - step * load<f64>(v + bytes));
  return f64x2.splat(step);
}
