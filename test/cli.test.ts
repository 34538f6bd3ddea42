import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { reportFailure } from "../dist/cli/failure.js";
import { helpTexts } from "../dist/cli/helpTexts.js";
import { paintFor } from "../dist/cli/io.js";
import { command, inFolder } from "./mistakes/make.js";
import { csv, panelRows, study } from "./mistakes/panel.js";

const root = join(import.meta.dirname, "..");
const main = join(root, "dist/cli/main.js");
const files = { "study.yaml": study() as string, "data/provinces.csv": csv(panelRows()) as string };

interface Printed {
  exitCode: number;
  out: string;
  err: string;
}
const here = <T>(use: (folder: string) => T): Promise<Awaited<T>> => inFolder(files, use) as Promise<Awaited<T>>;
const call = (args: string[], folder: string, env = {}): Promise<Printed> => command(args, folder, env) as Promise<Printed>;

describe("run", () => {
  test("prints what was done, where the report is, the verdict, and the finding to start with", () =>
    here(async (folder) => {
      const { exitCode, out, err } = await call(["run", "."], folder);
      expect(exitCode).toBe(0);
      expect(err).toBe("");
      const lines = out.trimEnd().split("\n");
      expect(lines[0]).toMatch(/^ {2}read 1 file, 48 rows +\d+\.\d s$/);
      expect(lines.some((line) => /^ {2}index tech \(entropy, 2 indicators\) +\d/.test(line))).toBe(true);
      expect(out).toContain("  report: report/index.html\n");
      expect(out).toMatch(/Verdict on lnOutput: /);
      expect(lines.at(-1)).toMatch(/Start with [A-Z-]+\.$/);
      expect(existsSync(join(folder, "report/index.html"))).toBe(true);
    }));

  test("--json prints the file's bytes and nothing else; --quiet prints nothing; --out moves both", () =>
    here(async (folder) => {
      const json = await call(["run", "study.yaml", "--json", "--out", "elsewhere"], folder);
      expect(json.err).toBe("");
      expect(json.out).toBe(readFileSync(join(folder, "elsewhere/results.json"), "utf8"));
      expect(existsSync(join(folder, "elsewhere/report/index.html"))).toBe(true);
      expect(existsSync(join(folder, "report"))).toBe(false);
      expect(await call(["run", "study.yaml", "--quiet"], folder)).toEqual({ exitCode: 0, out: "", err: "" });
    }));

  test("speaks Chinese when asked, or where the environment does", () =>
    here(async (folder) => {
      const asked = await call(["run", ".", "--lang", "zh"], folder);
      const found = await call(["run", "."], folder, { LANG: "zh_CN.UTF-8" });
      for (const { out } of [asked, found]) {
        expect(out).toContain("读取 1 个文件，共 48 行");
        expect(out).toMatch(/结论（lnOutput）：/);
      }
      expect((await call(["run", ".", "--lang", "en"], folder, { LANG: "zh_CN.UTF-8" })).out).toContain("Verdict on");
    }));

  test("--json tells mistakes as data, with the same exit code", () =>
    inFolder({ ...files, "study.yaml": study(["~ treated", "~ treatd"]) }, async (folder: string) => {
      const { exitCode, out, err } = await call(["run", ".", "--json"], folder);
      expect([exitCode, err]).toEqual([2, ""]);
      expect(JSON.parse(out)).toMatchObject({
        errors: [
          {
            code: "DATA-COLUMN-UNKNOWN",
            severity: "error",
            file: "study.yaml",
            line: 20,
            column: 25,
            length: 6,
            evidence: { column: "treatd", nearest: "treated" },
          },
        ],
      });
    }));

  test("--project widens the files a study may read, to that folder and not beyond", () =>
    inFolder(
      { "a/study.yaml": study(["data/provinces.csv", "b/provinces.csv"]), "b/provinces.csv": files["data/provinces.csv"] },
      async (folder: string) => {
        expect((await call(["check", "a"], folder)).exitCode).toBe(2);
        expect((await call(["check", "a", "--project", "."], folder)).exitCode).toBe(0);
      },
    ));
});

