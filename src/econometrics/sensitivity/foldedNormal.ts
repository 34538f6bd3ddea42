import { normalCdf, normalDensity, normalQuantile } from "../../numerics/main.js";

/** The c with P(|N(shift, 1)| <= c) = level, by Newton steps kept inside a shrinking bracket. */
export function foldedQuantile(level: number, shift: number): number {
  const b = Math.abs(shift);
  let low = Math.max(0, b + normalQuantile(level / 2));
  let high = b + normalQuantile((1 + level) / 2);
  let c = b + normalQuantile(level);
  for (let step = 0; step < 100; step++) {
    const gap = normalCdf(c - b) - normalCdf(-c - b) - level;
    if (gap > 0) high = c;
    else low = c;
    const newton = c - gap / (normalDensity(c - b) + normalDensity(c + b));
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - c) <= 1e-15 * (1 + c)) return next;
    c = next;
  }
  return c;
}

/** How `foldedQuantile` grows with the shift. */
export function foldedQuantileSlope(c: number, shift: number): number {
  const near = normalDensity(c - shift);
  const far = normalDensity(c + shift);
  return (near - far) / (near + far);
}
