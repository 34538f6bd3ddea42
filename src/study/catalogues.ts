import { readdirSync, readFileSync } from "node:fs";
import { compareText } from "../frame/main.js";
import { nearest, type Problem, problem } from "../messages/main.js";
import type { VariableResult } from "../results/main.js";
import type { Study } from "./schema/study.js";
import type { Path, Source } from "./yaml.js";

interface Words {
  en: string;
  zh: string;
}

/** An indicator system somebody published, as `catalogues/NAME.json` holds it. Null is what the source does not give. */
export interface Catalogue {
  name: string;
  title: Words;
  source: Words;
  /** What a row is. */
  unit: Words;
  /** How the source scales, weighs and puts together. */
  construction: Words[];
  remarks: Words[];
  dimensions: { id: string; label: Words }[];
  indicators: CatalogueIndicator[];
  overlaps: CatalogueOverlap[];
}

export interface CatalogueIndicator {
  id: string;
  label: Words;
  dimension: string;
  /** The part of the dimension it stands in. */
  part?: Words;
  formula: Words | null;
  direction: "higher" | "lower" | null;
  /** `inferred`: the source prints no sign, the natural reading is taken; `declared`: the source says so. Absent without a direction. */
  directionSource?: "inferred" | "declared";
  unit: Words | null;
  kind: "share" | "ratio" | "size" | null;
  /** As published. */
  weight?: number;
  note?: Words;
}

/** What often stands beside an index and holds the same thing as one of its indicators. */
export interface CatalogueOverlap {
  indicator: string;
  concept: Words;
  role: "control" | "mediator" | "treatment";
  /** The same quantity; a function of it by accounting; a part in common; the same matter measured otherwise. */
  relation: "same" | "identity" | "shares" | "related";
  /** Whether the source itself uses it so. */
  isOwn: boolean;
  why: Words;
  /** How its column is often called. */
  names: string[];
}

const folder = new URL("../../catalogues/", import.meta.url);

/** The catalogues this package carries. */
export function catalogueNames(): string[] {
  return readdirSync(folder)
    .flatMap((file) => (file.endsWith(".json") ? [file.slice(0, -".json".length)] : []))
    .sort(compareText);
}

export function readCatalogue(name: string): Catalogue {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8")) as Catalogue;
}

type IndexBlock = NonNullable<Study["indices"]>[string];
type Indicators = Exclude<IndexBlock["indicators"], string[]>;
type IndicatorSpec = Exclude<Indicators[string], string | null>;

/**
 * The study with the indicators of every index that starts from a `catalogue` written out: direction, dimension and kind where the study
 * itself says nothing, and under `method: manual` without `weights` the published weights, divided by the sum of those taken. What is
 * not right is in `problems`: INDEX-CATALOGUE-UNKNOWN, INDEX-CATALOGUE-INDICATOR.
 */
export function withCatalogues(study: Study, source: Source): { study: Study; problems: Problem[] } {
  const problems: Problem[] = [];
  const names = catalogueNames();
  const indices = Object.entries(study.indices ?? {}).map(([name, block]): [string, IndexBlock] => {
    if (block.catalogue === undefined) return [name, block];
    if (names.includes(block.catalogue)) return [name, fromCatalogue(name, block, readCatalogue(block.catalogue), source, problems)];
    const evidence = { index: name, catalogue: block.catalogue, nearest: nearest(block.catalogue, names), names };
    problems.push(problem("INDEX-CATALOGUE-UNKNOWN", evidence, source.place(["indices", name, "catalogue"])));
    return [name, block];
  });
  return {
    study: indices.some(([, block]) => block.catalogue !== undefined) ? { ...study, indices: Object.fromEntries(indices) } : study,
    problems,
  };
}

