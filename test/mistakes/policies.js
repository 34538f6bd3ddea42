// Seeded mistakes of the `policies` block: who adopts when, from which period effects are measured, and who can be compared.
import { csv, panelRows, study } from "./panel.js";

const files = (changes, change) => {
  const rows = panelRows();
  return { "study.yaml": study(...changes), "data/provinces.csv": csv(change(rows) ?? rows) };
};
const made = (name, code, changes, change = () => undefined) => ({
  name,
  code,
  files: files(changes, change),
  args: ["run", "study.yaml"],
});

const set = (rows, where, values) => {
  for (const row of rows) if (where(row)) Object.assign(row, values(row));
};
const window = "window: { from: -2, to: 1 }";

export const policyMistakes = [
  made("treatment that switches off", "POLICY-DUMMY-NOT-DATE", [], (rows) => {
    set(
      rows,
      () => true,
      (r) => ({ adopted: r.province === "Beijing" && r.year === 2017 ? 0 : r.treated }),
    );
  }),
  made(
    "nobody never treated, and only the never-treated may be controls",
    "DID-NO-CONTROLS",
    [["controlGroup: notYet", "controlGroup: never"]],
    (rows) =>
      set(
        rows,
        (r) => r.adopted === "",
        () => ({ adopted: 2016 }),
      ),
  ),
  made("reference period outside the window", "DID-WINDOW-REFERENCE", [[window, "window: { from: -2, to: 1, reference: -3 }"]]),
  made(
    "reference period before the sample of a cohort",
    "POLICY-REFERENCE-UNSEEN",
    [[window, "window: { from: -3, to: 1, reference: -2 }"]],
    (rows) =>
      set(
        rows,
        (r) => r.province === "Gansu",
        () => ({ adopted: 2013 }),
      ),
  ),
  made("adoption in a year that is missing", "DID-ADOPTION-GAP", [], (rows) => {
    set(
      rows,
      (r) => r.province === "Gansu",
      () => ({ adopted: 2015 }),
    );
    return rows.filter((r) => r.year !== 2015);
  }),
  made("hole at the base period, units with holes kept", "DID-BASE-UNSEEN", [[window, `${window}\n    incomplete: keep`]], (rows) =>
    rows.filter((r) => !(r.province === "Beijing" && r.year === 2013)),
  ),
  made(
    "a covariate that tells treated and controls apart",
    "DID-CELLS-COVARIATES",
    [[window, `${window}\n    controls: { columns: [rd] }`]],
    (rows) =>
      set(
        rows,
        (r) => r.adopted === 2014,
        (r) => ({ rd: (Number(r.rd) + 50).toFixed(4) }),
      ),
  ),
];
