// The small study every seeded mistake is made in: eight provinces, six years, two zones in 2014 and one in 2016.

const PROVINCES = ["Anhui", "Beijing", "Fujian", "Gansu", "Hebei", "Henan", "Jilin", "Shanxi"];
const YEARS = [2012, 2013, 2014, 2015, 2016, 2017];
const ADOPTED = { Beijing: 2014, Anhui: 2014, Henan: 2016, Jilin: 2019 };

/** Numbers that look irregular and are the same everywhere. */
const wobble = (i, t, k) => ((i * 7919 + t * 104729 + k * 1299709) % 1000) / 1000;

/** Rows of the panel, as objects. */
export function panelRows() {
  return PROVINCES.flatMap((province, i) =>
    YEARS.map((year, t) => {
      const treated = ADOPTED[province] !== undefined && year >= ADOPTED[province] ? 1 : 0;
      const rd = 1 + i * 0.3 + wobble(i, t, 1);
      const energy = 3 - 0.1 * t + wobble(i, t, 2);
      const output = 2 + 0.5 * i + 0.1 * t + 0.4 * rd + 0.2 * treated + 0.3 * wobble(i, t, 3);
      return {
        province,
        year,
        output: output.toFixed(4),
        rd: rd.toFixed(4),
        energy: energy.toFixed(4),
        treated,
        adopted: ADOPTED[province] ?? "",
        region: i % 2 === 0 ? "east" : "west",
      };
    }),
  );
}

/** CSV text of rows; `columns` names and orders them. */
export function csv(rows, columns = Object.keys(rows[0])) {
  return `${[columns.join(","), ...rows.map((row) => columns.map((column) => row[column] ?? "").join(","))].join("\n")}\n`;
}

/** The study, whole and right; `changes` replaces text in it, and a text that is not there is an error of the case. */
export function study(...changes) {
  let text = STUDY;
  for (const [old, fresh] of changes) {
    if (!text.includes(old)) throw new Error(`the study does not contain: ${old}`);
    text = text.replace(old, fresh);
  }
  return text;
}

const STUDY = `title: Zones and output
sets: { base: [rd, energy] }
data:
  provinces:
    file: data/provinces.csv
    unit: province
    time: year
    steps:
      - filter: year >= 2012
      - derive: { lnOutput: ln(output) }
indices:
  tech:
    data: provinces
    method: entropy
    indicators: { rd: higher, energy: lower }
models:
  fe:
    data: provinces
    estimator: ols
    formula: lnOutput ~ treated + ..base | province + year
    vcov: { cluster: province }
policies:
  zones:
    data: provinces
    outcome: [lnOutput]
    adopted: adopted
    controlGroup: notYet
    window: { from: -2, to: 1 }
    randomization: { draws: 99, seed: 1 }
    smallestEffect: 0.01
tables:
  main: { models: [fe], keep: [treated] }
figures:
  trend: { policy: zones, kind: eventStudy }
`;
