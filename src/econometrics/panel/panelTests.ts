import { interceptFactor } from "../../numerics/factors/main.js";
import {
  cholesky,
  choleskyInverse,
  column,
  dot,
  fromColumns,
  fUpper,
  normalUpper,
  pivotedQr,
  quadraticForm,
  solveLeastSquares,
  sum,
  zeros,
} from "../../numerics/main.js";
import type { Test } from "../../results/main.js";
import { clusterOf, type Design } from "../design.js";
import type { Fit } from "../fit.js";
import { residualsOf } from "../leastSquares.js";
import { chi2Test, jointTest, noTest } from "../tests.js";
import { clusterSums } from "../vcov.js";
import type { Components } from "./components.js";
import { consecutive, differenced } from "./differenced.js";
import { leastSquaresFit } from "./ols.js";
import { type Panel, unitSizes } from "./panelRows.js";
import { meansOfVarying, quasiDemeaned, variesWithin } from "./quasiDemeaned.js";

/** Units beyond which the cross-section test of an unbalanced panel is not computed unasked: it goes through all pairs. */
const MOST_UNITS = 2_000;
const NOTHING_WITHIN = "no regressor varies within units";

/**
 * The tests a panel model is asked for: F test of unit effects, Breusch and Pagan's Lagrange multiplier test, Hausman's test (classical, and
 * robust through Mundlak's means), Wooldridge's tests of serial correlation (within residuals, first differences), Pesaran's CD.
 * @param design without absorbed effects, rows by unit and time
 */
export function panelTests(design: Design, panel: Panel, components: Components): Test[] {
  const pooled = quiet(design);
  const within = withinFit(design, panel);
  return [
    effectsF(pooled, within),
    breuschPagan(panel, pooled),
    hausman(within, quiet(quasiDemeaned(design, panel, components))),
    hausmanRobust(design, panel, components),
    wooldridgeSerial(panel, within),
    wooldridgeDifferences(design, panel),
    pesaranCd(design, panel, within),
  ];
}

/** A least squares fit for its numbers alone. */
function quiet(design: Design): Fit {
  return leastSquaresFit(design, "iid", { estimator: "ols", level: 0.95, path: "model" });
}

/** Fixed unit effects; null where nothing varies within units. */
function withinFit(design: Design, panel: Panel): Fit | null {
  const { codes, count } = design.units!;
  const effects = [{ name: "unit", factor: interceptFactor(codes, count), levels: design.units! }];
  const varying = design.regressors.filter(({ values }) => variesWithin(panel, values));
  return varying.length === 0 ? null : quiet({ ...design, intercept: false, regressors: varying, effects });
}

function effectsF(pooled: Fit, within: Fit | null): Test {
  const hypothesis = "all units have the same effect";
  if (within === null) return noTest("effectsF", hypothesis, NOTHING_WITHIN);
  const free = within.moments.rows - within.moments.parameters;
  const q = pooled.moments.rows - pooled.moments.parameters - free;
  const statistic = (pooled.moments.rss - within.moments.rss) / q / (within.moments.rss / free);
  return fTest("effectsF", hypothesis, statistic, q, free);
}

function fTest(name: string, hypothesis: string, statistic: number, q: number, free: number): Test {
  return { name, null: hypothesis, statistic, distribution: `F(${q},${free})`, pValue: fUpper(statistic, q, free), reason: null };
}

/** Breusch and Pagan (1980), for unbalanced panels as Baltagi and Li (1990). */
function breuschPagan(panel: Panel, pooled: Fit): Test {
  const e = pooled.moments.residuals;
  const sizes = unitSizes(panel);
  const rows = e.length;
  const hypothesis = "the variance of unit effects is zero";
  const pairs = dot(sizes, sizes) - rows;
  if (pairs === 0) return noTest("breuschPagan", hypothesis, "every unit has one row");
  let squares = 0;
  for (let k = 0; k < sizes.length; k++) squares += sum(e, panel.starts[k]!, panel.starts[k + 1]!) ** 2;
  const a = 1 - squares / dot(e, e);
  return chi2Test("breuschPagan", hypothesis, ((rows * rows) / 2) * ((a * a) / pairs), 1);
}

