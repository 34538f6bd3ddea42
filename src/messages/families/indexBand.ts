import { errorEntry, findingEntry } from "../define.js";

const four = (x: number) => x.toFixed(4);
const by = (recipe: string | null, own: string) => (recipe === null ? own : `\`${recipe}\``);

/** The uncertainty of an index carried into estimates. */
export const indexBandMessages = {
  "INDEX-BAND-NONE": errorEntry<{ model: string; outcome: string; isIndex: boolean; alternatives: string[]; asked: string | null }>({
    example: { model: "fe", outcome: "lnOutput", isIndex: false, alternatives: [], asked: null },
    en: (e) => ({
      message: !e.isIndex
        ? `The model \`${e.model}\` asks for \`index\`, but its outcome \`${e.outcome}\` is not an index on its table.`
        : e.asked === null
          ? `The model \`${e.model}\` asks for \`index\`, but the index \`${e.outcome}\` declares no \`alternatives\`.`
          : `The index \`${e.outcome}\` has no alternative \`${e.asked}\` for the model \`${e.model}\`.`,
      why: "The band shows what the estimate would be had the index been made by its other declared recipes; without them there is none.",
      remedy: !e.isIndex
        ? "Remove `index` from the model."
        : e.asked === null
          ? `Add \`alternatives: { method: [equal], leaveOneOut: true }\` to \`${e.outcome}\`.`
          : `Write one of: ${e.alternatives
              .slice(0, 8)
              .map((a) => `\`${a}\``)
              .join(", ")}.`,
    }),
    zh: (e) => ({
      message: !e.isIndex
        ? `模型 \`${e.model}\` 使用了 \`index\`，但其被解释变量 \`${e.outcome}\` 不是该数据表上的指数。`
        : e.asked === null
          ? `模型 \`${e.model}\` 使用了 \`index\`，但指数 \`${e.outcome}\` 没有声明 \`alternatives\`。`
          : `指数 \`${e.outcome}\` 没有名为 \`${e.asked}\` 的备选方案（模型 \`${e.model}\`）。`,
      why: "区间展示若按其他已声明的方案构造指数，估计值会是多少；没有备选方案就没有区间。",
      remedy: !e.isIndex
        ? "请从模型中删除 `index`。"
        : e.asked === null
          ? `请为 \`${e.outcome}\` 加上 \`alternatives: { method: [equal], leaveOneOut: true }\`。`
          : `请写下列之一：${e.alternatives
              .slice(0, 8)
              .map((a) => `\`${a}\``)
              .join("、")}。`,
    }),
  }),

  "INDEX-BAND-SIGN": findingEntry<{
    index: string;
    term: string;
    estimate: number;
    low: number;
    high: number;
    lowBy: string | null;
    highBy: string | null;
    others: number;
    recipes: number;
  }>("serious", {
    example: {
      index: "np",
      term: "treated",
      estimate: 0.012,
      low: -0.004,
      high: 0.019,
      lowBy: "without rd",
      highBy: "equal",
      others: 2,
      recipes: 13,
    },
    en: (e) => ({
      message: `The sign of \`${e.term}\` depends on how \`${e.index}\` is made: ${four(e.estimate)} as declared, from ${four(e.low)} (${by(e.lowBy, "declared")}) to ${four(e.high)} (${by(e.highBy, "declared")}); ${e.others} of ${e.recipes} recipes give the other sign.`,
      why: "Standard errors take the index as given. What the recipe decides, no standard error shows.",
      remedy: "Report the band beside the coefficient, and look at the indicators that turn it.",
    }),
    zh: (e) => ({
      message: `\`${e.term}\` 的符号取决于 \`${e.index}\` 的构造方法：按声明为 ${four(e.estimate)}，范围从 ${four(e.low)}（${by(e.lowBy, "声明的方案")}）到 ${four(e.high)}（${by(e.highBy, "声明的方案")}）；${e.recipes} 个方案中有 ${e.others} 个符号相反。`,
      why: "标准误把指数视为给定。由构造方法决定的部分，任何标准误都反映不出来。",
      remedy: "请在系数旁报告该区间，并考察使符号反转的指标。",
    }),
  }),

  "INDEX-BAND-FAULTY": findingEntry<{ index: string; term: string; estimate: number; faulty: number; recipe: string }>("serious", {
    example: { index: "np", term: "treated", estimate: 0.0474, faulty: 0.0346, recipe: "entropyDenominator periods" },
    en: (e) => ({
      message: `With entropies of \`${e.index}\` divided by ln of the periods, \`${e.term}\` would be ${four(e.faulty)} instead of ${four(e.estimate)} (${(100 * (e.faulty / e.estimate - 1)).toFixed(0)} %).`,
      why: "That widely copied recipe lets entropies exceed 1 and reverses the order of the weights. It is shown here as a fault, not as a choice, and is no part of the band.",
      remedy: "If a published estimate looks like the faulty one, ask which denominator its entropies have.",
    }),
    zh: (e) => ({
      message: `若 \`${e.index}\` 的熵除以期数的对数，\`${e.term}\` 会是 ${four(e.faulty)}，而不是 ${four(e.estimate)}（${(100 * (e.faulty / e.estimate - 1)).toFixed(0)}%）。`,
      why: "这一流传甚广的写法使熵超过 1，并颠倒权重的顺序。此处作为错误而非选择展示，不计入区间。",
      remedy: "若某项已发表的估计接近错误值，请核对其熵的分母。",
    }),
  }),
};
