import { describe, expect, test } from "vitest";
import { frame } from "../frame/main.js";
import { Problems } from "../messages/main.js";
import { checkStudy } from "./check.js";
import { firstStudy } from "./firstStudy.js";
import { studySchema } from "./schema/study.js";
import { validate } from "./schemaProblems.js";
import { parseStudyText } from "./yaml.js";

describe("the first study of a data file", () => {
  const panel = frame("d", {
    省份: ["甲", "甲", "乙", "乙"],
    年份: [2011, 2012, 2011, 2012],
    "R&D staff": [1, 2, 3, 5],
    flat: [1, 1, 1, 1],
  });

  test("finds unit and time, and is a study as it stands and with its comments taken off", () => {
    const { text: written, unit, time } = firstStudy(panel, { file: "数据/d.csv" });
    expect([unit, time]).toEqual(["省份", "年份"]);
    const uncommented = written.replace(/^# (?=(models|indices| {2}))/gm, "");
    for (const version of [written, uncommented]) {
      const parsed = parseStudyText(version, "study.yaml");
      const checked = validate(studySchema, parsed);
      if ("problems" in checked) throw new Problems(checked.problems);
      expect(checkStudy(checked.value, parsed)).toEqual([]);
    }
    expect(studySchema.parse(parseStudyText(uncommented, "s").value).models).toBeDefined();
  });

  test("says so where no column names every row once", () => {
    const { unit, time, text: written } = firstStudy(frame("d", { a: ["x", "x"], v: [1.5, 2.5] }), { file: "d.csv" });
    expect([unit, time]).toEqual([null, null]);
    expect(validate(studySchema, parseStudyText(written, "s"))).toHaveProperty("value");
  });
});
