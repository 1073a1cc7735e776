import { expect, test } from "@jest/globals";
import type { Prepared } from "../../../src/commands/build/prepare.ts";
import { reportInjection } from "../../../src/commands/report-injection.ts";
import { fakeBuildRoot } from "../../fakes/build-root.ts";
import { deployContext } from "./deploy-context.ts";

const diff = '--- Gemfile\n+++ Gemfile\n+gem "megamode"\n';
const prepared = { staged: { diff } } as unknown as Prepared;

test("the edits of the app's copy are told, and nothing is deployed", async () => {
  const root = fakeBuildRoot();
  const opened: string[] = [];
  const context = deployContext({});
  const openRoot = async (what: string) => {
    opened.push(what);
    return root;
  };
  await reportInjection({ ...context, openRoot }, async () => prepared);
  const said = "`inject: report`: these are the edits; nothing was deployed.";
  const { reporter, cloud } = context;
  expect(reporter.notices).toEqual([said]);
  expect(reporter.summaries).toEqual([expect.stringContaining('+gem "megamode"')]);
  expect(reporter.summaries[0]).toContain(said);
  expect(opened).toEqual(["the injection of /checkout"]);
  expect(root.asked).toEqual(["close"]);
  expect(cloud.calls).toEqual([]);
});
