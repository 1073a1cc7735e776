import { chmodSync, cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import {
  CHEAP,
  type Cloud,
  copyApp,
  deploy,
  FIXTURES,
  get,
  openCloud,
  succeeded,
} from "./harness.ts";

let cloud: Cloud;
beforeAll(async () => {
  cloud = await openCloud();
});
afterAll(() => cloud?.close());

const asRoot = process.getuid?.() === 0;
/** A user that the machine does not even know. */
const USER = "12345";

const ways = [
  { name: "as the user who runs the tests", by: [], expected: /mount namespace|bubblewrap/ },
  {
    name: "as an ordinary user",
    by: asRoot ? ["setpriv", "--reuid", USER, "--regid", USER, "--clear-groups", "--"] : [],
    expected: /bubblewrap/,
  },
  {
    name: "with namespaces refused",
    by: [
      ...["bwrap", "--dev-bind", "/", "/", "--unshare-user", "--uid", USER, "--gid", USER],
      ...["--disable-userns", "--"],
    ],
    expected: /lock/,
  },
];

describe("two deploys at once on one machine", () => {
  test.each(ways)("both succeed, $name", async ({ by, expected }) => {
    const app = copyApp(join(FIXTURES, "probe"));
    const home = mkdtempSync(join(tmpdir(), "megamode-home-"));
    for (const folder of [dirname(app), home]) chmodSync(folder, 0o777);
    const ca = join(home, "ca.pem");
    cpSync(cloud.aws.caFile, ca); // Where it lies, only its owner may read.
    const one = (stage: string) =>
      deploy(cloud, {
        app,
        by,
        stage,
        inputs: { app: "twins", ...CHEAP },
        env: {
          ...{ HOME: home, NODE_EXTRA_CA_CERTS: ca },
          // Another user may not write where this one keeps gems.
          ...(by.length > 0 && { XDG_CACHE_HOME: join(home, ".cache") }),
        },
      });
    const both = (await Promise.all([one("left"), one("right")])).map(succeeded);
    for (const deployed of both) {
      expect(deployed.log).toMatch(expected);
      // Only there could the build write the runner's files, and a warning says so.
      const warns = deployed.log.includes("does not hide the job from the build");
      expect(warns).toBe(expected.test("lock"));
      expect((await get(cloud, `${deployed.outputs.url}/up`)).status).toBe(200);
    }
    const waited = both.filter(({ log }) => /Waiting for the build of /.test(log));
    // Both, where a third build has the root when they begin.
    if (expected.test("lock")) expect(waited.length).toBeGreaterThanOrEqual(1);
    else expect(waited).toEqual([]);
  });
});
