// Every kernel against its TypeScript twin, one thread, into docs/kernels.md. A kernel stays only if it wins 1.5 times. Run after the build:
// node bench/kernels.js
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { gramBlock } from "../dist/numerics/kernels/gram.js";
import { arena, limitThreads } from "../dist/numerics/kernels/main.js";
import { reducedProductOf, reducedRest, reducedRight } from "../dist/numerics/kernels/reduced.js";
import { reflectColumns } from "../dist/numerics/kernels/reflect.js";
import * as twins from "../dist/numerics/kernels/twins.js";
import { stream } from "../dist/numerics/streams.js";
import { rowBlock } from "../dist/numerics/sums.js";

limitThreads(1);
const rows = 2_000_000;
const levels = 100_000;
const random = stream(1, 0);
const space = arena(700_000_000);

/** The same array in the arena and outside. */
const both = (values) => [space.copy(values), values];
const numbers = (length) => both(Float64Array.from({ length }, random.uniform));
const zeros = (length) => both(new Float64Array(length));
const codes = (length, n) => both(Int32Array.from({ length }, () => random.integer(n)));

const [starts, startsT] = both(Int32Array.from({ length: levels + 1 }, (_, g) => Math.floor((rows * g) / levels)));
const [inverseWeight, inverseWeightT] = both(Float64Array.from({ length: levels }, (_, g) => 1 / (startsT[g + 1] - startsT[g])));
const unknowns = 20_000;
const [pair, pairT] = codes(2 * rows, unknowns);

/** The passes over rows with two other sets of effects, in the arena and outside. */
const passes = (width) => {
  const [values, valuesT] = numbers(width * rows);
  const [effects, effectsT] = numbers(width * unknowns);
  const [sums, sumsT] = zeros(width * unknowns);
  const [moreSums, moreSumsT] = zeros(width * unknowns);
  const [squares, squaresT] = zeros(width);
  const [scratch, scratchT] = zeros(width * 1_000);
  const shared = { blocks: 2, weights: null, width, middle: levels / 2 };
  const inside = { ...shared, starts, codes: pair, inverseWeight, scratch, second: { sums: moreSums, squares, scratch } };
  const outside = {
    ...shared,
    starts: startsT,
    codes: pairT,
    inverseWeight: inverseWeightT,
    scratch: scratchT,
    second: { sums: moreSumsT, squares: squaresT, scratch: scratchT },
  };
  return [
    [`reducedRight${width}`, () => reducedRight(inside, values, sums), () => reducedRight(outside, valuesT, sumsT)],
    [`reducedProduct${width}`, () => reducedProductOf(inside, effects, sums), () => reducedProductOf(outside, effectsT, sumsT)],
    [
      `reducedRest${width}`,
      () => reducedRest(inside, values, effects, { sums, squares }),
      () => reducedRest(outside, valuesT, effectsT, { sums: sumsT, squares: squaresT }),
    ],
  ];
};

const gram = (cols) => {
  const x = { rows, cols, data: Float64Array.from({ length: 200_000 * cols }, random.uniform) };
  x.rows = 200_000;
  const into = new Float64Array(cols * cols);
  const blocks = (f) => () => {
    for (let from = 0; from < x.rows; from += rowBlock) f(from, Math.min(from + rowBlock, x.rows));
  };
  return [
    blocks((from, to) => gramBlock(x, x, from, to, into)),
    blocks((from, to) => {
      for (let j = 0; j < cols; j++) for (let i = 0; i <= j; i += 4) twins.gramTile(x, i, x, j, from, to, into);
    }),
  ];
};

const [block, blockT] = numbers(512 * 10);
const [heads, headsT] = numbers(9);
const reflections = (reflect, data, room) => () => {
  for (let k = 0; k < 400; k++) reflect(data.subarray(0, 512), 1e-9, data, 512, 512, room);
};

const cases = [
  ...passes(2),
  ...passes(4),
  ["reflectColumns, 512 rows, 9 columns", reflections(reflectColumns, block, heads), reflections(twins.reflectColumns, blockT, headsT)],
  ["gramBlock, X'X, 6 columns", ...gram(6)],
  ["gramBlock, X'X, 10 columns", ...gram(10)],
  ["gramBlock, X'X, 20 columns", ...gram(20)],
  ["gramBlock, X'X, 50 columns", ...gram(50)],
];

const cpu = (f) => {
  const before = process.cpuUsage();
  f();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

const lines = cases.map(([name, kernel, twin]) => {
  let fast = Number.POSITIVE_INFINITY;
  let slow = Number.POSITIVE_INFINITY;
  // Interleaved, the least of nine: other programs slow both alike.
  for (let round = 0; round < 9; round++) {
    fast = Math.min(fast, cpu(kernel));
    slow = Math.min(slow, cpu(twin));
  }
  console.log(name, fast.toFixed(1), slow.toFixed(1), (slow / fast).toFixed(2));
  return `| ${name} | ${(slow / fast).toFixed(1)} |`;
});

const page = `# Kernels

How many times faster each kernel of \`assembly/kernels.ts\` is than its TypeScript twin (\`twins.ts\` and \`reducedTwins.ts\` in \`src/numerics/kernels\`), one thread, 2 million
rows with two sets of effects beside the eliminated one (200,000 for X'X, the copy into the kernel's memory included), processor time, least of nine interleaved runs on Node ${process.versions.node},
${cpus()[0].model.trim()}. Made by \`bench/kernels.js\`. A kernel stays only if it wins 1.5 times; all give the twin's bits (\`kernels.test.ts\`, \`reduced.test.ts\`). The names
ending in 2 and 4 work on so many right-hand sides at once.

| kernel | times faster |
| --- | --- |
${lines.join("\n")}
`;
writeFileSync(new URL("../docs/kernels.md", import.meta.url), page);
