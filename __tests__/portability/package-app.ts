import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildContext } from "../../src/action.ts";
import { build } from "../../src/commands/build/build.ts";
import { UserError } from "../../src/errors.ts";
import { systemClock } from "../../src/host/clock.ts";
import { terminalReporter } from "../../src/host/reporter.ts";
import { readInputs } from "../../src/inputs/read.ts";

/**
 * Builds what a deploy would upload, by the action's own code, and leaves it in a folder:
 * `package-app.ts APP OUT`, inputs as INPUT_* in the environment.
 */
const [app = "", out = ""] = process.argv.slice(2);
const reporter = terminalReporter(systemClock, (line) => console.log(line));
const env = { ...process.env, "INPUT_WORKING-DIRECTORY": app, INPUT_REGION: "eu-west-1" };
const inputs = readInputs(env, app, undefined);
const dist = resolve(import.meta.dirname, "../../dist");
const context = buildContext(env, dist, inputs, reporter);
const root = await context.openRoot("the test of portability");
try {
  const { manifest, archives } = await build(context, root);
  mkdirSync(out, { recursive: true });
  for (const { ref, folder } of archives) {
    const pieces = ref.pieces.map(({ sha256 }) => readFileSync(join(folder, sha256)));
    writeFileSync(join(out, `${ref.name}.tar.zst`), Buffer.concat(pieces));
  }
  writeFileSync(join(out, "manifest.json"), JSON.stringify(manifest));
} catch (error) {
  process.exitCode = 1;
  console.error(error instanceof UserError ? `${error.message}\n${error.fix}` : error);
} finally {
  await root.close();
}
