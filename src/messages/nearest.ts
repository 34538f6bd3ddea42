/** Optimal-string-alignment distance between two strings, case-insensitive (swapped neighbours count as one slip). */
export function editDistance(a: string, b: string): number {
  const s = Array.from(a.toLowerCase());
  const t = Array.from(b.toLowerCase());
  let beforeLast: number[] = [];
  let last = Array.from({ length: t.length + 1 }, (_, j) => j);
  for (let i = 1; i <= s.length; i++) {
    const now = [i];
    for (let j = 1; j <= t.length; j++) {
      const cost = s[i - 1] === t[j - 1] ? 0 : 1;
      let best = Math.min(now[j - 1]! + 1, last[j]! + 1, last[j - 1]! + cost);
      if (i > 1 && j > 1 && s[i - 1] === t[j - 2] && s[i - 2] === t[j - 1]) best = Math.min(best, beforeLast[j - 2]! + 1);
      now.push(best);
    }
    beforeLast = last;
    last = now;
  }
  return last[t.length]!;
}

/** The name closest to what the user wrote, or null when nothing is near enough to be meant. Ties go to the earlier name. */
export function nearest(written: string, names: readonly string[]): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(2, Math.ceil(Array.from(written).length / 3)) + 1;
  for (const name of names) {
    const distance = editDistance(written, name);
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}
