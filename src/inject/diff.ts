import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { describeRepository } from "./copy/repository.ts";
import type { Edit, Injection } from "./injection.ts";
import { redactSecrets } from "./redact-secrets.ts";

/**
 * Renders all edits as one unified diff, with a line before each that gives the reason. Secrets do not show.
 * @param secrets values to hide wherever they stand
 */
export function renderDiff(injection: Injection, secrets: readonly string[] = []): string {
  const { gem, repository } = injection;
  const copied = [
    `# ${gem.path}/: the gem itself, copied\n`,
    ...(repository === undefined ? [] : [describeRepository(repository)]),
  ];
  return redactSecrets([renderPatch(injection.edits), ...copied].join("\n"), secrets);
}

/** Renders the edits as `patch -p1` applies them to the copied files. Shows secrets: outside of tests, use `renderDiff`. */
export function renderPatch(edits: readonly Edit[]): string {
  return edits.map(renderEdit).join("\n");
}

function renderEdit({ path, before, after, reason }: Edit): string {
  const from = before === undefined ? "/dev/null" : `a/${path}`;
  const patch = createTwoFilesPatch(from, `b/${path}`, before ?? "", after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
  return `# ${path}: ${reason}\n${patch}`;
}