/** Hausman (1978): the difference of the within and random effects estimates in the metric of the difference of their covariances. */
function hausman(within: Fit | null, random: Fit): Test {
  const hypothesis = "unit effects do not move with the regressors";
  if (within === null) return noTest("hausman", hypothesis, NOTHING_WITHIN);
  const terms = within.moments.terms.filter((term) => random.moments.terms.includes(term));
  const at = (fit: Fit): number[] => terms.map((term) => fit.moments.terms.indexOf(term));
  const [ours, theirs] = [at(within), at(random)];
  const q = terms.length;
  const v = zeros(q, q);
  for (let j = 0; j < q; j++) {
    for (let i = 0; i < q; i++)
      v.data[i + j * q] =
        within.covariance.data[ours[i]! + ours[j]! * within.covariance.rows]! -
        random.covariance.data[theirs[i]! + theirs[j]! * random.covariance.rows]!;
  }
  const factor = cholesky(v);
  if (factor === null)
    return noTest("hausman", hypothesis, "the difference of the covariances is not positive definite; read the robust form");
  const difference = Float64Array.from(terms, (_, j) => within.moments.coefficients[ours[j]!]! - random.moments.coefficients[theirs[j]!]!);
  return chi2Test("hausman", hypothesis, quadraticForm(difference, choleskyInverse(factor)), q);
}

/** Mundlak's form: the unit means of the regressors, added to the random effects regression, are zero; errors clustered by unit. */
function hausmanRobust(design: Design, panel: Panel, components: Components): Test {
  const name = "hausmanRobust";
  const hypothesis = "unit effects do not move with the regressors";
  const means = meansOfVarying(design, panel);
  if (means.length === 0) return noTest(name, hypothesis, NOTHING_WITHIN);
  if (design.units!.count < 2) return noTest(name, hypothesis, "there is one unit only");
  const widened = quasiDemeaned({ ...design, regressors: [...design.regressors, ...means] }, panel, components);
  const unit = clusterOf("unit", design.units!);
  const fit = leastSquaresFit({ ...widened, clusters: [unit] }, { cluster: "unit" }, { estimator: "ols", level: 0.95, path: "model" });
  const terms = means.map((m) => m.name).filter((term) => fit.moments.terms.includes(term));
  return terms.length === 0 ? noTest(name, hypothesis, NOTHING_WITHIN) : { ...jointTest(fit, terms, name), null: hypothesis };
}

/**
 * Wooldridge (2010, 10.5.4): without serial correlation, within residuals of a balanced panel have an autocorrelation of -1/(T - 1). F with the
 * covariance of Arellano, as plm's pwartest.
 */
function wooldridgeSerial(panel: Panel, within: Fit | null): Test {
  const hypothesis = "errors are not serially correlated";
  const name = "wooldridgeSerial";
  if (within === null) return noTest(name, hypothesis, NOTHING_WITHIN);
  if (panel.periods === null) return noTest(name, hypothesis, "no time column is named");
  if (!panel.balanced) return noTest(name, hypothesis, "made for balanced panels; read the test on first differences");
  const periods = panel.starts[1]!;
  if (periods < 3) return noTest(name, hypothesis, "needs three periods");
  return lagTest(name, hypothesis, within.moments.residuals, panel, -1 / (periods - 1));
}

/** The same on first differences (Wooldridge 2010, 10.6.3): differenced errors of an uncorrelated series have an autocorrelation of -1/2. */
function wooldridgeDifferences(design: Design, panel: Panel): Test {
  const hypothesis = "errors are not serially correlated";
  const name = "wooldridgeDifferences";
  if (panel.periods === null) return noTest(name, hypothesis, "no time column is named");
  const changes = differenced(design, panel);
  if (changes === null) return noTest(name, hypothesis, "no unit has rows in two consecutive periods");
  if (consecutive(changes.panel, changes.panel.periods!).length < 3)
    return noTest(name, hypothesis, "needs units with three consecutive periods");
  return lagTest(name, hypothesis, quiet(changes.design).moments.residuals, changes.panel, -0.5);
}

/** Regression of residuals on their lag (with a constant), and the F test that its slope is `expected`. */
function lagTest(name: string, hypothesis: string, e: Float64Array, panel: Panel, expected: number): Test {
  const pairs = consecutive(panel, panel.periods!);
  const y = Float64Array.from(pairs, ([, now]) => e[now]!);
  const lag = Float64Array.from(pairs, ([before]) => e[before]!);
  const x = fromColumns([new Float64Array(pairs.length).fill(1), lag]);
  const qr = pivotedQr(x);
  const free = pairs.length - 2;
  if (qr.rank < 2 || free < 1) return noTest(name, hypothesis, "the residuals do not vary");
  const b = solveLeastSquares(qr, y);
  const residuals = residualsOf(y, x, b);
  const centre = sum(lag) / lag.length;
  const deviations = lag.map((value) => value - centre);
  const scores = { rows: pairs.length, cols: 1, data: deviations.map((value, i) => value * residuals[i]!) };
  const units = unitOfRows(panel);
  const sums = column(
    clusterSums(
      scores,
      Int32Array.from(pairs, ([before]) => units[before]!),
      panel.starts.length - 1,
    ),
    0,
  );
  const variance = dot(sums, sums) / dot(deviations, deviations) ** 2;
  return fTest(name, hypothesis, (b[1]! - expected) ** 2 / variance, 1, free);
}

