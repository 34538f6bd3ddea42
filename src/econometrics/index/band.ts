import { type Finding, finding } from "../../messages/main.js";
import type { IndexBand, Row } from "../../results/contract.js";

/** What one recipe of the outcome index gives. */
export interface RecipeRows {
  name: string;
  rows: readonly Row[];
}

/** A recipe that is kept to show what a fault does, and is no choice: it does not widen a band. */
const isFaulty = (recipe: string): boolean => recipe.split(", ").includes("entropyDenominator periods");

/**
 * How far estimates move when the outcome index is made by its other declared recipes: for every term the least and the largest estimate
 * (the declared one among them), whose they are, and how many recipes share the sign and are significant at 5 percent. Faulty recipes stand
 * beside the band, not in it.
 */
export function indexBand(index: string, declared: readonly Row[], recipes: readonly RecipeRows[]): IndexBand {
  const sound = recipes.filter((recipe) => !isFaulty(recipe.name));
  const terms = declared.flatMap((own) => {
    if (own.estimate === null) return [];
    const found = sound.flatMap(({ name, rows }) => {
      const row = rows.find((r) => r.term === own.term && r.equation === own.equation);
      return row?.estimate === undefined || row.estimate === null ? [] : [{ name, row, estimate: row.estimate }];
    });
    const all = [{ name: null as string | null, row: own, estimate: own.estimate }, ...found];
    const low = all.reduce((a, b) => (b.estimate < a.estimate ? b : a));
    const high = all.reduce((a, b) => (b.estimate > a.estimate ? b : a));
    return [
      {
        term: own.term,
        estimate: own.estimate,
        low: low.estimate,
        lowBy: low.name,
        high: high.estimate,
        highBy: high.name,
        recipes: found.length,
        sameSign: found.filter((f) => Math.sign(f.estimate) === Math.sign(own.estimate!)).length,
        significant: found.filter((f) => f.row.pValue !== null && f.row.pValue < 0.05).length,
      },
    ];
  });
  return { index, terms, faulty: faultyEstimates(declared, recipes) };
}

function faultyEstimates(declared: readonly Row[], recipes: readonly RecipeRows[]): IndexBand["faulty"] {
  return recipes
    .filter((recipe) => isFaulty(recipe.name))
    .flatMap(({ name, rows }) =>
      rows.flatMap((row) =>
        row.estimate !== null && declared.some((own) => own.term === row.term)
          ? [{ recipe: name, term: row.term, estimate: row.estimate }]
          : [],
      ),
    );
}

/** The first term of the band (the treatment stands first) where recipes turn its sign, and what a faulty recipe makes of it. */
export function bandFindings(band: IndexBand, where: string): Finding[] {
  const first = band.terms.find((t) => t.term !== "(Intercept)");
  if (first === undefined) return [];
  const { term, estimate, low, high } = first;
  const found: Finding[] = [];
  if (first.sameSign < first.recipes)
    found.push(
      finding("INDEX-BAND-SIGN", where, {
        index: band.index,
        term,
        estimate,
        low,
        high,
        lowBy: first.lowBy,
        highBy: first.highBy,
        others: first.recipes - first.sameSign,
        recipes: first.recipes,
      }),
    );
  const faulty = band.faulty.find((f) => f.term === term);
  if (faulty !== undefined)
    found.push(finding("INDEX-BAND-FAULTY", where, { index: band.index, term, estimate, faulty: faulty.estimate, recipe: faulty.recipe }));
  return found;
}
