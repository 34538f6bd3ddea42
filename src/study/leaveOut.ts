import { type PolicyOptions, policyVariant } from "../econometrics/did/main.js";
import { compositeIndex } from "../econometrics/index/main.js";
import { categories, type Frame, numberColumn, numbers, takeRows, withColumn } from "../frame/main.js";
import { Problem } from "../messages/main.js";
import type { PolicyOutcome } from "../results/main.js";
import type { Cache } from "./cache.js";
import { hashOfFrame } from "./hash.js";
import { type Ingredients, indexOptionsOf, type Prepared } from "./tables.js";
import { alone } from "./variants.js";

type LeftOut = NonNullable<PolicyOutcome["leaveOut"]>[number];

/**
 * Leave-one-out for an outcome that is an index, with the index fitted again without the unit or cohort: its ranges and weights came from
 * those rows too. (With the index fixed, the policy's own evaluation does it.) Empty for other outcomes.
 */
export function refittedLeaveOut(from: Ingredients, prepared: Prepared, cache: Cache, options: PolicyOptions, outcome: string): LeftOut[] {
  const index = prepared.indices.get(outcome);
  const frame = prepared.tables.get(options.data)!;
  if (index === undefined || options.leaveOut === undefined || options.leaveOut.length === 0) return [];
  return cache.get(["leaveOut", options, outcome, from.study.indices![outcome], hashOfFrame(frame)], () =>
    options.leaveOut!.flatMap((what) =>
      groupsToLeave(frame, options, what).flatMap(({ name, isLeft }) => {
        const rest = takeRows(
          frame,
          rowsWhere(frame.rows, (row) => !isLeft(row)),
        );
        try {
          const refitted = compositeIndex(rest, {
            ...indexOptionsOf(from.study, outcome, rest, formOf(from, prepared, outcome)),
            alternatives: undefined,
            uncertainty: undefined,
            identityOf: [],
          });
          const { row } = policyVariant(withColumn(rest, outcome, numberColumn(refitted.scores)), onlyHeadline(options, outcome));
          return [{ what: `${what}Refitted`, name, row }];
        } catch (error) {
          // Without this unit nothing can be compared; the evaluation with the index fixed says so as well.
          if (error instanceof Problem) return [];
          throw error;
        }
      }),
    ),
  );
}

/** The experts' form of an index that has one. */
function formOf(from: Ingredients, prepared: Prepared, index: string) {
  const { experts } = from.study.indices![index]!;
  return experts === undefined ? undefined : prepared.tables.get(experts);
}

/** The draws are not looked at here: as few as the options allow. */
function onlyHeadline(options: PolicyOptions, outcome: string): PolicyOptions {
  return { ...alone(options, outcome), randomization: { ...options.randomization, draws: 99 } };
}

function groupsToLeave(
  frame: Frame,
  options: PolicyOptions,
  what: "unit" | "cohort" | "strata",
): { name: string; isLeft: (row: number) => boolean }[] {
  if (what !== "cohort") {
    const { codes, labels } = categories(frame, what === "unit" ? options.unit : options.randomization!.strata!);
    return labels.map((name, code) => ({ name, isLeft: (row) => codes[row] === code }));
  }
  const adopted = numbers(frame, options.adopted);
  const times = numbers(frame, options.time).filter((t) => !Number.isNaN(t));
  const first = times.reduce((least, t) => Math.min(least, t), Number.POSITIVE_INFINITY);
  const last = times.reduce((most, t) => Math.max(most, t), Number.NEGATIVE_INFINITY);
  const cohorts = [...new Set(adopted.filter((v) => v > first && v <= last))].sort((a, b) => a - b);
  return cohorts.map((cohort) => ({ name: String(cohort), isLeft: (row) => adopted[row] === cohort }));
}

const rowsWhere = (rows: number, holds: (row: number) => boolean): Int32Array =>
  Int32Array.from(Array.from({ length: rows }, (_, row) => row).filter(holds));
