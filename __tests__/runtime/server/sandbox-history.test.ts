import { expect, test } from "@jest/globals";
import { SandboxHistory } from "../../../runtime/src/server/sandbox-history.ts";

test("prewarms and calls are counted, and the sandbox has a name of its own", () => {
  const history = new SandboxHistory(0);
  history.countPrewarm();
  history.countCall();
  history.countCall();
  expect(history.report()).toEqual({
    sandbox: expect.stringMatching(/^[0-9a-f-]{36}$/),
    prewarmCount: 1,
    callCount: 2,
    coldStart: { fetchMs: 0, unpackMs: 0, bootMs: 0, totalMs: 0 },
  });
  expect(new SandboxHistory(0).report().sandbox).not.toBe(history.report().sandbox);
});
