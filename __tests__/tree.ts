import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll } from "@jest/globals";

type Files = Readonly<Record<string, string | Buffer>>;

const made: string[] = [];
afterAll(() => {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
});

/** Makes a temporary folder with these files, path -> content. It is removed after the last test of the file. */
export function tree(files: Files = {}): string {
  const dir = mkdtempSync(join(tmpdir(), "megamode-tree-"));
  made.push(dir);
  writeTree(dir, files);
  return dir;
}

/** Writes files into a folder that may have others. @param mode of each of them, such as a program's 0755 */
export function writeTree(dir: string, files: Files, mode?: number): void {
  for (const [path, content] of Object.entries(files)) {
    const file = join(dir, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    if (mode !== undefined) chmodSync(file, mode);
  }
}

/** What a folder holds: content of files, `-> target` of links, and nothing of empty folders (`path/`). */
export function readTree(dir: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    const path = relative(dir, file);
    if (entry.isSymbolicLink()) found[path] = `-> ${readlinkSync(file)}`;
    else if (entry.isFile()) found[path] = readFileSync(file, "utf8");
    else if (entry.isDirectory() && readdirSync(file).length === 0) found[`${path}/`] = "";
  }
  return found;
}