function unitOfRows({ starts }: Panel): Int32Array {
  const units = new Int32Array(starts[starts.length - 1]!);
  for (let k = 0; k + 1 < starts.length; k++) units.fill(k, starts[k]!, starts[k + 1]!);
  return units;
}

/** Pesaran (2004, 2015): the sum of the correlations of within residuals between units, scaled to a standard normal. */
function pesaranCd(design: Design, panel: Panel, within: Fit | null): Test {
  const name = "pesaranCd";
  const hypothesis = "errors of different units are not correlated";
  if (within === null) return noTest(name, hypothesis, NOTHING_WITHIN);
  if (design.times === null) return noTest(name, hypothesis, "no time column is named");
  const e = within.moments.residuals;
  const n = panel.starts.length - 1;
  if (n < 2) return noTest(name, hypothesis, "there is one unit only");
  // With two, within residuals mirror each other, and every correlation is one or minus one.
  if (design.times.count < 3) return noTest(name, hypothesis, "needs three periods");
  if (!panel.balanced && n > MOST_UNITS)
    return noTest(name, hypothesis, `more than ${MOST_UNITS} units with unequal periods: too many pairs`);
  const { total, pairs } = panel.balanced
    ? { total: balancedCorrelations(panel, e), pairs: (n * (n - 1)) / 2 }
    : pairCorrelations(design.times.codes, panel, e);
  if (pairs === 0) return noTest(name, hypothesis, "no two units share two periods");
  const statistic = total / Math.sqrt(pairs);
  return { name, null: hypothesis, statistic, distribution: "normal", pValue: 2 * normalUpper(Math.abs(statistic)), reason: null };
}

/** Sum of sqrt(T) times the correlations of all pairs: half of the squared length of the summed standardised series, less their own. */
function balancedCorrelations({ starts }: Panel, e: Float64Array): number {
  const n = starts.length - 1;
  const periods = starts[1]!;
  const summed = new Float64Array(periods);
  let own = 0;
  for (let k = 0; k < n; k++) {
    const part = e.subarray(starts[k]!, starts[k + 1]!);
    const centre = sum(part) / periods;
    const size = Math.sqrt(part.reduce((total, value) => total + (value - centre) ** 2, 0));
    if (!(size > 0)) continue;
    own++;
    for (let t = 0; t < periods; t++) summed[t]! += (part[t]! - centre) / size;
  }
  return (Math.sqrt(periods) * (dot(summed, summed) - own)) / 2;
}

/** The same pair by pair over the periods they share (two at least), each series about its mean there. */
function pairCorrelations(times: Int32Array, { starts }: Panel, e: Float64Array): { total: number; pairs: number } {
  const n = starts.length - 1;
  let total = 0;
  let pairs = 0;
  for (let a = 0; a < n; a++) {
    for (let b = a + 1; b < n; b++) {
      let i = starts[a]!;
      let j = starts[b]!;
      let count = 0;
      let sa = 0;
      let sb = 0;
      let saa = 0;
      let sbb = 0;
      let sab = 0;
      while (i < starts[a + 1]! && j < starts[b + 1]!) {
        if (times[i]! < times[j]!) i++;
        else if (times[i]! > times[j]!) j++;
        else {
          count++;
          sa += e[i]!;
          sb += e[j]!;
          saa += e[i]! * e[i]!;
          sbb += e[j]! * e[j]!;
          sab += e[i]! * e[j]!;
          i++;
          j++;
        }
      }
      if (count < 2) continue;
      pairs++;
      const va = saa - (sa * sa) / count;
      const vb = sbb - (sb * sb) / count;
      if (va > 1e-12 * saa && vb > 1e-12 * sbb) total += Math.sqrt(count) * ((sab - (sa * sb) / count) / Math.sqrt(va * vb));
    }
  }
  return { total, pairs };
}
