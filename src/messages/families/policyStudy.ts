import { errorEntry, findingEntry } from "../define.js";

const short = (x: number): string => String(Number(x.toPrecision(3)));

/** What the evaluation of a policy adds around its estimators. */
export const policyStudyMessages = {
  "POLICY-NO-CELL": errorEntry<{ outcome: string; controls: string[] }>({
    example: { outcome: "np", controls: ["size"] },
    en: (e) => ({
      message: `\`${e.outcome}\`: no cohort can be compared with anybody in any period after its adoption${e.controls.length === 0 ? "" : ` once ${e.controls.map((c) => `\`${c}\``).join(", ")} are held fixed`}.`,
      why: "Group-time effects compare cell by cell; where covariates tell a cohort from all of its controls, or nobody is left untreated, there is no cell.",
      remedy: e.controls.length === 0 ? "Add units that adopt later or never." : "Leave covariates out, or use coarser ones.",
    }),
    zh: (e) => ({
      message: `\`${e.outcome}\`：${e.controls.length === 0 ? "" : `控制 ${e.controls.map((c) => `\`${c}\``).join("、")} 之后，`}任何批次在处理后的任何时期都没有可比对象。`,
      why: "组别—时间效应逐单元比较；若协变量把某批次与全部对照分开，或没有未处理个体，就不存在可估计的单元。",
      remedy: e.controls.length === 0 ? "请加入更晚处理或从未处理的个体。" : "请去掉部分协变量，或使用更粗的协变量。",
    }),
  }),
  "POLICY-ESTIMATOR-LEFT-OUT": findingEntry<{ outcome: string; estimator: string; code: string }>("note", {
    example: { outcome: "np", estimator: "sunAbraham", code: "MODEL-FEW-ROWS" },
    en: (e) => ({
      message: `\`${e.outcome}\`: ${e.estimator}, one of the default estimators, cannot be computed on this panel (${e.code}).`,
      why: "The panel is too small or too thin for it; the other estimators stand without it.",
      remedy: `Name the \`estimators\` you want; \`xinzhi explain ${e.code}\` says what this one lacks.`,
    }),
    zh: (e) => ({
      message: `\`${e.outcome}\`：默认估计方法之一 ${e.estimator} 无法在该面板上计算（${e.code}）。`,
      why: "面板过小或过于稀疏；其他估计方法不受影响。",
      remedy: `请在 \`estimators\` 中写明所需方法；\`xinzhi explain ${e.code}\` 说明缺少什么。`,
    }),
  }),
  "POLICY-PLACEBO-TIME": findingEntry<{ outcome: string; back: number; to: number; estimate: number; pValue: number }>("serious", {
    example: { outcome: "np", back: 4, to: 2018, estimate: 0.013, pValue: 0.01 },
    en: (e) => ({
      message: `\`${e.outcome}\`: with adoption dates moved ${e.back} periods back, on the periods to ${e.to} alone, the headline is ${short(e.estimate)} (randomisation p ${short(e.pValue)}).`,
      why: "Nobody had adopted then: what the estimator finds there is not the policy, and may be what it finds afterwards too.",
      remedy: "Look for what set early adopters apart before adoption, and read the sensitivity analysis before the estimate.",
    }),
    zh: (e) => ({
      message: `\`${e.outcome}\`：把处理时间提前 ${e.back} 期，仅用 ${e.to} 及以前的数据，核心估计为 ${short(e.estimate)}（随机化 p 值 ${short(e.pValue)}）。`,
      why: "当时尚无个体接受处理，该结果不可能来自政策，而之后的估计也可能同样如此。",
      remedy: "请查明先行者在处理之前有何不同，并先看敏感性分析再看估计值。",
    }),
  }),
};