describe("check", () => {
  test("says that there is no mistake, reads the dates of the policies, and lists columns", () =>
    here(async (folder) => {
      const said = (await call(["check", "."], folder)).out;
      expect(said.split("\n")[0]).toBe("No mistake found. Tables: provinces (48 rows).");
      expect(said).toContain("note DID-AFTER-SAMPLE");
      expect(said).toContain("Jilin (2019)");
      const { out } = await call(["check", ".", "--columns", "provinces"], folder);
      expect(out.split("\n").map((line) => line.split(/\s+/)[0])).toEqual([
        ..."province year output rd energy treated adopted region lnOutput tech".split(" "),
        "",
      ]);
      expect(out).toMatch(/adopted +number +24 missing +2014/);
      const wrong = await call(["check", ".", "--columns", "province"], folder);
      expect([wrong.exitCode, wrong.err]).toEqual([2, expect.stringContaining("Nearest: `provinces`")]);
    }));
});

describe("init", () => {
  test("writes a study that runs, and never over one that is there", () =>
    inFolder({ "data/provinces.csv": files["data/provinces.csv"] }, async (folder: string) => {
      const { exitCode, out } = await call(["init", "data/provinces.csv"], folder);
      expect(exitCode).toBe(0);
      expect(out).toContain("Wrote study.yaml (guessed unit: province, time: year).");
      expect(readFileSync(join(folder, "study.yaml"), "utf8")).toContain("file: data/provinces.csv");
      expect((await call(["run", "study.yaml"], folder)).exitCode).toBe(0);
      expect((await call(["init", "data/provinces.csv"], folder)).exitCode).toBe(2);
    }));
});

describe("estimate", () => {
  test("gives the model's object of results.json, and its table", () =>
    here(async (folder) => {
      const formula = "output ~ rd + energy | province + year";
      const args = ["estimate", formula, "--data", "data/provinces.csv", "--unit", "province", "--time", "year", "--cluster", "province"];
      const model = JSON.parse((await call([...args, "--json"], folder)).out);
      expect(model).toMatchObject({
        estimator: "ols",
        nobs: 48,
        vcov: { type: "cluster", clusters: { province: 8 }, correction: "fixest" },
      });
      const { out } = await call(args, folder);
      expect(out).toContain(formula);
      expect(out).toMatch(/\nrd +-?\d/);
      const areg = JSON.parse((await call([...args, "--json", "--correction", "areg"], folder)).out);
      expect(areg.coefficients[0].stdError).toBeGreaterThan(model.coefficients[0].stdError);
    }));

  test("is the same number that a study gives", () =>
    here(async (folder) => {
      const results = JSON.parse((await call(["run", ".", "--json"], folder)).out);
      const args = [
        "estimate",
        "ln(output) ~ treated + rd + energy | province + year",
        "--data",
        "data/provinces.csv",
        "--cluster",
        "province",
        "--unit",
        "province",
        "--time",
        "year",
      ];
      const model = JSON.parse((await call([...args, "--json"], folder)).out);
      expect(model.coefficients[0].estimate).toBe(results.models.fe.coefficients[0].estimate);
      expect(model.coefficients[0].stdError).toBe(results.models.fe.coefficients[0].stdError);
    }));
});

