import { stream } from "../../dist/numerics/main.js";

/**
 * The public three-factor designs (kylebutts/fixest_benchmarks): workers over ten years, firms a 23rd of the workers. `simple`: the firm is
 * random in every row. `difficult`: firms are numbered along the rows, so each worker passes through ten neighbours and the graph is
 * a ring. Regressors carry part of the effects.
 */
export function design(kind, rows, regressors) {
  const years = 10;
  const workers = rows / years;
  const firms = Math.round(workers / 23);
  const s = stream(1, kind === "simple" ? 0 : 1);
  const effects = (count) => Float64Array.from({ length: count }, () => s.normal());
  const ofWorker = effects(workers);
  const ofFirm = effects(firms);
  const ofYear = effects(years);
  const worker = new Float64Array(rows);
  const firm = new Float64Array(rows);
  const year = new Float64Array(rows);
  const y = new Float64Array(rows);
  const xs = Array.from({ length: regressors }, () => new Float64Array(rows));
  for (let i = 0; i < rows; i++) {
    const w = Math.floor(i / years);
    const t = i % years;
    const f = kind === "simple" ? s.integer(firms) : i % firms;
    worker[i] = w + 1;
    firm[i] = f + 1;
    year[i] = 2001 + t;
    let value = ofWorker[w] + ofFirm[f] + ofYear[t] + s.normal();
    for (let j = 0; j < regressors; j++) {
      const x = s.normal() + 0.3 * ofWorker[w] - 0.3 * ofFirm[f];
      xs[j][i] = x;
      value += x / (j + 1);
    }
    y[i] = value;
  }
  const columns = { worker, firm, year, y };
  xs.forEach((x, j) => {
    columns[`x${j + 1}`] = x;
  });
  return columns;
}

/** `y ~ x1 + x2 | worker + firm + year`. */
export function formulaOf(regressors) {
  const right = Array.from({ length: regressors }, (_, j) => `x${j + 1}`).join(" + ");
  return `y ~ ${right} | worker + firm + year`;
}
