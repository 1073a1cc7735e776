import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { deployByTerminal } from "../../bin/deploy-by-terminal.ts";
import { environmentFor } from "../../bin/local-aws.ts";
import { surroundingsOf } from "../surroundings.ts";
import type { RoomOptions } from "./room.ts";

/**
 * Deploys the example to an embedded AWS.
 * @param state folder of the embedded AWS
 * @returns what a room needs to load its release and to serve it
 */
export async function deployExample(state: string): Promise<Omit<RoomOptions, "proxy">> {
  const { "function-name": functionName = "" } = await deployByTerminal({
    app: resolve(import.meta.dirname, "../../examples/rails"),
    stage: "bench",
    state,
    inputs: ["prewarm-rate=off"],
  });
  const { environment, mounts } = await surroundingsOf(state, functionName);
  const aws = await environmentFor(state);
  const { PATH = "", NODE_EXTRA_CA_CERTS: _, ...own } = { ...process.env, ...aws };
  const credentials = Object.entries(own).filter(([name]) => name.startsWith("AWS_"));
  const { LD_LIBRARY_PATH: _path, ...rest } = environment;
  const task = { LAMBDA_TASK_ROOT: newestCode(state), PATH };
  return {
    mounts,
    env: { ...rest, ...(Object.fromEntries(credentials) as Record<string, string>), ...task },
  };
}

function newestCode(state: string): string {
  const codes = join(state, "lambda/code");
  const [newest = ""] = readdirSync(codes)
    .map((name) => join(codes, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  return newest;
}
