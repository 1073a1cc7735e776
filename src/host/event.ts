import { readFile } from "node:fs/promises";
import { UserError } from "../errors.ts";

/**
 * Reads the payload of the event that started the workflow; undefined outside of a workflow.
 * @throws UserError if GITHUB_EVENT_PATH names no file of JSON
 */
export async function readEvent(env: NodeJS.ProcessEnv): Promise<unknown> {
  const { GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: path } = env;
  if (!name || !path) return undefined;
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    // JSON.parse quotes the text, which may hold more than a log should.
    throw new UserError(
      `\`GITHUB_EVENT_PATH\`: the payload of the event \`${name}\` cannot be read.`,
      "GitHub writes this file; outside of a workflow, leave GITHUB_EVENT_NAME unset.",
      { cause },
    );
  }
}
