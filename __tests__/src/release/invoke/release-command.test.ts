import { describe, expect, test } from "@jest/globals";
import { AnswerLost, type Invocation } from "../../../../src/ports/functions.ts";
import { runReleaseCommand } from "../../../../src/release/invoke/release-command.ts";
import { storeWith } from "../../../fakes/cloud/bundle-store.ts";
import { turnedClock } from "../turned-clock.ts";

const place = {
  functionName: "shop-live",
  qualifier: "7",
  bucket: "bundles",
  app: "shop",
  stage: "live",
};

function run(invoke: () => Promise<Invocation>, claimed = false): Promise<string> {
  const store = { ...storeWith("bundles").store, claim: async () => !claimed };
  const ports = { functions: { invoke }, store, clock: turnedClock(), say: () => {} };
  return runReleaseCommand(ports, place, "rake db:migrate");
}

const lost = async () => {
  throw new AnswerLost("shop-live", "7", new Error("socket hang up"));
};

describe("a release command", () => {
  test("that succeeds gives its output", async () => {
    const output = "migrated\n";
    expect(await run(async () => ({ payload: { status: 0, output }, error: undefined }))).toBe(
      output,
    );
  });

  test("that fails is an error with its status and last lines", async () => {
    const output = `${"line\n".repeat(50)}PG::Error\n`;
    const running = run(async () => ({ payload: { status: 1, output }, error: undefined }));
    await expect(running).rejects.toMatchObject({
      message: `\`release-command\` (\`rake db:migrate\`) ended with exit status 1:\n${"line\n".repeat(39)}PG::Error`,
      fix: "The version that was live before, if any, still serves. What the command had changed by then stays changed.",
    });
  });

  test("that finds no gem is an error that says to use Bundler", async () => {
    const output = "rake aborted!\nLoadError: cannot load such file -- sequel/core\n";
    const running = run(async () => ({ payload: { status: 1, output }, error: undefined }));
    await expect(running).rejects.toMatchObject({
      fix: expect.stringMatching(
        /`sequel\/core`.*`bundle exec`.*\nThe version that was live before, if any, still serves\. What the command/,
      ),
    });
  });

  test("that cannot run is an error with the function's own", async () => {
    const running = run(async () => ({ payload: undefined, error: "LoadError" }));
    await expect(running).rejects.toMatchObject({
      message: "`release-command` could not be run in version 7:\nLoadError",
      fix: "The version that was live before, if any, still serves. Correct what the log names and deploy again.",
    });
  });

  test("whose answer is lost, and that leaves no result, is an error that says where to look", async () => {
    await expect(run(lost, true)).rejects.toMatchObject({
      message: expect.stringMatching(
        /^It is not known how `release-command` \(`rake db:migrate`\) ended\. It was not run again\. .*socket hang up$/,
      ),
      fix: expect.stringContaining("Look in the log `/aws/lambda/shop-live`"),
      cause: expect.any(AnswerLost),
    });
  });

  test("that the function was not asked for is an error of its own", async () => {
    const running = run(async () => {
      throw new Error("denied");
    });
    await expect(running).rejects.toThrow(/^denied$/);
  });
});
