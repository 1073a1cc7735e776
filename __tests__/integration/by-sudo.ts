import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { isolations, works } from "../../src/host/root/isolations.ts";
import { createShell } from "../../src/host/shell.ts";
import { jails } from "../../src/host/trial/jails.ts";
import { runTrial } from "../../src/host/trial/trial.ts";
import type { TrialPlan } from "../../src/ports/trial.ts";

/**
 * Runs trials, and a command in a build root, by the ways that need sudo. It is run as a user with sudo.
 * `by-sudo.ts BACKING SCRATCH PLAN...`, plans as JSON; prints JSON.
 */
const [backing = "", scratch = "", ...plans] = process.argv.slice(2);
const uid = process.getuid?.() ?? 0;
const shell = createShell();
const isolation = isolations(uid).find(({ name }) => name === "sudo");
const jail = jails(uid).find(({ name }) => name === "chroot");
if (!isolation || !jail) throw new Error("There is no way by sudo.");

const wrap = isolation.wrap(backing, { folders: [], files: [], held: [] });
const command = { file: "sh", args: ["-c", 'id -u; pwd; echo "$HOME $GREETING"; echo "$PATH"'] };
const ran = await createShell(wrap).run({ ...command, cwd: "/tmp/mm/bin" });
const trials = [];
for (const plan of plans) {
  const place = { backing, wrap, scratch: mkdtempSync(join(scratch, "trial-")) };
  trials.push(await runTrial(JSON.parse(plan) as TrialPlan, place, shell, [jail]));
}
process.env.RUBYOPT = "-rnone"; // The runner's: no trial gets it.
const place = { backing, wrap, scratch: mkdtempSync(join(scratch, "trial-")) };
const plan = { ...(JSON.parse(plans.at(-1) ?? "{}") as TrialPlan), argv: ["/usr/bin/env"] };
const unjailed = await runTrial(plan, place, shell, []);
console.log(JSON.stringify({ works: await works(createShell(wrap)), ran, trials, unjailed, plan }));
