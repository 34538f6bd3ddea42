// Every kernel against its TypeScript twin, one thread, into docs/kernels.md. A kernel stays only if it wins 1.5 times. Run after the build:
// node bench/kernels.js
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { gramBlock } from "../dist/numerics/kernels/gram.js";
import { arena } from "../dist/numerics/kernels/main.js";
import { reflectColumns } from "../dist/numerics/kernels/reflect.js";
import * as kernels from "../dist/numerics/kernels/rows.js";
import * as twins from "../dist/numerics/kernels/twins.js";
import { stream } from "../dist/numerics/streams.js";
import { rowBlock } from "../dist/numerics/sums.js";

const rows = 2_000_000;
const levels = 100_000;
const random = stream(1, 0);
const space = arena(700_000_000);

/** The same array in the arena and outside. */
const both = (values) => [space.copy(values), values];
const numbers = (length) => both(Float64Array.from({ length }, random.uniform));
const zeros = (length) => both(new Float64Array(length));
const codes = (length, n) => both(Int32Array.from({ length }, () => random.integer(n)));

const [values, valuesT] = numbers(rows);
const [values4, values4T] = numbers(4 * rows);
const [out, outT] = zeros(rows);
const [many, manyT] = codes(rows, levels);
const [few, fewT] = codes(rows, 1_000);
const [effects, effectsT] = numbers(levels);
const [effects4, effects4T] = numbers(4 * levels);
const [fewEffects, fewEffectsT] = numbers(1_000);
const [sums, sumsT] = zeros(levels);
const [sums4, sums4T] = zeros(4 * levels);
const [starts, startsT] = both(Int32Array.from({ length: levels + 1 }, (_, g) => Math.floor((rows * g) / levels)));
const [inverseWeight, inverseWeightT] = both(Float64Array.from({ length: levels }, (_, g) => 1 / (startsT[g + 1] - startsT[g])));
const [scratch, scratchT] = zeros(4 * 1_000);
const [pair, pairT] = codes(2 * rows, 20_000);
const csr = { starts, columns: few, values };
const csrT = { starts: startsT, columns: fewT, values: valuesT };
const reduced = { starts, codes: pair, blocks: 2, weights: null, inverseWeight, scratch };
const reducedT = { starts: startsT, codes: pairT, blocks: 2, weights: null, inverseWeight: inverseWeightT, scratch: scratchT };

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
  ["scatterAdd, 100,000 levels", () => kernels.scatterAdd(values, many, sums), () => twins.scatterAdd(valuesT, manyT, sumsT)],
  ["scatterAdd, 1,000 levels", () => kernels.scatterAdd(values, few, sums), () => twins.scatterAdd(valuesT, fewT, sumsT)],
  ["scatterAdd4, 100,000 levels", () => kernels.scatterAdd4(values4, many, sums4), () => twins.scatterAdd4(values4T, manyT, sums4T)],
  ["subtractByGroup", () => kernels.subtractByGroup(out, many, effects), () => twins.subtractByGroup(outT, manyT, effectsT)],
  ["subtractByGroup4", () => kernels.subtractByGroup4(values4, many, effects4), () => twins.subtractByGroup4(values4T, manyT, effects4T)],
  [
    "twoWayResidual",
    () => kernels.twoWayResidual(values, many, effects, few, fewEffects, out),
    () => twins.twoWayResidual(valuesT, manyT, effectsT, fewT, fewEffectsT, outT),
  ],
  ["csrProduct", () => kernels.csrProduct(csr, fewEffects, sums), () => twins.csrProduct(csrT, fewEffectsT, sumsT)],
  ["csrProduct4", () => kernels.csrProduct4(csr, effects4, sums4), () => twins.csrProduct4(csrT, effects4T, sums4T)],
  ["csrTransposed4", () => kernels.csrTransposed4(csr, effects4, sums4), () => twins.csrTransposed4(csrT, effects4T, sums4T)],
  [
    "reducedProduct, 2 blocks",
    () => kernels.reducedProduct(reduced, effects, sums),
    () => twins.reducedProduct(reducedT, effectsT, sumsT, 0, levels),
  ],
  [
    "reducedProduct4, 2 blocks",
    () => kernels.reducedProduct4(reduced, effects4, sums4),
    () => twins.reducedProduct4(reducedT, effects4T, sums4T, 0, levels),
  ],
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

How many times faster each kernel of \`assembly/kernels.ts\` is than its TypeScript twin (\`src/numerics/kernels/twins.ts\`), one thread, 2 million
rows (200,000 for X'X, the copy into the kernel's memory included), processor time, least of nine interleaved runs on Node ${process.versions.node},
${cpus()[0].model.trim()}. Made by \`bench/kernels.js\`. A kernel stays only if it wins 1.5 times; all give the twin's bits (\`kernels.test.ts\`). The names
ending in 4 work on four right-hand sides at once.

| kernel | times faster |
| --- | --- |
${lines.join("\n")}
`;
writeFileSync(new URL("../docs/kernels.md", import.meta.url), page);
