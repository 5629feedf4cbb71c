// Builds ../lifow/static/dist: app.css, app.js, charts.js, guidance.js, uploads.js, writing.js, scorm-api.js, service-worker.js and fonts/. File names are fixed; Django adds hashes.
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { watch } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Scanner } from "@tailwindcss/oxide";
import { compile, optimize } from "@tailwindcss/node";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "..");
const dist = join(root, "lifow/static/dist");
const inter = join(here, "node_modules/@fontsource-variable/inter");

// Only these folders are searched for class names, so the result depends on nothing else on the machine.
const sources = [
  { base: join(root, "templates"), pattern: "**/*.html", negated: false },
  { base: join(here, "src"), pattern: "**/*.ts", negated: false },
];

async function buildFonts() {
  const css = await readFile(join(inter, "wght.css"), "utf8");
  const files = [...css.matchAll(/url\(\.\/files\/([\w.-]+)\)/g)].map((match) => match[1]);
  await mkdir(join(dist, "fonts"), { recursive: true });
  await Promise.all(files.map((name) => copyFile(join(inter, "files", name), join(dist, "fonts", name))));
  return css.replaceAll("./files/", "fonts/");
}

async function buildStyles() {
  const compiler = await compile(await readFile(join(here, "src/app.css"), "utf8"), {
    base: join(here, "src"),
    onDependency() {},
  });
  const tailwind = compiler.build(new Scanner({ sources }).scan().sort());
  const { code } = optimize(`${await buildFonts()}\n${tailwind}`, { minify: true });
  await writeFile(join(dist, "app.css"), code);
}

function buildScripts() {
  return esbuild.build({
    absWorkingDir: here,
    entryPoints: { app: "src/app.ts", charts: "src/charts.ts", guidance: "guidance/index.ts", uploads: "src/uploads.ts", writing: "src/writing.ts" },
    outdir: dist,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "eof",
    logLevel: "warning",
  });
}

// Plain scripts: in the frame of a package, before its own scripts, and beside all pages, where modules are not known.
function buildPlainScripts() {
  return esbuild.build({
    absWorkingDir: here,
    entryPoints: { "scorm-api": "src/scorm-api.ts", "service-worker": "src/service-worker.ts" },
    outdir: dist,
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    legalComments: "eof",
    logLevel: "warning",
  });
}

async function build() {
  const started = performance.now();
  await mkdir(dist, { recursive: true });
  await Promise.all([buildStyles(), buildScripts(), buildPlainScripts()]);
  console.log(`Built lifow/static/dist in ${Math.round(performance.now() - started)} ms`);
}

await build();

if (process.argv.includes("--watch")) {
  let waiting;
  const again = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => build().catch((error) => console.error(error.message)), 80);
  };
  for (const folder of [join(here, "src"), join(here, "guidance"), join(root, "templates")]) watch(folder, { recursive: true }, again);
}
