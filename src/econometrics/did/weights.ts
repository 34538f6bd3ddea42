import type { EstimationPanel } from "./panel.js";

/** How the two-way estimate weighs the treated cells. */
export interface TwoWayWeights {
  /** Sum of the negative weights, as a positive number, beside a total of one. */
  negativeShare: number;
  negativeCells: number;
  treatedCells: number;
}

/**
 * Weights of the two-way estimate on the effects of treated cells, from timing alone: the doubly demeaned treatment of the cell over its sum
 * across treated cells (de Chaisemartin and D'Haultfoeuille 2020, AER 110).
 */
export function twoWayWeights({ wide, schedule }: Pick<EstimationPanel, "wide" | "schedule">): TwoWayWeights {
  const { units, periods, group } = wide;
  const counts = new Float64Array(schedule.positions.length);
  for (const k of group) counts[k]! += 1;
  const share = (k: number) => Math.max(0, periods - schedule.positions[k]!) / periods;
  const atPeriod = (t: number) => schedule.positions.reduce((sum, position, k) => sum + (t >= position ? counts[k]! : 0), 0) / units;
  const grand = schedule.positions.reduce((sum, _, k) => sum + counts[k]! * share(k), 0) / units;
  let total = 0;
  let negative = 0;
  let negativeCells = 0;
  let treatedCells = 0;
  for (let k = 0; k < schedule.cohorts; k++) {
    for (let t = schedule.positions[k]!; t < periods; t++) {
      const weight = 1 - share(k) - atPeriod(t) + grand;
      total += counts[k]! * weight;
      treatedCells += counts[k]!;
      if (weight < -1e-12) {
        negative -= counts[k]! * weight;
        negativeCells += counts[k]!;
      }
    }
  }
  return { negativeShare: total > 0 ? negative / total : 0, negativeCells, treatedCells };
}
