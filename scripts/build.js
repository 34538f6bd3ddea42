// Makes dist/: kernels, compiled TypeScript, schemas, executable bit, and last a stamp (the hash of every input).
// With an equal stamp it does nothing, so prepare, prestart and pretest can all call it.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
const stampFile = join(dist, ".stamp");
const require = createRequire(import.meta.url);

/** Every file below a folder, in code-point order. */
function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)]));
}

function stamp() {
  const hash = createHash("sha256");
  const inputs = [
    ...filesBelow(join(root, "src")).filter((f) => !f.endsWith(".generated.ts")),
    ...filesBelow(join(root, "assembly")),
    join(root, "scripts/build.js"),
    join(root, "package.json"),
    join(root, "tsconfig.json"),
  ];
  for (const file of inputs)
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update("\0");
  return hash.digest("hex");
}

function has(name) {
  try {
    require.resolve(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
}

function run(script, args) {
  execFileSync(process.execPath, [script, ...args], { cwd: root, stdio: "inherit" });
}

/** The flags that a kernel's source asks for in a comment line. */
function flagsAfter(label, source) {
  const line = source.split("\n").find((text) => text.startsWith(`// ${label}: `));
  return line === undefined ? null : line.slice(`// ${label}: `.length).split(" ");
}

/**
 * assembly/NAME.ts -> src/numerics/NAME.generated.ts holding the module as base64. A kernel that works on arrays of its caller asks
 * for more flags in its first lines: `// asc: --importMemory`; and, to be compiled a second time for memory that threads share
 * (exported as NAMESharedWasm): `// asc for shared memory: ...`.
 */
function buildKernels() {
  const asc = join(root, "node_modules/assemblyscript/bin/asc.js");
  for (const file of filesBelow(join(root, "assembly")).filter((f) => f.endsWith(".ts"))) {
    const name = relative(join(root, "assembly"), file).replace(/\.ts$/, "");
    const source = readFileSync(file, "utf8");
    const generated = join(root, "src/numerics", `${name}.generated.ts`);
    // The compiler takes seconds: a kernel whose source has not changed is kept.
    const mark = createHash("sha256").update(source).digest("hex").slice(0, 16);
    if (existsSync(generated) && readFileSync(generated, "utf8").startsWith(`// ${mark} `)) continue;
    const base64 = (suffix, more) => {
      const wasm = join(dist, ".kernels", `${name}${suffix}.wasm`);
      run(asc, [file, "--outFile", wasm, "-O3", "--noAssert", "--runtime", "stub", "--enable", "simd", "--use", "abort=", ...more]);
      return `export const ${name}${suffix}Wasm =\n  "${readFileSync(wasm).toString("base64")}";\n`;
    };
    const flags = flagsAfter("asc", source) ?? [];
    const shared = flagsAfter("asc for shared memory", source);
    writeFileSync(
      generated,
      `// ${mark} Made by scripts/build.js from assembly/${name}.ts. Never edited, never committed.\n${base64("", flags)}${shared === null ? "" : base64("Shared", shared)}`,
    );
  }
}

/** The files the compiler makes of src/. */
function outputs() {
  return filesBelow(join(root, "src"))
    .filter((f) => f.endsWith(".ts"))
    .flatMap((f) => {
      const base = join(dist, relative(join(root, "src"), f)).replace(/\.ts$/, "");
      return [`${base}.js`, `${base}.d.ts`];
    });
}

/** Compiles a project. The compiler's memory of the last time makes a small change three times as fast; it is dropped where a file it made is gone. */
function compile(project) {
  const memory = join(dist, ".compiler", `${project}.tsbuildinfo`);
  if (!outputs().every((file) => existsSync(file))) rmSync(memory, { force: true });
  run(join(root, "node_modules/typescript/bin/tsc"), ["-p", project, "--incremental", "--tsBuildInfoFile", memory]);
}

function removeStale() {
  const kept = new Set(outputs());
  for (const file of filesBelow(dist)) {
    if (/\.(js|d\.ts)$/.test(file) && !kept.has(file)) rmSync(file);
  }
}

async function writeSchemas() {
  const module = join(dist, "study/schemas.js");
  if (!existsSync(module)) return;
  const { studyJsonSchema, resultsJsonSchema } = await import(pathToFileURL(module).href);
  writeFileSync(join(dist, "study.schema.json"), `${JSON.stringify(studyJsonSchema(), null, 2)}\n`);
  writeFileSync(join(dist, "results.schema.json"), `${JSON.stringify(resultsJsonSchema(), null, 2)}\n`);
}

/** Help is printed from here: loading the command line to make it takes longer than Node itself. */
async function writeHelp() {
  const module = join(dist, "cli/helpTexts.js");
  if (!existsSync(module)) return;
  const { helpTexts } = await import(pathToFileURL(module).href);
  writeFileSync(join(dist, "cli/help.json"), JSON.stringify(await helpTexts()));
}

async function build() {
  const absent = ["typescript", "assemblyscript"].filter((name) => !has(name));
  if (absent.length > 0) {
    // With --omit=dev there is nothing to compile with; a packed tarball already carries dist/.
    if (existsSync(join(dist, "cli/main.js"))) return;
    console.error(
      `xinzhi: not built, because ${absent.join(" and ")} ${absent.length > 1 ? "are" : "is"} not installed (npm install without --omit=dev).`,
    );
    return;
  }
  const wanted = stamp();
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === wanted) return;
  rmSync(stampFile, { force: true });
  buildKernels();
  compile("tsconfig.json");
  compile("tsconfig.pure.json");
  removeStale();
  await writeSchemas();
  await writeHelp();
  const main = join(dist, "cli/main.js");
  if (existsSync(main)) chmodSync(main, statSync(main).mode | 0o755);
  writeFileSync(stampFile, wanted);
}

await build();
