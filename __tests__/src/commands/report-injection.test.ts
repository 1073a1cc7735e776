import { describe, expect, test } from "@jest/globals";
import { reportInjection } from "../../../src/commands/report-injection.ts";
import { fakeBuild } from "./build/fake-build.ts";

describe("`inject: report`", () => {
  test("shows the edits and stops before anything is built", async () => {
    const { context, root, events, ran, reporter, summaries } = fakeBuild({
      env: { INPUT_INJECT: "report" },
    });
    await reportInjection(context);
    expect(events).toEqual([
      "open the root for the injection of the app",
      "# Look at the app",
      "# Look at Ruby",
      "# Inject",
    ]);
    expect(ran).toEqual([]);
    expect(summaries).toEqual([expect.stringContaining("+++ b/.megamode/config.ru")]);
    expect(reporter.notices).toEqual([expect.stringContaining("nothing was deployed")]);
    expect(root.asked).toEqual(["close"]);
  });

  test("closes the root where the app cannot be read", async () => {
    const { context, root, summaries } = fakeBuild({ files: { Gemfile: "" } });
    await expect(reportInjection(context)).rejects.toThrow("has no `config.ru`");
    expect([root.asked, summaries]).toEqual([["close"], []]);
  });
});
