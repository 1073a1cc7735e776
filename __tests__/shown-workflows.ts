import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";

const project = resolve(import.meta.dirname, "..");

/** Blocks of YAML in a document. A whole workflow's first line names its file; the others are inputs or steps. */
export function yamlBlocks(document: string): readonly string[] {
  const text = readFileSync(join(project, document), "utf8");
  return [...text.matchAll(/^```ya?ml\n(.*?)^```$/gms)].map(([, block = ""]) => block);
}

export const isWorkflow = (block: string) => block.startsWith("# .github/workflows/");

/** All documents for users: the README, `docs/` and `examples/`. */
export function documents(): readonly string[] {
  const below = ["docs", "examples"].flatMap((folder) =>
    readdirSync(join(project, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".md"))
      .map((entry) => relative(project, join(entry.parentPath, entry.name))),
  );
  return ["README.md", ...below.filter((path) => !path.includes("node_modules"))];
}

/** Every whole workflow that a document shows, by where it stands. */
export function shownWorkflows(): readonly (readonly [where: string, text: string])[] {
  return documents().flatMap((document) =>
    yamlBlocks(document)
      .filter(isWorkflow)
      .map((block, at) => [`${document}, workflow ${at + 1}`, block] as const),
  );
}
