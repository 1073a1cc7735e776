import { resolve } from "node:path";
import { parseArgs } from "node:util";

export const USAGE = `usage: npm run bench:coldstart -- [--runs N] [--app DIR] [--path /PAGE] [--input NAME=VALUE ...]

--runs   number of runs, 5 by default
--app    a folder with a Rack or Rails app whose bundle has Puma; examples/rails by default
--path   the first page, with its query; by default what a deploy asks too (input health-check-path)
--input  an input of action.yml, such as environment or function-configuration`;

/** What is measured. */
export interface Options {
  readonly runs: number;
  readonly app: string;
  /** Absent if it is the app's health check. */
  readonly path: string | undefined;
  readonly inputs: readonly string[];
}

/**
 * Reads the command line.
 * @throws Error that names the argument
 */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: "string", default: "5" },
      app: { type: "string", default: resolve(import.meta.dirname, "../examples/rails") },
      path: { type: "string" },
      input: { type: "string", multiple: true, default: [] },
    },
  });
  const { runs, app, path, input: inputs } = values;
  if (!/^[1-9]\d*$/.test(runs)) throw new Error(`--runs ${runs}: must be a number from 1 on`);
  if (path !== undefined && !/^\/[!-~]*$/.test(path)) {
    throw new Error(`--path ${path}: must begin with / and be encoded as in a URL`);
  }
  const odd = inputs.find((input) => input.indexOf("=") < 1);
  if (odd !== undefined) throw new Error(`--input ${odd}: must be NAME=VALUE`);
  return { runs: Number(runs), app: resolve(app), path, inputs };
}
