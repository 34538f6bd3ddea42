/** Values in ascending order with their weights, and running sums of both that a rank needs. */
export interface Sorted {
  values: Float64Array;
  weights: Float64Array;
  /** Weight of everything before position i; one more entry than values, the last is the total. */
  before: Float64Array;
  /** Weight times value of everything before position i. */
  mass: Float64Array;
}

/** Sorts values (and their weights with them). Equal values stand by weight, so that the order of the rows changes no bit. */
export function sorted(values: Float64Array, weights: Float64Array): Sorted {
  const order = Int32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || weights[a]! - weights[b]!);
  const n = values.length;
  const made: Sorted = {
    values: Float64Array.from(order, (i) => values[i]!),
    weights: Float64Array.from(order, (i) => weights[i]!),
    before: new Float64Array(n + 1),
    mass: new Float64Array(n + 1),
  };
  for (let i = 0; i < n; i++) {
    made.before[i + 1] = made.before[i]! + made.weights[i]!;
    made.mass[i + 1] = made.mass[i]! + made.weights[i]! * made.values[i]!;
  }
  return made;
}
