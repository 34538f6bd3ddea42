import { settle } from "../econometrics/did/main.js";
import { parseFormula } from "../econometrics/formula.js";
import { parseExpression } from "../frame/main.js";
import { nearest, Problem, problem } from "../messages/main.js";
import { pinpoint, valueAt } from "./pinpoint.js";
import { policyOptionsOf } from "./policyOptions.js";
import type { StepBlock } from "./schema/steps.js";
import type { FigureBlock, Study } from "./schema/study.js";
import { pathText } from "./schemaProblems.js";
import type { Path, Source } from "./yaml.js";

/**
 * What can be wrong with a study before any row is read: names that refer to nothing, tables without a source, circles.
 * Returns all problems, each with its place.
 */
export function checkStudy(study: Study, source: Source): Problem[] {
  const check = new Check(study, source);
  check.tables();
  check.indices();
  check.models();
  check.policies();
  check.differences();
  check.outputs();
  return check.problems;
}

class Check {
  readonly problems: Problem[] = [];
  private readonly tableNames: string[];
  private readonly indexNames: string[];
  private readonly modelNames: string[];
  private readonly policyNames: string[];
  private readonly differencesNames: string[];

  constructor(
    private readonly study: Study,
    private readonly source: Source,
  ) {
    this.tableNames = Object.keys(study.data);
    this.indexNames = Object.keys(study.indices ?? {});
    this.modelNames = Object.keys(study.models ?? {});
    this.policyNames = Object.keys(study.policies ?? {});
    this.differencesNames = Object.keys(study.differences ?? {});
  }

  tables(): void {
    if (this.tableNames.length === 0)
      this.problems.push(problem("STUDY-VALUE-EMPTY", { where: "data" }, this.source.place(["data"], "key")));
    for (const [name, table] of Object.entries(this.study.data)) {
      const path = ["data", name];
      const sources = (["file", "query", "from"] as const).filter((key) => table[key] !== undefined);
      if (sources.length !== 1) {
        this.problems.push(problem("STUDY-TABLE-SOURCE", { table: name, found: [...sources] }, this.source.place(path, "key")));
        continue;
      }
      // `from` alone takes the rows of the other table as they are; groups need both keys.
      const isGrouped = table.by !== undefined || table.aggregate !== undefined;
      for (const key of ["by", "aggregate"] as const) {
        if (isGrouped && table.from !== undefined && table[key] === undefined)
          this.problems.push(problem("STUDY-KEY-MISSING", { key, where: path.join("."), choices: [] }, this.source.place(path, "key")));
        if (table.from === undefined && table[key] !== undefined)
          this.problems.push(problem("STUDY-TABLE-SOURCE", { table: name, found: [key] }, this.source.place([...path, key], "key")));
      }
      if (table.from !== undefined) this.known("table", table.from, [...path, "from"], this.tableNames);
      (table.steps ?? []).forEach((step, i) => {
        this.step(step, [...path, "steps", i]);
        if (step.join !== undefined) this.known("table", step.join.with, [...path, "steps", i, "join", "with"], this.tableNames);
      });
    }
  }

  indices(): void {
    for (const [name, index] of Object.entries(this.study.indices ?? {})) {
      const path = ["indices", name];
      if (this.known("table", index.data, [...path, "data"], this.tableNames)) this.declared(index.data, ["unit"], path);
      if (index.experts !== undefined) this.known("table", index.experts, [...path, "experts"], this.tableNames);
    }
  }

  models(): void {
    for (const [name, model] of Object.entries(this.study.models ?? {})) {
      const path = ["models", name];
      this.known("table", model.data, [...path, "data"], this.tableNames);
      collect(this.problems, this.source, [...path, "formula"], () => parseFormula(model.formula, this.study.sets));
    }
  }

