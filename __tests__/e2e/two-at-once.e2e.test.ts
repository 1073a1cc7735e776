import { chmodSync, cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import {
  AS_ROOT_IN_CONTAINER,
  AS_USER,
  asRoot,
  bubblewrap,
  bubblewrapRuns,
  buildSudo,
  noNewPrivileges,
  REFUSED_BWRAP,
  SUDOS,
  USER,
  withPrograms,
} from "../machines.ts";
import {
  CHEAP,
  type Cloud,
  copyApp,
  deploy,
  FIXTURES,
  get,
  openCloud,
  PROJECT,
  succeeded,
} from "./harness.ts";

let cloud: Cloud;
beforeAll(async () => {
  cloud = await openCloud();
});
afterAll(() => cloud?.close());

/** One of two deploys that begin at once. */
interface One {
  readonly app: string;
  /** What starts it, and is found before all else in PATH. */
  readonly by: readonly string[];
  readonly programs?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly isolation: RegExp;
}

const probe = join(FIXTURES, "probe");
const sinatra = join(PROJECT, "examples/sinatra");
const own: One = { app: probe, by: [], isolation: /mount namespace|bubblewrap|sudo|lock/ };

/** As hosted runners have it: AppArmor refuses bubblewrap, and sudo asks for no password. The preflight needs it too. */
const bySudo = (): readonly One[] =>
  SUDOS.map((sudo) => {
    const programs = mkdtempSync(join(tmpdir(), "megamode-sudo-"));
    chmodSync(programs, 0o755);
    const by = [...withPrograms(REFUSED_BWRAP, buildSudo(sudo, programs)), ...AS_USER];
    return { app: sinatra, by, programs, inputs: { preflight: "request" }, isolation: /sudo/ };
  });

/** What a deploy is started by. */
function startedBy(...all: readonly string[]): readonly string[] {
  const { file, args } = bubblewrap(...all);
  return [file, ...args];
}

/** One after the other, in the real root. */
const byLock = (): One =>
  asRoot
    ? {
        app: sinatra,
        by: [...withPrograms(REFUSED_BWRAP), ...AS_ROOT_IN_CONTAINER],
        isolation: /lock/,
      }
    : {
        app: probe,
        by: startedBy(
          ...["--dev-bind", "/", "/", "--unshare-user", "--uid", USER, "--gid", USER],
          ...["--disable-userns", "--"],
        ),
        isolation: /lock/,
      };

const ways = [
  { name: "as the user who runs the tests", runs: true, deploys: () => [own, own] },
  {
    name: "as an ordinary user by classic sudo and by sudo-rs, where AppArmor refuses bubblewrap",
    runs: asRoot && !noNewPrivileges,
    deploys: bySudo,
  },
  {
    name: "in the real root: as root without CAP_SYS_ADMIN, or with namespaces refused",
    runs: asRoot || bubblewrapRuns,
    deploys: () => [byLock(), byLock()],
  },
];

describe("two deploys at once on one machine", () => {
  for (const { name, runs, deploys } of ways) {
    (runs ? test : test.skip)(`both succeed, ${name}`, async () => {
      const home = mkdtempSync(join(tmpdir(), "megamode-home-"));
      chmodSync(home, 0o777);
      const ca = join(home, "ca.pem");
      cpSync(cloud.aws.caFile, ca); // Where it lies, only its owner may read.
      const all = await Promise.all(
        deploys().map(async ({ app, by, programs, inputs, isolation }, number) => {
          const copy = copyApp(app);
          chmodSync(dirname(copy), 0o777);
          const path = programs ? { PATH: `${programs}:${process.env.PATH}` } : {};
          const deployed = succeeded(
            await deploy(cloud, {
              app: copy,
              by,
              stage: `stage-${number}`,
              inputs: { app: "twins", ...CHEAP, ...inputs },
              env: {
                ...{ HOME: home, NODE_EXTRA_CA_CERTS: ca, ...path },
                // Another user may not write where this one keeps gems.
                ...(by.length > 0 && { XDG_CACHE_HOME: join(home, ".cache") }),
              },
            }),
          );
          const [, said = ""] = /The build's folder is isolated by: (.*)/.exec(deployed.log) ?? [];
          return { ...deployed, isolation, by: said };
        }),
      );
      for (const { by, log, outputs, isolation } of all) {
        expect(by).toMatch(isolation);
        // Only there could the build write the runner's files, and a warning says so.
        expect(log.includes("does not hide the job from the build")).toBe(by === "lock");
        expect((await get(cloud, `${outputs.url}/up`)).status).toBe(200);
      }
      const waited = all.filter(({ log }) => /Waiting for the build of /.test(log));
      // Both, where a third build has the root when they begin.
      if (all.every(({ by }) => by === "lock")) expect(waited.length).toBeGreaterThanOrEqual(1);
      else expect(waited).toEqual([]);
    });
  }
});
