/** Colours of the terminal, or functions that return their text unchanged. */
export interface Paint {
  red: (text: string) => string;
  yellow: (text: string) => string;
  cyan: (text: string) => string;
  bold: (text: string) => string;
  dim: (text: string) => string;
}

const same = (text: string): string => text;
export const noPaint: Paint = { red: same, yellow: same, cyan: same, bold: same, dim: same };
