/** Advance widths of ASCII 32 to 126 in thousandths of an em, of the widest of the usual sans-serif faces (DejaVu Sans): text set in any other fits. */
const LATIN = [
  318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337,
  337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732,
  684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635,
  635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
];
const BOLD = 1.13;

/** Width of one line of text in pixels at a font size. Chinese and other wide characters are one em, combining marks nothing. */
export function textWidth(text: string, size: number, bold = false): number {
  let thousandths = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code < 32 || (code >= 0x300 && code < 0x370) || code === 0x200b) continue;
    if (code < 127) thousandths += LATIN[code - 32]! * (bold ? BOLD : 1);
    // Letters with accents, Greek, Cyrillic: none is wider than a bold capital M; arrows, mathematical signs and wide scripts are one em.
    else if (code < 0x500) thousandths += (code >= 0x370 ? 800 : 700) * (bold ? BOLD : 1);
    else if (code === 0x2013 || code === 0x2018 || code === 0x2019) thousandths += 500;
    else thousandths += 1000;
  }
  return (thousandths * size) / 1000;
}

/** Text broken into lines no wider than `width`: between words, and between any two Chinese characters (never before closing punctuation). */
export function wrapText(text: string, width: number, size: number, bold = false): string[] {
  const pieces =
    text.match(
      /\s+|[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f][，。；：！？、）》”’]*|[^\s\u2e80-\u9fff\uff00-\uffef\u3000-\u303f]+[，。；：！？、）》”’]*/g,
    ) ?? [];
  const lines: string[] = [];
  let line = "";
  for (const piece of pieces) {
    if (line !== "" && textWidth((line + piece).trimEnd(), size, bold) > width) {
      lines.push(line.trimEnd());
      line = piece.trimStart();
    } else line += piece;
  }
  if (line.trim() !== "") lines.push(line.trimEnd());
  return lines;
}
