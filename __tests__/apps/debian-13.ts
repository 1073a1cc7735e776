import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PROJECT } from "../e2e/harness.ts";
import { makeDebian } from "../portability/debian.ts";
import { trixie } from "../portability/machines.ts";

/**
 * The same tests on Debian 13, whose Ruby 3.3 runs Rails 8: `debian-13.ts [ARGUMENT OF JEST ...]`, those of Rails 8
 * where none is given. As root, who may make the machine's folder and enter it. Exits as Jest does.
 */
const given = process.argv.slice(2);
const wanted = given.length > 0 ? given : ["--testNamePattern=Rails 8"];
const root = makeDebian(trixie);
const tmp = mkdtempSync(join(tmpdir(), "megamode-debian-13-"));
const { status } = spawnSync(
  join(PROJECT, "__tests__/portability/enter"),
  [
    ...[root, `${PROJECT}:/project`, `${tmp}:/tmp`, "--"],
    ...["env", "--chdir=/project", "node_modules/.bin/node", "--experimental-vm-modules"],
    ...["--disable-warning=ExperimentalWarning", "node_modules/jest/bin/jest.js"],
    ...["--selectProjects=apps", "--runInBand", "--forceExit", "--verbose", ...wanted],
  ],
  { stdio: "inherit" },
);
rmSync(tmp, { recursive: true });
process.exitCode = status ?? 1;
