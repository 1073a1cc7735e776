import { describe, expect, test } from "@jest/globals";
import { buildOnly } from "../../../src/commands/build-only.ts";
import { pullRequest } from "../inputs/event/payloads.ts";
import { earlierBuild, finds } from "./build/earlier.ts";
import { fakeBuild, RACK } from "./build/fake-build.ts";

const { env, payload } = pullRequest("opened", "fork");

async function fork(more: Parameters<typeof fakeBuild>[0] = {}) {
  const earlierBuilds = finds(await earlierBuild());
  return fakeBuild({ ...more, env: { ...env, ...more.env }, payload, more: { earlierBuilds } });
}

const why = "a fork's pull request has no credentials";

describe("a fork's pull request", () => {
  test("is built and tried, and its sizes are told; nothing of AWS is in reach", async () => {
    const { context, root, events, reporter, summaries } = await fork();
    expect(context.inputs.task.kind).toBe("build");
    expect(Object.keys(context)).not.toContain("cloud");
    await buildOnly(context, why);
    expect(events[0]).toBe("open the root for the build of the app");
    expect(events.slice(-2)).toEqual(["# Largest parts, unpacked", "# Preflight"]);
    expect(root.trials).toHaveLength(1);
    const { outputs, notices } = reporter;
    expect([...outputs.keys()]).toEqual(["bundle-bytes", "bundle-digest"]);
    expect(Number(outputs.get("bundle-bytes"))).toBeGreaterThan(100);
    expect(outputs.get("bundle-digest")).toMatch(/^[0-9a-f]{64}$/);
    expect(notices).toEqual([
      expect.stringMatching(
        /^Built \(.* KB\), not deployed: a fork's pull request has no credentials\.$/,
      ),
    ]);
    expect(summaries).toEqual([expect.stringContaining("largest parts of the bundle")]);
    expect(root.asked).toEqual(["trial", "close"]);
  });

  test("has its root closed where the build fails", async () => {
    const { context, root, reporter } = await fork({
      env: { "INPUT_BUILD-COMMAND": "make" },
      does: ({ file }) => ({ status: file === "sh" ? 1 : 0 }),
    });
    await expect(buildOnly(context, why)).rejects.toThrow("failed with exit status 1");
    expect([root.asked, root.trials]).toEqual([["close"], []]);
    expect(reporter.outputs.size).toBe(0);
  });

  test("has its root closed where the preflight fails, and no outputs", async () => {
    const { context, root, reporter, summaries } = await fork();
    const boot = { kind: "ended", how: "exited with status 1" } as const;
    root.result = { ...root.result, boot };
    await expect(buildOnly(context, why)).rejects.toThrow("does not start");
    expect(root.asked).toEqual(["trial", "close"]);
    expect([reporter.outputs.size, summaries]).toEqual([0, []]);
  });

  test("is told what of it does not travel, and the line that brings it back where it is missed", async () => {
    const files = { ...RACK, "spec/openapi.yml": "openapi: 3", ".env.production": "SITE=1" };
    const { context, reporter, summaries } = await fork({ files });
    await buildOnly(context, why);
    const said = "Left out 2 files: .env files (1 file, 6 B), spec/ (1 file, 10 B).";
    expect(reporter.infos).toContainEqual(expect.stringContaining(said));
    expect(summaries).toEqual([expect.stringContaining(said)]);

    const output = "No such file or directory @ rb_sysopen - /tmp/mm/app/spec/openapi.yml";
    const boot = { kind: "ended", how: "exited with status 1" } as const;
    const ending = await fork({ files });
    ending.root.result = { ...ending.root.result, boot, output };
    await expect(buildOnly(ending.context, why)).rejects.toMatchObject({
      message: expect.stringContaining("does not start"),
      fix: expect.stringMatching(
        /^`spec\/openapi\.yml` .*\n {4}include: spec\/openapi\.yml\nNothing was/,
      ),
    });

    const failing = await fork({ files });
    failing.root.result = { ...failing.root.result, answer: 500, output: 'key not found: "SITE"' };
    await buildOnly(failing.context, why);
    expect(failing.reporter.warnings).toEqual([
      expect.stringMatching(/answers 500[\s\S]*`\.env\.production` defines `SITE`.*`environment`/),
    ]);
  });

  test("is told so where the build command fails, however much it writes afterwards", async () => {
    const output = `cat: spec/data.yml: No such file or directory\n${"frame\n".repeat(60)}`;
    const { context } = await fork({
      files: { ...RACK, "spec/data.yml": "x" },
      env: { "INPUT_BUILD-COMMAND": "make" },
      does: ({ file }) => (file === "sh" ? { status: 1, output } : undefined),
    });
    await expect(buildOnly(context, why)).rejects.toMatchObject({
      fix: expect.stringContaining("    include: spec/data.yml\n"),
    });
  });
});
