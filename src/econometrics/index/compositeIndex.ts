import type { Frame } from "../../frame/main.js";
import type { Finding } from "../../messages/main.js";
import type { IndexResult } from "../../results/contract.js";
import { alternativeRecipes } from "./alternatives.js";
import { indicatorCorrelations } from "./audit.js";
import { type BuiltIndex, buildIndex, weightAt } from "./build.js";
import { dimensionCoupling } from "./dimensions.js";
import { indexFindings } from "./findings.js";
import { outcomeIdentity } from "./identity.js";
import { type IndexPanel, indexPanel } from "./indexPanel.js";
import { indexResult } from "./indexResult.js";
import { isJudged, judgedWeights, judgementFindings } from "./judged.js";
import type { IndexOptions } from "./options.js";
import { addsUp, baseRecipe } from "./recipe.js";
import { rankUncertainty } from "./uncertainty.js";

/** What `compositeIndex` returns. Vectors have one value per row of the frame, NaN where an indicator is missing. */
export interface CompositeIndex {
  result: IndexResult;
  scores: Float64Array;
  /** Weight times scaled value, by indicator; they add up to the score. Empty where an aggregation does not add up. */
  contributions: Map<string, Float64Array>;
  /** Scores of the groups of the hierarchy by name. */
  groups: Map<string, Float64Array>;
  /** Scores of the declared alternatives by name. */
  alternatives: Map<string, Float64Array>;
  /** Coordination D of the dimensions where `coupling` asks for it. */
  coordination: Float64Array | null;
  findings: Finding[];
}

/**
 * A composite index of panel or cross-section rows: divide, fill in, transform, treat, scale, weigh, aggregate.
 * Ranges and weights come from the fit rows (`fit.where`, complete rows only) and are frozen; every row is then scored, and values outside
 * the frozen range are kept as they are. Every convention is named in `result.conventions`.
 * Throws the INDEX- errors of `indicators`, `hierarchy`, `recipe`, `prepare` and `build`, and DATA-COLUMN-UNKNOWN.
 * Source: OECD/JRC Handbook on Constructing Composite Indicators (2008); the weights' sources stand at `entropy` and `criticWeights`.
 */
export function compositeIndex(frame: Frame, asked: IndexOptions): CompositeIndex {
  const options = { ...asked, imputedCells: asked.imputedCells ?? interpolatedCells(frame) };
  const index = options.name ?? "index";
  const base = baseRecipe(options);
  const panel = indexPanel(frame, options, [...new Set([...base.indicators.map((i) => i.name), ...Object.values(base.denominators)])]);
  const build = (recipe: typeof base) => buildIndex(panel, recipe, index, options.fit?.where ?? null);
  const built = build(base);
  const others = alternativeRecipes(base, options).map(({ name, recipe }) => ({ name, built: build(recipe) }));
  const identities = (options.identityOf ?? []).map((outcome) => outcomeIdentity(frame, { ...options, outcome }));
  const coupling = dimensionCoupling(panel, built, options);
  const correlations = indicatorCorrelations(built);
  return {
    result: {
      ...indexResult(frame, panel, options, built, others, coupling, correlations),
      ...(options.uncertainty === undefined ? {} : { uncertainty: rankUncertainty(panel, base, built, options) }),
    },
    scores: onFrame(frame, panel, built.scores),
    contributions: contributionsOf(frame, panel, built),
    groups: new Map(
      built.groups.flatMap(({ group, scores }) => (group.name === null ? [] : [[group.name, onFrame(frame, panel, scores)] as const])),
    ),
    alternatives: new Map(others.map((other) => [other.name, onFrame(frame, panel, other.built.scores)])),
    coordination:
      coupling === null
        ? null
        : onFrame(
            frame,
            panel,
            Float64Array.from(coupling.rows, (c) => c?.coordination ?? Number.NaN),
          ),
    findings: [
      ...indexFindings(frame, panel, options, built, others, correlations),
      ...base.groups.flatMap((group) => (isJudged(group) ? judgementFindings(group, judgedWeights(group, options), index) : [])),
      ...identities.map((identity) => identity.finding),
    ],
  };
}

/** Cells that `interpolate` steps filled in, by column, as the frame's ledger has them. */
function interpolatedCells(frame: Frame): Record<string, number> {
  const cells: Record<string, number> = {};
  for (const line of frame.ledger)
    if (line.reason === "interpolate" && line.column !== undefined) cells[line.column] = (cells[line.column] ?? 0) + (line.cells ?? 0);
  return cells;
}

function onFrame(frame: Frame, panel: IndexPanel, values: Float64Array): Float64Array {
  const out = new Float64Array(frame.rows).fill(Number.NaN);
  panel.order.forEach((row, i) => {
    out[row] = values[i]!;
  });
  return out;
}

function contributionsOf(frame: Frame, panel: IndexPanel, built: BuiltIndex): Map<string, Float64Array> {
  if (!addsUp(built.recipe)) return new Map();
  return new Map(
    built.recipe.indicators.map((indicator, j) => [
      indicator.name,
      onFrame(
        frame,
        panel,
        built.scaled[j]!.map((z, i) => weightAt(built, panel, i, j) * z),
      ),
    ]),
  );
}
