import { categories, numberColumn, numbers, takeRows, withColumn } from "../../frame/main.js";
import { type Finding, finding, Problem } from "../../messages/main.js";
import type { PolicyOutcome } from "../../results/main.js";
import { headlineOf, missingRow, type OutcomeEvaluation, randomizationOf } from "./outcome.js";
import { type PolicyContext, policyContext } from "./policyContext.js";

export type TimePlacebo = NonNullable<PolicyOutcome["placebos"]>[number];

/**
 * Placebos in time: the periods before anybody adopted (or anticipated), with every adoption date moved back, so that nothing can have
 * happened yet. The headline estimator runs on them like on the data, with its own randomisation. Cohorts whose moved date lies after those
 * periods are later adopters there; those whose date leaves no period before it are left out as always treated. By default the dates are moved just far
 * enough that the last cohort has one placebo period, or as far as the periods allow.
 */
export function placebosInTime(context: PolicyContext, { name, sample }: OutcomeEvaluation): TimePlacebo[] {
  const { settings, timing } = context;
  const end = timing.cohorts[0]!.position - settings.anticipation;
  const to = timing.periods[end - 1]!;
  return (settings.placebos.back ?? defaultBack(context)).map((back): TimePlacebo => {
    try {
      const moved = policyContext(movedBack(context, back, end), settings);
      const kept = moved.sampleOf(name, numbers(moved.frame, name));
      const { row, assigned } = headlineOf(kept, settings);
      const { pValue, draws } = randomizationOf(kept, moved, assigned, settings.randomization.strata);
      return { back, to, row, randomizationP: pValue, draws };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return {
        back,
        to,
        row: missingRow(sample, settings, `not to be had on the periods before adoption (${error.code})`),
        randomizationP: null,
        draws: 0,
      };
    }
  });
}

/** Enough for the last cohort to have a placebo period, within what leaves the first one a period to compare with; none where nothing does. */
function defaultBack({ settings, timing }: PolicyContext): number[] {
  const first = timing.cohorts[0]!.position;
  const last = timing.cohorts[timing.cohorts.length - 1]!.position;
  const most = first - 1 - settings.anticipation;
  const back = Math.min(last - first + settings.anticipation + 1, most);
  return back > settings.anticipation ? [back] : [];
}

/** The rows before position `end`, with the adoption dates of all units moved `back` periods earlier. */
function movedBack({ frame, settings, timing, grid }: PolicyContext, back: number, end: number) {
  const { periods } = timing;
  const step = (periods[periods.length - 1]! - periods[0]!) / (periods.length - 1);
  const dateOf = new Float64Array(grid.units.length).fill(Number.NaN);
  for (const group of [...timing.cohorts, ...timing.later]) {
    const place = group.position - back;
    const date = place < 0 ? periods[0]! - step : place < end ? periods[place]! : periods[end - 1]! + (place - end + 1) * step;
    for (const unit of group.units) dateOf[unit] = date;
  }
  for (const group of timing.always) for (const unit of group.units) dateOf[unit] = periods[0]! - step;
  const { codes } = categories(frame, settings.unit);
  const adopted = Float64Array.from(codes, (unit) => dateOf[unit]!);
  const time = numbers(frame, settings.time);
  const early = Int32Array.from(time.keys()).filter((row) => time[row]! < periods[end]!);
  return takeRows(withColumn(frame, settings.adopted, numberColumn(adopted)), early);
}

/** A placebo that finds an effect where nothing had happened. */
export function placeboFindings(outcome: string, placebos: readonly TimePlacebo[], where: string): Finding[] {
  return placebos.flatMap(({ back, to, row, randomizationP: pValue }, i) =>
    pValue !== null && pValue <= 0.05 && row.estimate !== null
      ? [finding("POLICY-PLACEBO-TIME", `${where}.placebos.${i}`, { outcome, back, to, estimate: row.estimate, pValue })]
      : [],
  );
}
