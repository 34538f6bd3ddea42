import type { Frame } from "../../frame/main.js";
import { type Finding, problem } from "../../messages/main.js";
import type { DifferencesResult } from "../../results/contract.js";
import { densityByTime } from "./densityByTime.js";
import { differencesFindings } from "./findings.js";
import { inequalityByTime } from "./inequalityByTime.js";
import { mobility } from "./mobility.js";
import type { DifferencesOptions } from "./options.js";
import { differencesPanel, slices } from "./panel.js";
import { betaEstimates, betaResults, requirePeriods, sigmaConvergence } from "./sigmaAndBeta.js";

export interface Differences {
  result: DifferencesResult;
  findings: Finding[];
}

/**
 * How far units lie apart in a variable and whether they come closer: inequality with its parts by groups, densities, sigma and beta
 * convergence, Markov chains. Each part is done where its key is there.
 * Throws DIFF-EMPTY without a part, and what the parts throw: see `differencesPanel`, `inequalityByTime`, `sigmaConvergence`, `betaEstimates`,
 * `mobility`.
 */
export function differences(frame: Frame, options: DifferencesOptions): Differences {
  const name = options.name ?? options.variable;
  const { inequality, density, sigma, beta, markov } = options;
  if ([inequality, density, sigma, beta, markov].every((part) => part === undefined))
    throw problem("DIFF-EMPTY", { name }, { path: `differences.${name}` });
  const panel = differencesPanel(frame, options);
  const parts = slices(panel);
  if (markov !== undefined) requirePeriods(panel, "markov", 2);
  const estimates = beta === undefined ? [] : betaEstimates(frame, panel, options);
  const result: DifferencesResult = {
    data: frame.name,
    variable: options.variable,
    weights: options.weights ?? null,
    groups: panel.groupings.map(({ column }) => column),
    periods: [...panel.times],
    ...(inequality === undefined ? {} : { inequality: inequalityByTime(panel, parts, options) }),
    ...(density === undefined ? {} : { density: densityByTime(parts, options) }),
    ...(sigma === undefined ? {} : { sigma: sigmaConvergence(panel, parts, options) }),
    ...(beta === undefined ? {} : { beta: betaResults(estimates) }),
    ...(markov === undefined ? {} : { markov: mobility(frame, panel, options) }),
  };
  return { result, findings: differencesFindings(panel, parts, options, result, estimates) };
}