  policies(): void {
    for (const [name, policy] of Object.entries(this.study.policies ?? {})) {
      const path = ["policies", name];
      if (!this.known("table", policy.data, [...path, "data"], this.tableNames)) continue;
      if (!this.declared(policy.data, ["unit", "time"], path)) continue;
      collect(this.problems, this.source, path, () => settle(policyOptionsOf(this.study, name)));
      const { start, index } = policy.variants ?? {};
      const table = this.study.data[policy.data]!;
      const isBalanced = (table.steps ?? []).some((step) => step.balance !== undefined);
      const hasIndex = [policy.outcome].flat().some((outcome) => this.study.indices?.[outcome]?.data === policy.data);
      const unusable = (variant: "start" | "index"): void => {
        const evidence = { variant, policy: name, table: policy.data };
        this.problems.push(problem("STUDY-VARIANT-UNUSABLE", evidence, this.source.place([...path, "variants", variant], "key")));
      };
      if (start !== undefined && !isBalanced) unusable("start");
      if (index !== undefined && !hasIndex) unusable("index");
    }
  }

  differences(): void {
    for (const [name, block] of Object.entries(this.study.differences ?? {})) {
      const path = ["differences", name];
      if (!this.known("table", block.data, [...path, "data"], this.tableNames)) continue;
      const needsTime = block.sigma !== undefined || block.beta !== undefined || block.markov !== undefined;
      this.declared(block.data, needsTime ? ["unit", "time"] : ["unit"], path);
      const matrix = block.markov?.matrix;
      if (matrix !== undefined) this.known("matrix", matrix, [...path, "markov", "matrix"], Object.keys(this.study.matrices ?? {}));
    }
  }

  outputs(): void {
    for (const [name, table] of Object.entries(this.study.tables ?? {}))
      table.models.forEach((model, i) => {
        this.known("model", model, ["tables", name, "models", i], this.modelNames);
      });
    for (const [name, figure] of Object.entries(this.study.figures ?? {})) this.figure(figure, ["figures", name]);
  }

  /** Figures of an index that would stay empty. */
  private indexFigure(figure: Extract<FigureBlock, { index: string }>, path: Path): void {
    const block = this.study.indices![figure.index]!;
    const without = (needs: string): void => {
      const evidence = { index: figure.index, option: `figures: ${figure.kind}`, needs };
      this.problems.push(problem("INDEX-OPTION-UNUSED", evidence, this.source.place(path, "key")));
    };
    if (figure.kind === "rankIntervals" && block.uncertainty === undefined) without("uncertainty: { vary: { weights: 0.25 } }");
    if (figure.kind !== "heatMap" && figure.kind !== "radar") return;
    const groups = groupsBesideIndicators(block);
    const indicators = Array.isArray(block.indicators) ? block.indicators.length : Object.keys(block.indicators).length;
    const isGrouped = figure.of === "groups" || (figure.kind === "radar" && figure.of === undefined && groups > 0);
    const least = figure.kind === "heatMap" ? 2 : 3;
    if (isGrouped && groups < least) without("groups: { inputs: { of: [rd, staff] }, outputs: { of: [patents] } }");
    else if (!isGrouped && indicators < least) without("indicators: { rd: higher, staff: higher, patents: higher }");
  }

  private figure(figure: FigureBlock, path: Path): void {
    if (figure.kind === "coefficients")
      figure.models.forEach((model, i) => {
        this.known("model", model, [...path, "models", i], this.modelNames);
      });
    else if ("differences" in figure) {
      if (!this.known("differences", figure.differences, [...path, "differences"], this.differencesNames)) return;
      const needs = ({ inequality: "inequality", density: "density", transitions: "markov" } as const)[figure.kind];
      if (this.study.differences![figure.differences]![needs] === undefined)
        this.problems.push(
          problem(
            "DIFF-FIGURE-PART",
            { figure: String(path.at(-1)), kind: figure.kind, name: figure.differences, needs },
            this.source.place(path, "key"),
          ),
        );
    } else if ("index" in figure) {
      if (this.known("index", figure.index, [...path, "index"], this.indexNames)) this.indexFigure(figure, path);
    } else if (this.known("policy", figure.policy, [...path, "policy"], this.policyNames)) {
      const policy = this.study.policies![figure.policy]!;
      if ("outcome" in figure && figure.outcome !== undefined)
        this.known("outcome", figure.outcome, [...path, "outcome"], [policy.outcome].flat());
      if (figure.kind === "specificationCurve" && policy.variants === undefined)
        this.problems.push(
          problem("STUDY-FIGURE-NO-VARIANTS", { figure: String(path.at(-1)), policy: figure.policy }, this.source.place(path, "key")),
        );
    }
  }

