import { describe, expect, test } from "@jest/globals";
import { compile } from "../../../../src/commands/build/compile.ts";
import { writeTree } from "../../../tree.ts";
import { fakeBuild } from "./fake-build.ts";

describe("an app's code", () => {
  const server = {
    argv: ["/tmp/mm/bin/ruby", "puma"],
    cwd: "/tmp/mm/app",
    env: {},
    defaults: { DISABLE_BOOTSNAP: "1" },
  };
  const app = (...gems: readonly string[]) => ({
    locked: new Map(gems.map((gem) => [gem, "1"])),
    healthCheckPath: "/up",
  });

  test("is not compiled without bootsnap", async () => {
    const { context, root, events } = fakeBuild();
    expect(await compile(context, root, app("rack"), server)).toBe(server);
    expect(events).toEqual([]);
  });

  test("is compiled by the server that ships, which then reads the cache", async () => {
    const { context, root, ran } = fakeBuild({
      env: {
        INPUT_ENVIRONMENT: "TOKEN=of the stage\nDATABASE_URL=postgres://u:p@db/shop\nA=stage",
        "INPUT_BUILD-ENVIRONMENT": "A=build",
      },
      does: (_, backing) => {
        writeTree(backing, { "cache/bootsnap/a": "" });
        return undefined;
      },
    });
    const cached = await compile(context, root, app("bootsnap"), server);
    expect(cached.defaults).toEqual({
      BOOTSNAP_CACHE_DIR: "/tmp/mm/cache",
      BOOTSNAP_READONLY: "true",
    });
    expect(ran[0]?.args).toContain("/up");
    expect(ran[0]?.env).toMatchObject({
      TOKEN: "of the stage",
      DATABASE_URL: "postgres://localhost/none",
      A: "build",
      BOOTSNAP_READONLY: "false",
    });
  });

  test("is asked at the path of the input where there is one", async () => {
    const { context, root, ran } = fakeBuild({ env: { "INPUT_HEALTH-CHECK-PATH": "/healthz" } });
    await compile(context, root, app("bootsnap"), server);
    expect(ran[0]?.args).toContain("/healthz");
  });

  test("that fills no cache starts without one", async () => {
    const { context, root } = fakeBuild();
    expect(await compile(context, root, app("bootsnap"), server)).toBe(server);
  });
});
