import { type Finding, finding, Problem } from "../messages/main.js";
import type { AbsorbedEffect } from "./design.js";
import { type Fit, INTERCEPT, stdError } from "./fit.js";
import { gelbach } from "./gelbach.js";
import { leaveOneClusterOut } from "./inference/clusterCorrected.js";
import { clusterNames, clustersOf } from "./inference.js";

/** More clusters than this are not left out one by one unasked. */
const MOST_CLUSTERS = 500;
/** A cluster is influential that alone makes more than this share of the jackknife variance and moves the coefficient by more than this share. */
const INFLUENTIAL = 0.5;
/** A coefficient that keeps less than this share when unit effects enter, moving by more than two of its errors, has collapsed. */
const COLLAPSED = 0.5;

/**
 * What a referee would ask of a fit and what takes a second look at the data: does one cluster carry the result, and does it live on
 * differences between units that unit effects take away.
 */
export function examine(fit: Fit): Finding[] {
  if (fit.estimator !== "ols") return [];
  return [...influentialCluster(fit), ...collapse(fit)];
}

function influentialCluster(fit: Fit): Finding[] {
  const names = clusterNames(fit.vcovOption);
  if (names.length !== 1) return [];
  const [cluster] = clustersOf(fit.moments, names[0]!);
  const groups = cluster!.labels.length;
  if (groups > MOST_CLUSTERS) return [];
  let without: Float64Array;
  try {
    without = leaveOneClusterOut(fit.moments, cluster!).data;
  } catch (error) {
    // A cluster that alone identifies a regressor is told as dominant; too many effects leave nothing to say.
    if (error instanceof Problem) return [];
    throw error;
  }
  return fit.moments.terms.flatMap((term, j) => {
    if (term === INTERCEPT) return [];
    const estimate = fit.moments.coefficients[j]!;
    const changes = without.subarray(j * groups, (j + 1) * groups).map((value) => value - estimate);
    const worst = changes.reduce((most, change, g) => (Math.abs(change) > Math.abs(changes[most]!) ? g : most), 0);
    const share = changes[worst]! ** 2 / changes.reduce((total, change) => total + change * change, 0);
    if (!(share > INFLUENTIAL) || Math.abs(changes[worst]!) <= INFLUENTIAL * Math.abs(estimate)) return [];
    const evidence = { cluster: cluster!.name, value: cluster!.labels[worst]!, term, estimate, without: estimate + changes[worst]!, share };
    return [finding("MODEL-CLUSTER-INFLUENTIAL", fit.estimated.path, evidence)];
  });
}

function collapse(fit: Fit): Finding[] {
  const unit = unitEffect(fit);
  if (unit === null) return [];
  return gelbach(fit, { effects: [unit.name] }).flatMap(({ term, base, full }) => {
    const error = stdErrorOrNull(fit, term);
    if (error === null || Math.abs(full) >= COLLAPSED * Math.abs(base) || Math.abs(base - full) <= 2 * error) return [];
    return [finding("MODEL-COLLAPSE", fit.estimated.path, { term, without: base, with: full, effect: unit.name, taken: base - full })];
  });
}

/** The absorbed effect that is the unit's own. */
function unitEffect(fit: Fit): AbsorbedEffect | null {
  const { units } = fit.moments.design;
  if (units === null) return null;
  const own = (effect: AbsorbedEffect): boolean =>
    effect.factor.intercept &&
    effect.factor.levels === units.labels.length &&
    effect.factor.codes.every((code, i) => code === units.codes[i]);
  return fit.moments.effects.find(own) ?? null;
}

function stdErrorOrNull(fit: Fit, term: string): number | null {
  const error = stdError(fit, term) as number | null;
  return error !== null && error > 0 ? error : null;
}
