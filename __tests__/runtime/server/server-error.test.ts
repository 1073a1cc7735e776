import { expect, test } from "@jest/globals";
import { describeExit, ServerError } from "../../../runtime/src/server/server-error.ts";

test("the message ends with the app's last lines, if it wrote any", () => {
  expect(new ServerError("it ended", ["a", "b"]).message).toBe("it ended. Its last lines:\na\nb");
  expect(new ServerError("it ended", []).message).toBe("it ended");
});

test.each([
  [7, null, false, undefined, "exited with status 7"],
  [null, "SIGTERM", false, 0, "was ended by SIGTERM"],
  [null, "SIGKILL", false, undefined, "was killed (SIGKILL): out of memory? Raise `memory`"],
  [null, "SIGKILL", false, 1, "was killed (SIGKILL): out of memory. Raise `memory`"],
  [null, "SIGKILL", false, 0, "was killed (SIGKILL), and not because memory had run out"],
  [null, "SIGKILL", true, 0, "was killed (SIGKILL)"],
] as const)(
  "status %s and signal %s, ended by us: %s, processes killed for want of memory: %s",
  (code, signal, byUs, kills, text) => {
    expect(describeExit(code, signal, byUs, kills)).toBe(text);
  },
);
