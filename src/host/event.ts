import { readFile } from "node:fs/promises";

/** Reads the payload of the event that started the workflow; undefined outside of a workflow. */
export async function readEvent(env: NodeJS.ProcessEnv): Promise<unknown> {
  const { GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: path } = env;
  return name && path ? JSON.parse(await readFile(path, "utf8")) : undefined;
}