function fromCatalogue(index: string, block: IndexBlock, catalogue: Catalogue, source: Source, problems: Problem[]): IndexBlock {
  const ids = catalogue.indicators.map((i) => i.id);
  const taken = new Map<string, string>();
  const refuse = (column: string, id: string, fault: "unknown" | "twice" | "none", other: string | null, path: Path) => {
    const evidence = { index, catalogue: catalogue.name, column, id, fault, other, ids };
    problems.push(problem("INDEX-CATALOGUE-INDICATOR", evidence, source.place(path)));
  };
  const path = ["indices", index, "indicators"];
  const written = Array.isArray(block.indicators) ? Object.fromEntries(block.indicators.map((name) => [name, null])) : block.indicators;
  const indicators = Object.entries(written).map(([column, entry]): [string, Indicators[string]] => {
    const spec: IndicatorSpec = typeof entry === "string" ? { direction: entry } : (entry ?? {});
    const id = spec.as ?? (ids.includes(column) ? column : undefined);
    if (id === undefined) return [column, entry];
    const listed = catalogue.indicators.find((i) => i.id === id);
    const at = Array.isArray(block.indicators) ? path : [...path, column];
    if (listed === undefined) refuse(column, id, "unknown", nearest(id, ids), at);
    else if (taken.has(id)) refuse(column, id, "twice", taken.get(id)!, at);
    else taken.set(id, column);
    return [column, listed === undefined ? entry : filledIn(spec, listed, block.groups === undefined)];
  });
  if (taken.size === 0 && problems.length === 0) refuse("", "", "none", null, path);
  return { ...block, indicators: Object.fromEntries(indicators), ...publishedWeights(block, catalogue, taken) };
}

/** What the study says of an indicator, and of the rest what the catalogue says. In a hierarchy groups stand in the place of dimensions. */
function filledIn(spec: IndicatorSpec, listed: CatalogueIndicator, isFlat: boolean): IndicatorSpec {
  return {
    ...(listed.direction === null ? {} : { direction: listed.direction }),
    ...(isFlat ? { dimension: listed.dimension } : {}),
    ...(listed.kind === null ? {} : { kind: listed.kind }),
    ...spec,
    as: listed.id,
  };
}

function publishedWeights(block: IndexBlock, catalogue: Catalogue, taken: ReadonlyMap<string, string>): Pick<IndexBlock, "weights"> {
  if (block.method !== "manual" || block.weights !== undefined || block.groups !== undefined) return {};
  const published = catalogue.indicators.flatMap(({ id, weight }) =>
    weight === undefined || !taken.has(id) ? [] : [[taken.get(id)!, weight] as const],
  );
  if (published.length === 0) return {};
  const total = published.reduce((sum, [, weight]) => sum + weight, 0);
  return { weights: Object.fromEntries(published.map(([column, weight]) => [column, weight / total])) };
}

/** Columns of every index that starts from a catalogue, by the indicator of the catalogue they are. */
export function catalogueColumns(block: IndexBlock): Map<string, string> {
  if (block.catalogue === undefined || Array.isArray(block.indicators)) return new Map();
  return new Map(
    Object.entries(block.indicators).flatMap(([column, spec]) =>
      typeof spec === "object" && spec?.as !== undefined ? [[spec.as, column] as const] : [],
    ),
  );
}

/** Labels, definitions, units and kinds of columns and dimensions that come from catalogues. */
export function catalogueVariables(study: Study): Record<string, VariableResult> {
  return Object.fromEntries(
    Object.values(study.indices ?? {}).flatMap((block) => {
      const columns = catalogueColumns(block);
      if (columns.size === 0) return [];
      const { indicators, dimensions } = readCatalogue(block.catalogue!);
      const listed = indicators.flatMap(({ id, label, formula, unit, kind }): [string, VariableResult][] => {
        if (!columns.has(id)) return [];
        const known = {
          ...(formula === null ? {} : { definition: formula }),
          ...(unit === null ? {} : { unit }),
          ...(kind === null ? {} : { kind }),
        };
        return [[columns.get(id)!, { label, ...known }]];
      });
      return [
        ...listed,
        ...(block.groups === undefined ? dimensions.map(({ id, label }): [string, VariableResult] => [id, { label }]) : []),
      ];
    }),
  );
}
