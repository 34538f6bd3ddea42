import { normalQuantile } from "./distributions/normal.js";

/**
 * Counter-based random numbers: the same (seed, index) gives the same numbers on one worker or eight, in any order. Philox4x32 with
 * ten rounds (Salmon, Moraes, Dror and Shaw 2011). Key: the seed; counter: the position in the stream (two words) and its
 * index (two words), so streams with different indices never share a block.
 */
export interface Stream {
  /** Uniform on the open interval (0, 1), 52 bits: never 0, never 1. */
  uniform(): number;
  /** Standard normal, by inversion: one uniform gives one normal. */
  normal(): number;
  /** Uniform on 0, 1, ..., n - 1 without bias; n from 1 to 2^32. */
  integer(n: number): number;
  /** Puts the entries in a uniformly random order, in place (Fisher and Yates), and returns them. */
  shuffle<Codes extends Int32Array | Float64Array>(codes: Codes): Codes;
  /** 32 random bits, from 0 to 2^32 - 1. */
  bits(): number;
}

/** The stream `index` of `seed`; both are integers from 0 to 2^53 - 1. */
export function stream(seed: number, index: number): Stream {
  const key0 = low(seed);
  const key1 = high(seed);
  const index0 = low(index);
  const index1 = high(index);
  const words = new Uint32Array(4);
  let block = 0;
  let used = 4;

  function bits(): number {
    if (used === 4) {
      words[0] = low(block);
      words[1] = high(block);
      words[2] = index0;
      words[3] = index1;
      philox4x32(words, key0, key1);
      block++;
      used = 0;
    }
    return words[used++]!;
  }

  function uniform(): number {
    const upper = bits() >>> 6;
    const lower = bits() >>> 6;
    // Odd multiples of 2^-53: symmetric about one half, both ends excluded, every value exact.
    return (upper * 67108864 + lower + 0.5) * 2.220446049250313e-16;
  }

  function integer(n: number): number {
    // Numbers beyond the last whole multiple of n would favour small results; they are drawn again.
    // Quotients below 2^32 are exact after floor, and a division is several times faster than `%` beyond 2^31.
    const bound = Math.floor(4294967296 / n) * n;
    let draw = bits();
    while (draw >= bound) draw = bits();
    return draw - Math.floor(draw / n) * n;
  }

  return {
    bits,
    uniform,
    normal: () => normalQuantile(uniform()),
    integer,
    shuffle(codes) {
      for (let i = codes.length - 1; i > 0; i--) {
        const j = integer(i + 1);
        const held = codes[i]!;
        codes[i] = codes[j]!;
        codes[j] = held;
      }
      return codes;
    },
  };
}

function low(x: number): number {
  return x % 4294967296;
}

function high(x: number): number {
  return Math.floor(x / 4294967296);
}

/** Ten rounds of Philox4x32 in place on the counter `words` under the key (key0, key1), all unsigned 32-bit. */
export function philox4x32(words: Uint32Array, key0: number, key1: number): void {
  let c0 = words[0]!;
  let c1 = words[1]!;
  let c2 = words[2]!;
  let c3 = words[3]!;
  for (let round = 0; round < 10; round++) {
    const h0 = multiplyHigh(0xd2511f53, c0);
    const l0 = Math.imul(0xd2511f53, c0);
    const h1 = multiplyHigh(0xcd9e8d57, c2);
    const l1 = Math.imul(0xcd9e8d57, c2);
    c0 = (h1 ^ c1 ^ key0) >>> 0;
    c1 = l1 >>> 0;
    c2 = (h0 ^ c3 ^ key1) >>> 0;
    c3 = l0 >>> 0;
    key0 = (key0 + 0x9e3779b9) >>> 0;
    key1 = (key1 + 0xbb67ae85) >>> 0;
  }
  words[0] = c0;
  words[1] = c1;
  words[2] = c2;
  words[3] = c3;
}

// The upper 32 bits of a 64-bit product. Halves of 16 bits keep every partial product below 2^53.
function multiplyHigh(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  const cross = a0 * b1 + (middle % 65536);
  return (a1 * b1 + Math.floor(middle / 65536) + Math.floor(cross / 65536)) >>> 0;
}
