import { type Finding, finding, problem } from "../../messages/main.js";
import type { IndexResult } from "../../results/contract.js";
import { type Agreement, agreement } from "./agreement.js";
import { meanJudgements, type Priorities, priorities } from "./ahp.js";
import { budgets, comparisonMatrices, judgementsOf, numberIn } from "./experts.js";
import type { Group } from "./hierarchy.js";
import type { IndexOptions } from "./options.js";

/** Weights that people gave, with what can be said of how they agree. */
export interface Judged {
  weights: number[];
  /** Null for budgets. */
  priorities: Priorities | null;
  experts: { expert: string; weights: number[]; ratio: number | null }[];
  /** Null below two experts or two members. */
  agreement: Agreement | null;
}

/** A consistency ratio above this is too inconsistent to use (Saaty 1980). */
const CONSISTENT = 0.1;

/** Whether people gave the group's weights by judging, not by writing them down. */
export const isJudged = (group: Group): boolean => group.method === "ahp" || group.method === "budget";

/** The weights of an `ahp` or `budget` group. Throws INDEX-AHP-MATRIX, INDEX-EXPERTS-FORM and INDEX-OPTION-UNUSED. */
export function judgedWeights(group: Group, options: IndexOptions): Judged {
  const index = options.name ?? "index";
  const members = group.members.map((m) => m.name);
  if (group.method === "ahp" && group.comparisons !== null) {
    const made = priorities(checkedMatrix(group, members, index));
    return { weights: made.weights, priorities: made, experts: [], agreement: null };
  }
  if (options.expertForm === undefined) {
    const evidence = { index, option: `method: ${group.method}`, needs: "experts: TABLE" };
    throw problem("INDEX-OPTION-UNUSED", evidence, { path: `indices.${index}.method` });
  }
  const lines = judgementsOf(options.expertForm, group.method as "ahp" | "budget", index);
  if (group.method === "budget") {
    const points = budgets(lines, group.name, members, index);
    const experts = Array.from(points, ([expert, weights]) => ({ expert, weights, ratio: null }));
    const weights = members.map((_, j) => experts.reduce((s, e) => s + e.weights[j]!, 0) / experts.length);
    return { weights, priorities: null, experts, agreement: agreementOf(experts) };
  }
  const matrices = comparisonMatrices(lines, group.name, members, index);
  const experts = Array.from(matrices, ([expert, matrix]) => {
    const { weights, ratio } = priorities(matrix);
    return { expert, weights, ratio };
  });
  const together = priorities(meanJudgements([...matrices.values()]));
  return { weights: together.weights, priorities: together, experts, agreement: agreementOf(experts) };
}

const agreementOf = (experts: readonly { weights: number[] }[]): Agreement | null =>
  experts.length < 2 || experts[0]!.weights.length < 2 ? null : agreement(experts.map((e) => e.weights));

function checkedMatrix(group: Group, members: readonly string[], index: string): number[][] {
  const place = { path: group.name === null ? `indices.${index}.comparisons` : `indices.${index}.groups.${group.name}.comparisons` };
  const name = group.name ?? index;
  const matrix = group.comparisons!.map((row) => row.map((entry) => (typeof entry === "number" ? entry : numberIn(entry))));
  if (matrix.length !== members.length || matrix.some((row) => row.length !== members.length))
    throw problem(
      "INDEX-AHP-MATRIX",
      { index, group: name, fault: "size", size: members.length, row: null, column: null, value: null, mirror: null },
      place,
    );
  for (let i = 0; i < members.length; i++)
    for (let j = 0; j < members.length; j++) {
      const [value, mirror] = [matrix[i]![j]!, matrix[j]![i]!];
      // Hand-written reciprocals are rounded (0.33 for 1/3): 5 percent is allowed, and the upper triangle counts.
      if (value > 0 && (i === j ? value === 1 : Math.abs(value * mirror - 1) <= 0.05)) continue;
      throw problem(
        "INDEX-AHP-MATRIX",
        { index, group: name, fault: "reciprocal", size: members.length, row: members[i]!, column: members[j]!, value, mirror },
        place,
      );
    }
  return matrix.map((row, i) => row.map((value, j) => (i <= j ? value : 1 / matrix[j]![i]!)));
}

/** Judgements that contradict themselves, and experts who do not agree. */
export function judgementFindings(group: Group, judged: Judged, index: string): Finding[] {
  const where = `indices.${index}`;
  const name = group.name ?? index;
  const members = group.members.map((m) => m.name);
  const found: Finding[] = [];
  const { priorities: made, agreement: agreed } = judged;
  if (made !== null && made.ratio > CONSISTENT && made.worst !== null) {
    const { row, column, judged: value, implied } = made.worst;
    const worst = { row: members[row]!, column: members[column]!, judged: value, implied };
    const experts = judged.experts.filter((e) => e.ratio! > CONSISTENT).map((e) => e.expert);
    found.push(finding("INDEX-AHP-INCONSISTENT", where, { index, group: name, ratio: made.ratio, worst, experts }));
  }
  if (agreed !== null && !(agreed.pValue <= 0.05))
    found.push(
      finding("INDEX-EXPERTS-DISAGREE", where, {
        index,
        group: name,
        experts: judged.experts.length,
        kendallW: Number.isNaN(agreed.kendallW) ? null : agreed.kendallW,
        pValue: Number.isNaN(agreed.pValue) ? null : agreed.pValue,
      }),
    );
  return found;
}

/** What results hold of a judged group. */
export function judgementResult(group: Group, judged: Judged): NonNullable<NonNullable<IndexResult["groups"]>[number]["judgement"]> {
  const members = group.members.map((m) => m.name);
  const number = (value: number) => (Number.isNaN(value) ? null : value);
  return {
    consistencyRatio: judged.priorities?.ratio ?? null,
    largestEigenvalue: judged.priorities?.largest ?? null,
    agreement:
      judged.agreement === null
        ? null
        : {
            ...judged.agreement,
            kendallW: number(judged.agreement.kendallW),
            chi2: number(judged.agreement.chi2),
            pValue: number(judged.agreement.pValue),
          },
    experts: judged.experts.map((e) => ({
      expert: e.expert,
      consistencyRatio: e.ratio,
      weights: Object.fromEntries(members.map((name, j) => [name, e.weights[j]!])),
    })),
  };
}
