import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const project = resolve(import.meta.dirname, "..");

export interface Import {
  readonly from: string;
  readonly to: string;
}

/**
 * What a file imports: files as paths from the project's top, packages by name.
 * @param file from the project's top, too
 */
export function importsOf(file: string): Import[] {
  const text = readFileSync(join(project, file), "utf8");
  const found = text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g);
  return [...found].map(([, name = ""]) => ({
    from: file,
    to: name.startsWith(".") ? relative(project, resolve(project, dirname(file), name)) : name,
  }));
}
