import { log } from "../../numerics/elementary.js";
import type { Row } from "../../results/main.js";

const LN2 = log(2);

/**
 * Speed of convergence and half-life behind the coefficient b of ln y at the start in a regression of growth per period over `span` periods:
 * b = -(1 - e^(-beta span)) / span, so beta = -ln(1 + b span) / span, and half of the distance is gone after ln 2 / beta periods.
 * Standard errors by the delta method; intervals are the ends of b's interval carried through, because a half-life is far from normal. An end
 * that lies at infinity is null. Where 1 + b span <= 0 nothing is defined (the distance would change sign), and the reason says so.
 * Source: Barro and Sala-i-Martin (1992), Journal of Political Economy 100(2), 223-251.
 */
export function speedRows(b: Row, span: number): { speed: Row; halfLife: Row } {
  const speedOf = (value: number) => (1 + value * span > 0 ? -log(1 + value * span) / span : null);
  const halfOf = (beta: number | null) => (beta !== null && beta > 0 ? LN2 / beta : null);
  const beta = speedOf(b.estimate!);
  const error = beta === null || b.stdError === null ? null : b.stdError / (1 + b.estimate! * span);
  const low = b.confHigh === null ? null : speedOf(b.confHigh);
  const high = b.confLow === null ? null : speedOf(b.confLow);
  const half = halfOf(beta);
  const halfError = half === null || error === null ? null : (half * error) / beta!;
  const beyond = "the coefficient takes away more than the whole distance within the span";
  const row = (term: string, estimate: number | null, stdError: number | null, ends: (number | null)[], reason: string | null): Row => {
    const { scale: _scale, reason: _reason, ...base } = b;
    return {
      ...base,
      term,
      kind: term,
      estimate,
      stdError,
      statistic: null,
      distribution: null,
      pValue: null,
      confLow: ends[0]!,
      confHigh: ends[1]!,
      method: `delta of ${b.method}`,
      stars: false,
      ...(reason === null ? {} : { reason }),
    };
  };
  return {
    speed: row("speed", beta, error, [low, high], beta === null ? beyond : null),
    // A coefficient that may be zero has a half-life that may be endless.
    halfLife: row(
      "halfLife",
      half,
      halfError,
      [high === null ? (beta === null ? null : 0) : halfOf(high), halfOf(low)],
      half === null ? (beta === null ? beyond : "the distance does not shrink") : null,
    ),
  };
}
