import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { minifySync } from "@swc/core";

/**
 * Builds `dist/` from the sources: the action (index.js, which starts main.js), the proxy (runtime/index.mjs), the gem (gem/).
 * Usage: `node bin/build.ts [folder]`. The folder is emptied first.
 */
const project = resolve(import.meta.dirname, "..");
const bin = (name: string) => join(project, "node_modules", ".bin", name);
const run = (file: string, args: string[]) =>
  execFileSync(process.execPath, [file, ...args], {
    cwd: project,
    stdio: ["ignore", "inherit", "inherit"],
  });

const out = resolve(process.argv[2] ?? join(project, "dist"));
rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "runtime"), { recursive: true });

run(bin("tsc"), ["-b", "src", "runtime"]);
run(bin("ncc"), ["build", "lib/src/main.js", "-o", out, "--license", "licenses.txt", "-q"]);
renameSync(join(out, "index.js"), join(out, "main.js"));
bundle("lib/src/begin.js", join(out, "index.js"));
bundle("lib/runtime/src/handler.js", join(out, "runtime", "index.mjs"));
shorten(join(out, "runtime", "index.mjs"));
cpSync(join(project, "runtime", "gem"), join(out, "gem"), { recursive: true });

/** Bundles what needs no other file into one. */
function bundle(entry: string, file: string): void {
  const folder = mkdtempSync(join(tmpdir(), "megamode-bundle-"));
  run(bin("ncc"), ["build", entry, "-o", folder, "-q"]);
  cpSync(join(folder, "index.js"), file);
  rmSync(folder, { recursive: true });
}

/**
 * Takes out what a cold start reads and does not need: comments, white space and the names of local variables. The names
 * of functions and classes stay, because the stack of an error in the log shows them.
 */
function shorten(file: string): void {
  const { code } = minifySync(readFileSync(file, "utf8"), {
    module: true,
    compress: false,
    mangle: { keep_fnames: true, keep_classnames: true },
    format: { comments: false },
  });
  writeFileSync(file, code);
}
