import { describe, expect, test } from "@jest/globals";
import { buildOnly } from "../../../src/commands/build-only.ts";
import { pullRequest } from "../inputs/event/payloads.ts";
import { earlierBuild, finds } from "./build/earlier.ts";
import { fakeBuild } from "./build/fake-build.ts";

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
});
