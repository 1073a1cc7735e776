import { chmod, lstat, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ifThere, listNames, readIfThere, replaceFile } from "../files.ts";

/** What was done to one program, for the app's owner. */
export interface RepairedProgram {
  /** Relative to the app. */
  readonly path: string;
  readonly reason: string;
}

/** What `rails new` writes: https://github.com/rails/rails/tree/v8.0.2/railties/lib/rails/generators/rails/app/templates/bin */
const BIN_RAILS = `#!/usr/bin/env ruby
APP_PATH = File.expand_path("../config/application", __dir__)
require_relative "../config/boot"
require "rails/commands"
`;

/**
 * Makes the programs in the staged app's `bin/` start, wherever the checkout comes from: a file system without run bits
 * loses those, and Git for Windows may end lines with CR LF, which the kernel takes as a part of the program's name.
 * Adds `bin/rails` to a Rails app that has none, since commands name it.
 * @param dir the staged app
 */
export async function repairPrograms(
  dir: string,
  kind: "rails" | "rack",
): Promise<readonly RepairedProgram[]> {
  const bin = join(dir, "bin");
  const canBoot =
    kind === "rails" && (await readIfThere(join(dir, "config/boot.rb"))) !== undefined;
  const stat = await ifThere(lstat(bin));
  if (stat === undefined ? !canBoot : !stat.isDirectory()) return []; // A link may lead out of the app.
  await mkdir(bin, { recursive: true });
  const repaired: RepairedProgram[] = [];
  const names = await listNames(bin);
  for (const name of names) {
    const done = await repair(join(bin, name));
    if (done.length > 0) repaired.push({ path: `bin/${name}`, reason: done.join(", ") });
  }
  if (canBoot && !names.includes("rails")) {
    await writeFile(join(bin, "rails"), BIN_RAILS, { flag: "wx", mode: 0o755 });
    repaired.push({ path: "bin/rails", reason: "added, since the app has none" });
  }
  return repaired;
}

async function repair(file: string): Promise<readonly string[]> {
  const stat = await lstat(file);
  if (!stat.isFile()) return [];
  const bytes = await readFile(file);
  if (bytes.toString("latin1", 0, 2) !== "#!") return [];
  const done: string[] = [];
  const firstLine = bytes.toString("latin1", 0, bytes.indexOf(10) + 1);
  if (firstLine.endsWith("\r\n")) {
    const text = bytes.toString("latin1").replaceAll("\r\n", "\n");
    await replaceFile(file, Buffer.from(text, "latin1"));
    done.push("its lines end with LF, no longer with CR LF");
  }
  if ((stat.mode & 0o100) === 0) {
    await chmod(file, 0o755);
    done.push("it has its run bit");
  }
  return done;
}

/** Renders a line for each program; empty if there are none. */
export function renderPrograms(repaired: readonly RepairedProgram[]): string {
  return repaired.map(({ path, reason }) => `# ${path}: ${reason}\n`).join("");
}
