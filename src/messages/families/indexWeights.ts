import { errorEntry, findingEntry } from "../define.js";

const list = (names: readonly string[]) => names.map((n) => `\`${n}\``).join(", ");
const listZh = (names: readonly string[]) => names.map((n) => `\`${n}\``).join("、");
const short = (value: number) => String(Number(value.toPrecision(3)));

/** What an experts' form may say wrongly. */
export interface FormEvidence {
  index: string;
  fault: "column" | "value" | "member" | "twice" | "missing" | "sum" | "nobody";
  expert: string | null;
  group: string;
  member: string | null;
  other: string | null;
  text: string | null;
  column: string | null;
  table: string | null;
  members: string[];
}

/** Weights that people give, and weights found by optimising. */
export const indexWeightMessages = {
  "INDEX-AHP-MATRIX": errorEntry<{
    index: string;
    group: string;
    fault: "size" | "reciprocal";
    size: number;
    row: string | null;
    column: string | null;
    value: number | null;
    mirror: number | null;
  }>({
    example: { index: "np", group: "labour", fault: "reciprocal", size: 3, row: "rdStaff", column: "engel", value: 3, mirror: 3 },
    en: (e) => ({
      message:
        e.fault === "size"
          ? `The comparisons of \`${e.group}\` in \`${e.index}\` are not a matrix of ${e.size} rows and ${e.size} columns, one for each member.`
          : e.row === e.column
            ? `In the comparisons of \`${e.group}\` in \`${e.index}\`, \`${e.row}\` against itself is ${e.value}, not 1.`
            : `In the comparisons of \`${e.group}\` in \`${e.index}\`, \`${e.row}\` over \`${e.column}\` is ${e.value} and \`${e.column}\` over \`${e.row}\` is ${e.mirror}: their product is not 1.`,
      why: "Each pair is judged once; the mirror of a judgement is its reciprocal, or the matrix says two things at once.",
      remedy:
        e.fault === "size"
          ? "Write one row for each member in the order of the members, as `comparisons: [[1, 3], [1/3, 1]]`."
          : e.row === e.column
            ? "Write 1 on the diagonal."
            : `Write \`1/${e.value}\` for \`${e.column}\` over \`${e.row}\`.`,
    }),
    zh: (e) => ({
      message:
        e.fault === "size"
          ? `指数 \`${e.index}\` 中 \`${e.group}\` 的判断矩阵不是 ${e.size} 行 ${e.size} 列（每个成员一行一列）。`
          : e.row === e.column
            ? `指数 \`${e.index}\` 中 \`${e.group}\` 的判断矩阵里，\`${e.row}\` 与自身相比为 ${e.value}，而不是 1。`
            : `指数 \`${e.index}\` 中 \`${e.group}\` 的判断矩阵里，\`${e.row}\` 对 \`${e.column}\` 为 ${e.value}，\`${e.column}\` 对 \`${e.row}\` 为 ${e.mirror}，乘积不为 1。`,
      why: "每一对只判断一次，对称位置应为其倒数，否则矩阵自相矛盾。",
      remedy:
        e.fault === "size"
          ? "请按成员顺序为每个成员写一行，如 `comparisons: [[1, 3], [1/3, 1]]`。"
          : e.row === e.column
            ? "请将对角线写为 1。"
            : `请将 \`${e.column}\` 对 \`${e.row}\` 写为 \`1/${e.value}\`。`,
    }),
  }),

  "INDEX-PCA-CANCELLED": errorEntry<{ index: string; group: string; members: { member: string; loading: number }[] }>({
    example: {
      index: "np",
      group: "labour",
      members: [
        { member: "rdStaff", loading: 0.71 },
        { member: "engel", loading: -0.7 },
      ],
    },
    en: (e) => ({
      message: `Principal components give \`${e.group}\` of \`${e.index}\` loadings that cancel: ${e.members.map((m) => `\`${m.member}\` ${m.loading.toFixed(2)}`).join(", ")}.`,
      why: "Weights are loadings over their sum. With a sum of zero there are none: the members do not measure one thing in one direction.",
      remedy:
        "Check the directions; if they are right, take the members apart, or use weights that cannot be negative (`entropy`, `critic`, `equal`).",
    }),
    zh: (e) => ({
      message: `主成分法给指数 \`${e.index}\` 的 \`${e.group}\` 的载荷相互抵消：${e.members.map((m) => `\`${m.member}\` ${m.loading.toFixed(2)}`).join("，")}。`,
      why: "权重等于载荷除以载荷之和。和为零时没有权重可言：这些成员并不朝同一方向度量同一事物。",
      remedy: "请核对方向；若方向无误，请将成员分开，或使用不会为负的权重（`entropy`、`critic`、`equal`）。",
    }),
  }),

  "INDEX-PCA-UNSTABLE": findingEntry<{ index: string; group: string; members: { member: string; weight: number }[] }>("serious", {
    example: {
      index: "np",
      group: "labour",
      members: [
        { member: "rdStaff", weight: 12.1 },
        { member: "engel", weight: -11.1 },
      ],
    },
    en: (e) => ({
      message: `Loadings of the principal components of \`${e.group}\` in \`${e.index}\` nearly cancel, so the weights blow up: ${e.members.map((m) => `\`${m.member}\` ${m.weight.toFixed(1)}`).join(", ")}.`,
      why: "Weights are loadings over their sum. With a sum near zero they are huge, and a few rows decide their signs: the members do not measure one thing in one direction.",
      remedy:
        "Check the directions; if they are right, take the members apart, or use weights that cannot be negative (`entropy`, `critic`, `equal`).",
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 中 \`${e.group}\` 的主成分载荷几乎相互抵消，权重因而失控：${e.members.map((m) => `\`${m.member}\` ${m.weight.toFixed(1)}`).join("，")}。`,
      why: "权重等于载荷除以载荷之和。和接近零时权重极大，符号由少数几行决定：这些成员并不朝同一方向度量同一事物。",
      remedy: "请核对方向；若方向无误，请将成员分开，或使用不会为负的权重（`entropy`、`critic`、`equal`）。",
    }),
  }),

  "INDEX-EXPERTS-FORM": errorEntry<FormEvidence>({
    example: {
      index: "np",
      fault: "sum",
      expert: "E2",
      group: "labour",
      member: null,
      other: null,
      text: "90",
      column: null,
      table: null,
      members: [],
    },
    en: (e) => ({
      message: `The experts' form of \`${e.index}\`${e.fault === "column" ? "" : `, group \`${e.group}\`${e.expert === null ? "" : `, expert ${e.expert}`}`}: ${
        {
          column: `the table \`${e.table}\` has no column \`${e.column}\`.`,
          value: `the value for \`${e.member}\` is "${e.text}", which is no positive number or fraction.`,
          member: `\`${e.member}\` is not a member. Members: ${list(e.members)}.`,
          twice:
            e.other === null
              ? `\`${e.member}\` has points twice.`
              : `\`${e.member}\` against \`${e.other}\` is judged twice, and differently.`,
          missing: e.other === null ? `there are no points for \`${e.member}\`.` : `\`${e.member}\` and \`${e.other}\` are not compared.`,
          sum: `the points sum to ${e.text}, not 100.`,
          nobody: "no expert has filled it in.",
        }[e.fault]
      }`,
      why: "A gap in a form would have to be guessed, and the guess would be the analyst's weight under the expert's name.",
      remedy: "Mend the form, or leave this expert out of it. `xinzhi form STUDY INDEX` writes an empty one.",
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 的专家问卷${e.fault === "column" ? "" : `，分组 \`${e.group}\`${e.expert === null ? "" : `，专家 ${e.expert}`}`}：${
        {
          column: `数据表 \`${e.table}\` 没有列 \`${e.column}\`。`,
          value: `\`${e.member}\` 的取值为“${e.text}”，不是正数或分数。`,
          member: `\`${e.member}\` 不是成员。成员有：${listZh(e.members)}。`,
          twice: e.other === null ? `\`${e.member}\` 有两个分值。` : `\`${e.member}\` 与 \`${e.other}\` 判断了两次且不一致。`,
          missing: e.other === null ? `\`${e.member}\` 没有分值。` : `\`${e.member}\` 与 \`${e.other}\` 没有比较。`,
          sum: `分值之和为 ${e.text}，而不是 100。`,
          nobody: "没有专家填写。",
        }[e.fault]
      }`,
      why: "问卷中的空缺只能猜测，而猜测会以专家的名义成为分析者自己的权重。",
      remedy: "请补全问卷，或剔除该专家。`xinzhi form STUDY INDEX` 可生成空白问卷。",
    }),
  }),

  "INDEX-DOUBT-NEGATIVE": errorEntry<{ index: string; indicator: string; cells: number; lowest: number }>({
    example: { index: "np", indicator: "growth", cells: 4, lowest: -1.2 },
    en: (e) => ({
      message: `Benefit of the doubt in \`${e.index}\` needs scaled values that are not negative, but \`${e.indicator}\` has ${e.cells} below zero (lowest ${short(e.lowest)}).`,
      why: "Every row's score is a share of the best that its own weights find; with negative values there is no such best.",
      remedy: "Write `scale: { method: minMax }`, and let all rows fix the ranges if some fall below.",
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 的 BoD（数据包络）赋权要求标准化值非负，但 \`${e.indicator}\` 有 ${e.cells} 个值小于零（最低 ${short(e.lowest)}）。`,
      why: "每行的得分是其自身权重下最优者的份额；存在负值时，这样的最优者没有意义。",
      remedy: "请写 `scale: { method: minMax }`；若仍有行低于下限，请让所有行参与确定范围。",
    }),
  }),

  "INDEX-AHP-INCONSISTENT": findingEntry<{
    index: string;
    group: string;
    ratio: number;
    worst: { row: string; column: string; judged: number; implied: number };
    experts: string[];
  }>("serious", {
    example: {
      index: "np",
      group: "labour",
      ratio: 0.18,
      worst: { row: "rdStaff", column: "engel", judged: 7, implied: 2.1 },
      experts: ["E2"],
    },
    en: (e) => ({
      message: `The comparisons of \`${e.group}\` in \`${e.index}\` contradict each other: consistency ratio ${e.ratio.toFixed(2)}, above 0.10.${e.experts.length === 0 ? "" : ` Experts above it: ${e.experts.join(", ")}.`} Farthest from the rest: \`${e.worst.row}\` over \`${e.worst.column}\` judged ${short(e.worst.judged)}, implied ${short(e.worst.implied)}.`,
      why: "Judgements this far from transitive are close to random: other weights fit them nearly as well.",
      remedy: `Ask again for \`${e.worst.row}\` against \`${e.worst.column}\`, or use \`method: budget\`.`,
    }),
    zh: (e) => ({
      message: `指数 \`${e.index}\` 中 \`${e.group}\` 的判断矩阵自相矛盾：一致性比率 ${e.ratio.toFixed(2)}，高于 0.10。${e.experts.length === 0 ? "" : `超标的专家：${e.experts.join("、")}。`}偏离最大的判断：\`${e.worst.row}\` 对 \`${e.worst.column}\` 判为 ${short(e.worst.judged)}，由其余判断推得 ${short(e.worst.implied)}。`,
      why: "判断偏离传递性如此之远，已接近随机：其他权重几乎同样符合这些判断。",
      remedy: `请重新判断 \`${e.worst.row}\` 与 \`${e.worst.column}\`，或改用 \`method: budget\`。`,
    }),
  }),

  "INDEX-EXPERTS-DISAGREE": findingEntry<{
    index: string;
    group: string;
    experts: number;
    kendallW: number | null;
    pValue: number | null;
  }>("warning", {
    example: { index: "np", group: "labour", experts: 5, kendallW: 0.21, pValue: 0.37 },
    en: (e) => ({
      message: `The ${e.experts} experts do not order the members of \`${e.group}\` in \`${e.index}\` more alike than chance would${e.kendallW === null ? "" : ` (Kendall's W ${e.kendallW.toFixed(2)}, p ${e.pValue!.toFixed(2)})`}.`,
      why: "Their mean is then nobody's opinion, and equal weights would be as well founded.",
      remedy: "Discuss and ask again (a second round of a Delphi), or show the index under each expert's weights.",
    }),
    zh: (e) => ({
      message: `${e.experts} 位专家对指数 \`${e.index}\` 中 \`${e.group}\` 成员的排序并不比随机更一致${e.kendallW === null ? "" : `（肯德尔 W = ${e.kendallW.toFixed(2)}，p = ${e.pValue!.toFixed(2)}）`}。`,
      why: "此时专家的平均意见不代表任何人的意见，等权同样站得住脚。",
      remedy: "请讨论后再问一轮（德尔菲法第二轮），或分别报告各专家权重下的指数。",
    }),
  }),

  "INDEX-IMPORTANCE-MISSED": findingEntry<{
    index: string;
    group: string;
    members: { member: string; share: number; target: number }[];
  }>("warning", {
    example: {
      index: "np",
      group: "np",
      members: [
        { member: "rd", share: 0.61, target: 0.5 },
        { member: "forest", share: 0.39, target: 0.5 },
      ],
    },
    en: (e) => ({
      message: `No weights give the members of \`${e.group}\` in \`${e.index}\` the importance asked for: ${e.members.map((m) => `${m.member} ${m.share.toFixed(3)} (asked ${m.target.toFixed(3)})`).join(", ")}.`,
      why: "A member that runs against the others cannot be made as important as they are by a positive weight.",
      remedy: "Look at the member's direction, or move it to a group of its own.",
    }),
    zh: (e) => ({
      message: `没有权重能使指数 \`${e.index}\` 中 \`${e.group}\` 的成员达到所要求的重要性：${e.members.map((m) => `${m.member} ${m.share.toFixed(3)}（要求 ${m.target.toFixed(3)}）`).join("，")}。`,
      why: "与其他成员反向变动的成员，无法靠正的权重变得同样重要。",
      remedy: "请检查该成员的方向，或将其移到单独的分组。",
    }),
  }),
};
