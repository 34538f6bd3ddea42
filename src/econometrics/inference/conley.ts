import { numbers } from "../../frame/main.js";
import { problem } from "../../messages/main.js";
import { asin, cos, type Matrix, sin, symmetricSandwich, zeros } from "../../numerics/main.js";
import type { Design } from "../design.js";
import type { Moments } from "../fit.js";
import { gather } from "../sample.js";
import { clusterSums, repairedMatrix, type Vcov } from "../vcov.js";
import type { ConleyOption } from "./options.js";

/** Mean radius of the Earth, km. */
const EARTH = 6371.01;
const RADIAN = Math.PI / 180;

/**
 * Errors robust to correlation between neighbours (Conley 1999): scores of every two rows whose great-circle distance is within the
 * cutoff count together, whatever their periods; with weight one (`uniform`, the default) or 1 - distance/cutoff (`bartlett`).
 * Rows of one place are added up first, so the work grows with the square of the number of places.
 * `correction: fixest` multiplies by N/(N - parameters); `none` by nothing.
 * @throws DATA-COLUMN-UNKNOWN, DATA-COLUMN-TEXT, MODEL-PLACE-MISSING, MODEL-PLACE-RANGE
 */
export function conley(moments: Moments, option: ConleyOption): Vcov {
  const { meat, places, kernel } = conleyMeat(moments.scores, moments.design, option);
  const correction = option.correction ?? "fixest";
  const df = moments.rows - moments.parameters;
  const factor = correction === "none" ? 1 : moments.rows / df;
  const scaled = { ...meat, data: meat.data.map((value) => value * factor) };
  const { matrix, repaired } = repairedMatrix(symmetricSandwich(moments.bread, scaled));
  return {
    matrix,
    df,
    method: `conley/${correction}`,
    report: { type: "conley", clusters: {}, df, correction, factor, cutoff: option.cutoff, ...(repaired ? { repaired: true } : {}) },
    conventions: {
      cutoffKm: option.cutoff,
      kernel,
      distance: "great circle, radius 6371.01 km",
      places,
      parameters: moments.parameters,
    },
  };
}

/** Sum of s_a s_b' over rows near each other, weighted by the kernel, without any factor. */
export function conleyMeat(
  scores: Matrix,
  design: Pick<Design, "frame" | "rows">,
  option: ConleyOption,
): { meat: Matrix; places: number; kernel: "uniform" | "bartlett" } {
  const places = distinctPlaces(coordinate(design, option.lat, 90), coordinate(design, option.lon, 180));
  const kernel = option.kernel ?? "uniform";
  const count = places.latitude.length;
  return { meat: spatialMeat(clusterSums(scores, places.codes, count), places, option.cutoff, kernel), places: count, kernel };
}

function coordinate(design: Pick<Design, "frame" | "rows">, name: string, largest: number): Float64Array {
  const values = gather(numbers(design.frame, name), design.rows);
  const missing = values.reduce((count, value) => count + (Number.isFinite(value) ? 0 : 1), 0);
  if (missing > 0) throw problem("MODEL-PLACE-MISSING", { column: name, rows: missing });
  const outside = values.find((value) => Math.abs(value) > largest);
  if (outside !== undefined) throw problem("MODEL-PLACE-RANGE", { column: name, value: outside, largest });
  return values;
}

interface Places {
  codes: Int32Array;
  /** Degrees, sorted by latitude, then longitude. */
  latitude: Float64Array;
  longitude: Float64Array;
}

function distinctPlaces(latitude: Float64Array, longitude: Float64Array): Places {
  const order = Int32Array.from(latitude, (_, i) => i).sort(
    (a, b) => latitude[a]! - latitude[b]! || longitude[a]! - longitude[b]! || a - b,
  );
  const codes = new Int32Array(order.length);
  const first: number[] = [];
  for (const row of order) {
    const last = first[first.length - 1];
    if (last === undefined || latitude[last] !== latitude[row] || longitude[last] !== longitude[row]) first.push(row);
    codes[row] = first.length - 1;
  }
  return {
    codes,
    latitude: Float64Array.from(first, (row) => latitude[row]!),
    longitude: Float64Array.from(first, (row) => longitude[row]!),
  };
}

/** Sum over pairs of places of K(distance) s_p s_q'; places further apart in latitude alone than the cutoff are not looked at. */
function spatialMeat(scores: Matrix, { latitude, longitude }: Places, cutoff: number, kernel: "uniform" | "bartlett"): Matrix {
  const { rows, cols, data } = scores;
  const meat = zeros(cols, cols);
  const reach = cutoff / (EARTH * RADIAN) + 1e-9;
  const cosine = latitude.map((degrees) => cos(degrees * RADIAN));
  const near = new Float64Array(cols);
  for (let p = 0; p < rows; p++) {
    near.fill(0);
    for (let q = p + 1; q < rows && latitude[q]! - latitude[p]! <= reach; q++) {
      const km = greatCircle(latitude[q]! - latitude[p]!, longitude[q]! - longitude[p]!, cosine[p]! * cosine[q]!);
      if (km > cutoff) continue;
      const weight = kernel === "uniform" ? 1 : 1 - km / cutoff;
      for (let j = 0; j < cols; j++) near[j]! += weight * data[q + j * rows]!;
    }
    for (let j = 0; j < cols; j++) {
      const own = data[p + j * rows]!;
      for (let k = 0; k <= j; k++) {
        const other = data[p + k * rows]!;
        meat.data[j + k * cols]! += own * other + own * near[k]! + near[j]! * other;
      }
    }
  }
  for (let j = 0; j < cols; j++) for (let k = 0; k < j; k++) meat.data[k + j * cols] = meat.data[j + k * cols]!;
  return meat;
}

/** Kilometres between two places by the haversine formula; differences in degrees. */
function greatCircle(latitudes: number, longitudes: number, cosines: number): number {
  const a = sin((latitudes * RADIAN) / 2);
  const b = sin((longitudes * RADIAN) / 2);
  return 2 * EARTH * asin(Math.sqrt(Math.min(1, a * a + cosines * b * b)));
}