describe("estimate takes what the study file takes", () => {
  const panel = ["--data", "data/provinces.csv", "--unit", "province", "--time", "year"];
  const model = async (folder: string, formula: string, ...more: string[]) =>
    JSON.parse((await call(["estimate", formula, ...panel, "--json", ...more], folder)).out);

  test("every name of errors, with the options it needs", () =>
    here(async (folder) => {
      const formula = "output ~ rd + energy | province";
      for (const name of ["iid", "HC0", "HC1", "HC2", "HC3"]) expect((await model(folder, formula, "--vcov", name)).vcov.type).toBe(name);
      for (const name of ["neweyWest", "driscollKraay"])
        expect((await model(folder, formula, "--vcov", name, "--lags", "1")).vcov).toMatchObject({ type: name, lags: 1 });
      const located = {
        ...files,
        "data/provinces.csv": csv(panelRows().map((r: object, i: number) => ({ ...r, lat: 30 + (i % 7), lon: 110 + (i % 5) }))),
      };
      await inFolder(located, async (there: string) => {
        const conley = await model(there, formula, "--vcov", "conley", "--lat", "lat", "--lon", "lon", "--cutoff", "300");
        expect(conley.vcov.type).toBe("conley");
      });
      expect((await model(folder, formula, "--correction", "CR2")).vcov).toMatchObject({ clusters: { province: 8 }, correction: "CR2" });
      const twoWay = await model(folder, formula, "--cluster", "province,year", "--two-way", "own");
      expect(twoWay.vcov.clusters).toEqual({ province: 8, year: 6 });
      expect(twoWay.conventions.twoWay).toBe("own");
    }));

  test("every estimator, with its options", () =>
    here(async (folder) => {
      const nerlove = await model(folder, "output ~ rd", "--estimator", "randomEffects", "--components", "nerlove");
      const plain = await model(folder, "output ~ rd", "--estimator", "randomEffects");
      expect(nerlove.estimator).toBe("randomEffects");
      expect(nerlove.coefficients[1].estimate).not.toBe(plain.coefficients[1].estimate);
      const liml = await model(folder, "output ~ 1 | province | rd ~ energy", "--estimator", "iv", "--method", "liml");
      expect(liml).toMatchObject({ estimator: "iv", conventions: { method: "liml" } });
      for (const estimator of ["between", "firstDifference", "correlatedRandomEffects"])
        expect((await model(folder, "output ~ rd", "--estimator", estimator)).estimator).toBe(estimator);
    }));

  test("inference beside, in the object and in the table", () =>
    here(async (folder) => {
      const option = "{ method: wildBootstrap, term: rd, draws: 199, seed: 3 }";
      const beside = (await model(folder, "output ~ rd + energy", "--inference", option)).inference;
      expect(beside).toHaveLength(1);
      expect(beside[0]).toMatchObject({ method: "wildBootstrap", draws: 199, rows: [{ term: "rd" }] });
      const { out } = await call(["estimate", "output ~ rd + energy", ...panel, "--inference", option], folder);
      expect(out).toMatch(/wildBootstrap of rd, 199 draws: p 0\.\d{4}, 95 % interval \[/);
    }));

  test("findings of a second look are printed, and not with --quiet", () =>
    here(async (folder) => {
      const args = ["estimate", "output ~ rd + energy | province", ...panel];
      expect((await call(args, folder)).err).toContain("MODEL-FEW-CLUSTERS");
      expect((await call([...args, "--quiet"], folder)).err).toBe("");
    }));
});

test("what is wrong with the errors of a model points at them, not at the formula", async () => {
  const lineOf = async (content: string) =>
    inFolder({ ...files, "study.yaml": content }, async (folder: string) => {
      const { errors } = JSON.parse((await call(["run", ".", "--json"], folder)).out);
      return { code: errors[0].code, text: content.split("\n")[errors[0].line - 1]!.slice(errors[0].column - 1) };
    });
  const lags = await lineOf(study(["{ cluster: province }", "{ method: neweyWest, lags: 20 }"]));
  expect(lags.code).toBe("MODEL-LAGS-MANY");
  expect(lags.text).toMatch(/^neweyWest/);
  const twoWay = await lineOf(study(["{ cluster: province }", "{ cluster: [province, year], correction: CR2 }"]));
  expect(twoWay).toMatchObject({ code: "MODEL-ERRORS-ONE-WAY", text: expect.stringMatching(/^CR2/) });
  const wild = "{ cluster: province }\n    inference: [{ method: wildBootstrap, term: treatd }]";
  const term = await lineOf(study(["{ cluster: province }", wild]));
  expect(term).toMatchObject({ code: "MODEL-TERM-UNKNOWN", text: expect.stringMatching(/^treatd/) });
});

describe("explain and schema", () => {
  test("explain tells one code, or lists all, in both languages", async () => {
    const one = await call(["explain", "data-column-unknown"], root);
    expect(one.out).toMatch(/^DATA-COLUMN-UNKNOWN {2}error: .*\n\n {2}Example: .*\n {2}Fix: /);
    expect((await call(["explain", "DID-FEW-TREATED", "--lang", "zh"], root)).out).toContain("原因：");
    const all = (await call(["explain"], root)).out.trimEnd().split("\n");
    expect(all.length).toBeGreaterThan(100);
    expect(JSON.parse((await call(["explain", "--json"], root)).out)).toHaveLength(all.length);
  });

  test("schema prints what the package ships", async () => {
    for (const of of ["study", "results"]) {
      const { out } = await call(["schema", of], root);
      expect(out).toBe(readFileSync(join(root, `dist/${of}.schema.json`), "utf8"));
      expect(JSON.parse(out)["$schema"]).toBe("http://json-schema.org/draft-07/schema#");
    }
    expect((await call(["schema", "stduy"], root)).err).toContain("Did you mean `study`?");
  });
});

describe("the terminal", () => {
  test("help is printed for no command, for --help and for each command, in both languages", async () => {
    expect((await call([], root)).out).toContain("Usage: xinzhi");
    expect((await call(["--help"], root)).out).toContain("Exit codes: 0 done");
    expect((await call(["run", "--help", "--lang", "zh"], root)).out).toContain("运行一项研究并生成报告。");
    for (const name of ["run", "check", "init", "estimate", "explain", "schema"]) {
      const { exitCode, out, err } = await call([name, "--help"], root);
      expect([exitCode, err]).toEqual([0, ""]);
      expect(out).toContain(`Usage: xinzhi ${name}`);
    }
  });

  test("help as the build wrote it is the command line's own", async () => {
    const written = JSON.parse(readFileSync(join(root, "dist/cli/help.json"), "utf8"));
    expect(written).toEqual(await helpTexts());
    for (const [args, env, text] of [
      [[], { LANG: "C" }, written.en[""]],
      [["run", "-h"], { LANG: "C" }, written.en.run],
      [["--help"], { LANG: "zh_CN.UTF-8" }, written.zh[""]],
    ] as const) {
      const { stdout, status } = spawnSync(process.execPath, [main, ...args], {
        encoding: "utf8",
        env: { ...process.env, LC_ALL: "", LC_MESSAGES: "", ...env },
      });
      expect([status, stdout]).toEqual([0, text]);
    }
  });

  test("colours only on a terminal that wants them", () => {
    const terminal = { out: () => undefined, err: () => undefined, folder: root };
    const red = (isTerminal: boolean, env: Record<string, string>) => paintFor({ ...terminal, isTerminal, env }).red("x");
    expect(red(true, {})).toBe("\u001b[31mx\u001b[39m");
    expect(red(true, { NO_COLOR: "1" })).toBe("x");
    expect(red(true, { TERM: "dumb" })).toBe("x");
    expect(red(false, {})).toBe("x");
  });

  test("progress is drawn on a terminal only, and wiped before the summary", () =>
    here(async (folder) => {
      const { runCommand } = await import("../dist/cli/program.js");
      let err = "";
      let out = "";
      const terminal = {
        out: (text: string) => {
          out += text;
        },
        err: (text: string) => {
          err += text;
        },
      };
      await runCommand(["run", "."], { ...terminal, env: { NO_COLOR: "1" }, isTerminal: true, folder });
      expect(err).toMatch(/read \.\.\.\r/);
      expect(err).toMatch(/policy zones \.\.\./);
      expect(err.endsWith("\r\u001b[2K")).toBe(true);
      expect(out).not.toContain("...\r");
    }));

  test("a fault of ours says so, without a stack unless asked, and is exit code 1", () => {
    const printed: string[] = [];
    const context = {
      out: () => undefined,
      err: (text: string) => void printed.push(text),
      env: {},
      isTerminal: false,
      folder: root,
      isJson: false,
      isQuiet: false,
    };
    const paint = paintFor(context);
    expect(reportFailure(new TypeError("boom\nsecond line"), { ...context, language: "en", paint }, false)).toBe(1);
    expect(reportFailure(new TypeError("boom"), { ...context, language: "zh", paint }, true)).toBe(1);
    expect(printed[0]).toContain("this is Xinzhi's mistake, not yours.\n  TypeError: boom\n");
    expect(printed[0]).not.toMatch(/\n\s+at /);
    expect(printed[1]).toContain("不是您的输入有误");
    expect(printed[2]).toMatch(/\n\s+at /);
  });

  test("Ctrl-C ends at once, and a closed pipe is no fault", async () => {
    await here(async (folder) => {
      const child = spawn(process.execPath, [main, "run", "."], { cwd: folder, stdio: "ignore" });
      await new Promise((resolve) => setTimeout(resolve, 600));
      const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
      const asked = performance.now();
      child.kill("SIGINT");
      // 130 from our handler; null where the signal came before it was set (a busy machine).
      expect([130, 0, null]).toContain(await ended);
      expect(performance.now() - asked).toBeLessThan(2000);
    });
    const { status, stderr } = spawnSync("sh", ["-c", `"${process.execPath}" "${main}" explain | head -1`], { encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
  });
});
