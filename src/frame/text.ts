/**
 * Compares two texts by code point, the order of every label and every output (and of DuckDB, which compares UTF-8 bytes).
 * JavaScript's own `<` compares UTF-16 units and differs where a character lies outside the basic plane.
 */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    // Surrogates (0xD800-0xDFFF) stand for code points above every other unit.
    const xHigh = x >= 0xd800 && x <= 0xdfff;
    const yHigh = y >= 0xd800 && y <= 0xdfff;
    if (xHigh !== yHigh) return xHigh ? 1 : -1;
    return x < y ? -1 : 1;
  }
  return a.length - b.length;
}

const plainNumber = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

/** True for text that is one number as written in a data file: no thousands commas, no percent sign, no hexadecimal. */
export function looksLikeNumber(text: string): boolean {
  return plainNumber.test(text.trim());
}
