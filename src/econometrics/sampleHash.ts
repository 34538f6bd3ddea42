const C1 = 0x239b961b;
const C2 = 0xab0e9789 | 0;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93 | 0;

/** MurmurHash3 (x86, 128 bits; Appleby, public domain) over 32-bit words that come piece by piece. It identifies a sample; it is no seal. */
export class SampleHash {
  private h1 = 0;
  private h2 = 0;
  private h3 = 0;
  private h4 = 0;
  private words = 0;

  /** Numbers by their bits; -0 counts as 0. */
  addNumbers(values: Float64Array): this {
    const words = new Int32Array(values.buffer, values.byteOffset, values.length * 2);
    const minusZero = values.findIndex((value) => Object.is(value, -0));
    return minusZero === -1 ? this.addWords(words) : this.addNumbers(values.map((value) => value + 0));
  }

  addTexts(texts: readonly string[]): this {
    return this.addWords(Int32Array.from(texts.flatMap(textWords)));
  }

  /** Each call's words are padded with zeros to a whole block and followed by their number, so that pieces cannot run into each other. */
  addWords(words: Int32Array): this {
    let { h1, h2, h3, h4 } = this;
    const whole = words.length - (words.length % 4);
    for (let i = 0; i <= whole; i += 4) {
      const last = i === whole;
      const k1 = last ? (words[i] ?? 0) : words[i]!;
      const k2 = last ? (words[i + 1] ?? 0) : words[i + 1]!;
      const k3 = last ? (words[i + 2] ?? 0) : words[i + 2]!;
      const k4 = last ? words.length : words[i + 3]!;
      h1 ^= Math.imul(turn(Math.imul(k1, C1), 15), C2);
      h1 = (Math.imul((turn(h1, 19) + h2) | 0, 5) + 0x561ccd1b) | 0;
      h2 ^= Math.imul(turn(Math.imul(k2, C2), 16), C3);
      h2 = (Math.imul((turn(h2, 17) + h3) | 0, 5) + 0x0bcaa747) | 0;
      h3 ^= Math.imul(turn(Math.imul(k3, C3), 17), C4);
      h3 = (Math.imul((turn(h3, 15) + h4) | 0, 5) + 0x96cd1c35) | 0;
      h4 ^= Math.imul(turn(Math.imul(k4, C4), 18), C1);
      h4 = (Math.imul((turn(h4, 13) + h1) | 0, 5) + 0x32ac3b17) | 0;
    }
    this.h1 = h1;
    this.h2 = h2;
    this.h3 = h3;
    this.h4 = h4;
    this.words = (this.words + words.length) | 0;
    return this;
  }

  /** 32 hexadecimal digits. */
  digest(): string {
    const mixed = [this.h1, this.h2, this.h3, this.h4].map((h) => h ^ this.words);
    return spread(spread(mixed).map(finish))
      .map((h) => (h >>> 0).toString(16).padStart(8, "0"))
      .join("");
  }
}

/** Every word feels every other: the first takes their sum, the others add it. */
function spread(words: readonly number[]): number[] {
  const total = words.reduce((a, b) => (a + b) | 0, 0);
  return words.map((h, k) => (k === 0 ? total : (h + total) | 0));
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
