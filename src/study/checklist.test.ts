import { expect, test } from "vitest";
import { checklistFromStudy } from "./checklist.js";
import type { Study } from "./schema/study.js";

const points = [13, 14, 15, 16].map((id) => ({ id, status: "failed" as const, reason: "noSpillover", evidence: {}, why: "", where: "" }));
const model = (formula: string, data = "provinces") => ({ data, estimator: "ols", formula });
const study = (models: Record<string, unknown>): Study =>
  ({
    title: "t",
    data: {},
    variables: {
      treated: { role: "treatment" },
      near: { role: "exposure" },
      talent: { role: "mediator" },
      structure: { role: "mediator" },
    },
    models,
    policies: { pilot: { data: "provinces", outcome: "np", adopted: "first" } },
  }) as unknown as Study;
const judged = (models: Record<string, unknown>) =>
  checklistFromStudy(study(models), "pilot", points).map(({ id, status, reason, where }) => [id, status, reason, where]);

test("models on the policy's table answer the points about neighbours, groups and mechanisms", () => {
  expect(
    judged({
      near: model("np ~ treated + near | province + year"),
      split: model("np ~ treated + treated:east | province + year"),
      talent: model("talent ~ treated | province + year"),
      both: model("np ~ treated + talent | province + year"),
    }).slice(1),
  ).toEqual([
    [14, "done", "exposure", "models.near"],
    [15, "done", "groups", "models.split"],
    [16, "done", "mechanism", "models.talent"],
  ]);
});

test("a mediator that is only held fixed fails; models on other tables and without the treatment answer nothing", () => {
  expect(judged({ both: model("np ~ treated + talent + structure | province + year") })[3]).toEqual([
    16,
    "failed",
    "mechanismConditioned",
    "models",
  ]);
  const elsewhere = { near: model("np ~ treated + near | province + year", "firms"), talent: model("talent ~ near | province + year") };
  expect(judged(elsewhere)).toEqual(points.map(({ id, status, reason, where }) => [id, status, reason, where]));
});
