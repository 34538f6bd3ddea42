const C1 = 0x239b961b;
const C2 = 0xab0e9789 | 0;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93 | 0;

/** MurmurHash3 (x86, 128 bits; Appleby, public domain) of a list of 32-bit words, as 32 hexadecimal digits. It identifies a sample; it is no seal. */
export function hash128(words: Int32Array): string {
  let h1 = 0;
  let h2 = 0;
  let h3 = 0;
  let h4 = 0;
  for (let i = 0; i < words.length; i += 4) {
    const k1 = words[i]!;
    const k2 = i + 1 < words.length ? words[i + 1]! : 0;
    const k3 = i + 2 < words.length ? words[i + 2]! : 0;
    const k4 = i + 3 < words.length ? words[i + 3]! : 0;
    h1 ^= Math.imul(turn(Math.imul(k1, C1), 15), C2);
    h1 = (Math.imul((turn(h1, 19) + h2) | 0, 5) + 0x561ccd1b) | 0;
    h2 ^= Math.imul(turn(Math.imul(k2, C2), 16), C3);
    h2 = (Math.imul((turn(h2, 17) + h3) | 0, 5) + 0x0bcaa747) | 0;
    h3 ^= Math.imul(turn(Math.imul(k3, C3), 17), C4);
    h3 = (Math.imul((turn(h3, 15) + h4) | 0, 5) + 0x96cd1c35) | 0;
    h4 ^= Math.imul(turn(Math.imul(k4, C4), 18), C1);
    h4 = (Math.imul((turn(h4, 13) + h1) | 0, 5) + 0x32ac3b17) | 0;
  }
  const length = words.length * 4;
  const mixed = [h1 ^ length, h2 ^ length, h3 ^ length, h4 ^ length];
  let total = mixed.reduce((a, b) => (a + b) | 0, 0);
  const last = [total, ...mixed.slice(1).map((h) => (h + total) | 0)].map(finish);
  total = last.reduce((a, b) => (a + b) | 0, 0);
  return [total, ...last.slice(1).map((h) => (h + total) | 0)].map((h) => (h >>> 0).toString(16).padStart(8, "0")).join("");
}

function turn(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

function finish(h: number): number {
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Two words that stand for a text. */
export function textWords(text: string): [number, number] {
  let a = 0x811c9dc5 | 0;
  let b = 0x9747b28c | 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(turn(b ^ unit, 13), 0x5bd1e995);
  }
  return [finish(a ^ text.length), finish(b)];
}
