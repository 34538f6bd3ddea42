import { pow } from "../../numerics/elementary.js";

/** Coupling C, development T and coordination D = sqrt(C T) of n systems at one row. */
export interface Coupling {
  coupling: number;
  development: number;
  coordination: number;
  /** 1 (D up to 0.1, extreme disorder) to 10 (D above 0.9, high-quality coordination). */
  level: number;
}

/**
 * Coupling coordination of systems u in 0..1 with weights that sum to 1; null where a system is missing or outside 0..1.
 *
 * - classic: C = n (u1 ... un)^(1/n) / (u1 + ... + un), for two systems 2 sqrt(u1 u2) / (u1 + u2);
 * - modified: C = sqrt([1 - sum over pairs of |ui - uj| / (n (n - 1) / 2)] x product of (ui / max u)^(1/(n - 1))), which spreads over 0..1
 *   where the classic one crowds near 1. Source: Wang, Kong, Ren, Zhi and Dai (2021), Research on misuses and modification of
 *   coupling coordination degree model in China, Journal of Natural Resources 36(3), 793-810, doi 10.31497/zrzyxb.20210319.
 *
 * T is the weighted mean of the systems.
 */
export function couplingCoordination(
  u: readonly number[],
  weights: readonly number[],
  definition: "classic" | "modified",
): Coupling | null {
  if (u.some((value) => !(value >= 0 && value <= 1))) return null;
  const coupling = definition === "classic" ? classicCoupling(u) : modifiedCoupling(u);
  const development = u.reduce((s, value, i) => s + weights[i]! * value, 0);
  const coordination = Math.sqrt(coupling * development);
  return { coupling, development, coordination, level: Math.min(10, Math.max(1, Math.ceil(10 * coordination))) };
}

/** Systems that are all zero do not interact: C is 0. */
function classicCoupling(u: readonly number[]): number {
  const total = u.reduce((s, value) => s + value, 0);
  const product = u.reduce((p, value) => p * value, 1);
  return total === 0 ? 0 : (u.length * pow(product, 1 / u.length)) / total;
}

function modifiedCoupling(u: readonly number[]): number {
  const largest = Math.max(...u);
  if (largest === 0) return 0;
  let gaps = 0;
  for (let i = 0; i < u.length; i++) for (let j = 0; j < i; j++) gaps += Math.abs(u[i]! - u[j]!);
  const pairs = (u.length * (u.length - 1)) / 2;
  const balance = u.reduce((p, value) => p * pow(value / largest, 1 / (u.length - 1)), 1);
  return Math.sqrt((1 - gaps / pairs) * balance);
}