  /** One key, and expressions that can be read; what they name is looked up when the rows are there. */
  private step(step: StepBlock, path: Path): void {
    const keys = Object.keys(step);
    if (keys.length !== 1) this.problems.push(problem("STUDY-STEP-KEYS", { where: pathText(path), keys }, this.source.place(path)));
    const read = (text: string | number, at: Path): unknown => collect(this.problems, this.source, at, () => parseExpression(String(text)));
    if (step.filter !== undefined) read(step.filter, [...path, "filter"]);
    for (const [name, text] of Object.entries(step.derive ?? {})) read(text, [...path, "derive", name]);
  }

  /** A table must say which column is its unit, or its time. */
  private declared(table: string, keys: readonly ("unit" | "time")[], path: Path): boolean {
    const missing = keys.filter((key) => this.study.data[table]![key] === undefined);
    if (missing.length > 0)
      this.problems.push(problem("STUDY-PANEL-UNDECLARED", { where: path.join("."), table, missing }, this.source.place(path, "key")));
    return missing.length === 0;
  }

  private known(kind: string, name: string, path: Path, names: string[]): boolean {
    if (names.includes(name)) return true;
    const where = pathText(path);
    this.problems.push(problem("STUDY-NAME-UNKNOWN", { kind, name, where, nearest: nearest(name, names), names }, this.source.place(path)));
    return false;
  }
}

/** Runs one piece of checking, and gives what it threw a place in the study file. Anything but a coded error goes on. */
export function collect<T>(problems: Problem[], source: Source, path: Path, work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    problems.push(...placedProblems(error, source, path));
    return null;
  }
}

/** What was thrown, as coded errors with a place in the study file. An offset in a text becomes a column of the file. */
export function placedProblems(error: unknown, source: Source, path: Path): Problem[] {
  if (error instanceof Error && "list" in error) return (error.list as Problem[]).flatMap((p) => placedProblems(p, source, path));
  if (!(error instanceof Problem)) throw error;
  const { place } = error;
  if (place.file !== undefined) return [error];
  const inside = pathInside(path, place.path);
  const isInside = place.excerpt !== undefined && place.column !== undefined;
  const within = isInside ? { from: place.column! - 1, to: place.column! - 1 + (place.length ?? 1) } : undefined;
  if (within !== undefined) return [new Problem(error.code, error.evidence, source.place(inside, "value", within))];
  // What is wrong with a formula may stand elsewhere in the model (a cluster, a weight): look there too.
  const block = path[0] === "models" ? path.slice(0, 2) : path;
  const isTold = place.path !== undefined && valueAt(source.value, inside) !== undefined;
  const found = pinpoint(source, inside, error.evidence) ?? (isTold ? null : pinpoint(source, block, error.evidence));
  return [new Problem(error.code, error.evidence, found ?? source.place(inside))];
}

/** Where a problem points inside a block: from its own start (`steps.2.derive.lnGdp`) or from that of the study (`indices.np.fit`). */
function pathInside(block: Path, inside: string | undefined): Path {
  if (inside === undefined) return block;
  const isWhole = inside === block.join(".") || inside.startsWith(`${block.join(".")}.`);
  return isWhole ? inside.split(".") : [...block, ...inside.split(".")];
}

/** Groups that hold indicators, or dimensions: what an index can be looked at by beside its indicators. */
function groupsBesideIndicators(block: NonNullable<Study["indices"]>[string]): number {
  if (block.groups !== undefined)
    return Object.values(block.groups).filter(({ of }) => of.some((m) => block.groups![m] === undefined)).length;
  const specs = Array.isArray(block.indicators) ? [] : Object.values(block.indicators);
  return new Set(specs.flatMap((spec) => (typeof spec === "object" ? (spec?.dimension ?? []) : []))).size;
}
