// Writes a GB18030 CSV of 200 MB (firms, provinces, years, seven numbers) to a temporary folder, loads it in a child process and fails where the
// child's peak memory passes 500 MB. Not part of `npm test`: it takes a minute. Usage: node scripts/check-large-file.js [megabytes]
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const megabytes = Number(process.argv[2] ?? 200);
const limit = 500;
const lake = fileURLToPath(new URL("../dist/lake/main.js", import.meta.url));

/** Words in GB18030, as strings of one character per byte: two-byte codes come from the platform's own decoder. */
function gb18030Words(words) {
  const decoder = new TextDecoder("gb18030");
  const codes = new Map();
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) codes.set(decoder.decode(Uint8Array.of(lead, trail)), String.fromCharCode(lead, trail));
  return words.map((word) => Array.from(word, (c) => (c.charCodeAt(0) < 0x80 ? c : codes.get(c))).join(""));
}

function writeCsv(path) {
  const [header, firmWord, number, ...provinces] = gb18030Words([
    "企业,省份,年份,新质生产力,人工智能,资产收益率,规模,杠杆率,年龄,研发\n",
    "企业",
    "号",
    ...["北京", "天津", "河北", "山西", "上海", "江苏", "浙江", "广东", "四川", "西藏"],
  ]);
  const cells = Array.from({ length: 9973 }, (_, i) => (i % 50 === 0 ? "" : (((i * 7919) % 10007) / 1000.7).toFixed(6)));
  const file = openSync(path, "w");
  let bytes = writeSync(file, header, null, "latin1");
  let rows = 0;
  while (bytes < megabytes * 1e6) {
    let block = "";
    for (let k = 0; k < 5000; k++, rows++) {
      const firm = Math.floor(rows / 10);
      block += `${firmWord}${firm}${number},${provinces[firm % 10]},${2012 + (rows % 10)}`;
      for (let j = 1; j <= 6; j++) block += `,${cells[(rows * j) % 9973]}`;
      block += `,${rows % 31}\n`;
    }
    bytes += writeSync(file, block, null, "latin1");
  }
  closeSync(file);
  return { bytes, rows };
}

const child = `
  import { readFrame } from ${JSON.stringify(pathToFileURL(lake).href)};
  const start = performance.now();
  const frame = await readFrame(process.argv[1]);
  const seconds = (performance.now() - start) / 1000;
  const text = Array.from(frame.columns.values()).filter((c) => c.kind === "category").length;
  console.log(JSON.stringify({ rows: frame.rows, columns: frame.columns.size, text, seconds, from: frame.ledger[0].what.from, peak: process.resourceUsage().maxRSS / 1024 }));
`;

const folder = mkdtempSync(join(tmpdir(), "xinzhi-large-"));
try {
  const path = join(folder, "firms.csv");
  const written = writeCsv(path);
  console.log(`wrote ${(written.bytes / 1e6).toFixed(0)} MB, ${written.rows} rows, GB18030`);
  for (const run of ["first load (with transcoding)", "second load (twin in the cache)"]) {
    const result = spawnSync(process.execPath, ["--input-type=module", "-e", child, path], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    if (result.status !== 0) throw new Error(`the child ended with status ${result.status}`);
    const read = JSON.parse(result.stdout);
    console.log(
      `${run}: ${read.seconds.toFixed(1)} s, peak memory ${read.peak.toFixed(0)} MB; ${read.from}, ${read.rows} rows, ${read.columns} columns, ${read.text} of them text`,
    );
    if (read.rows !== written.rows) throw new Error(`${read.rows} rows read, ${written.rows} written`);
    if (read.peak > limit) throw new Error(`peak memory ${read.peak.toFixed(0)} MB passes ${limit} MB`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
