import { expect, test } from "@jest/globals";
import { describeExit, ServerError } from "../../../runtime/src/server/server-error.ts";

test("the message ends with the app's last lines, if it wrote any", () => {
  expect(new ServerError("it ended", ["a", "b"]).message).toBe("it ended. Its last lines:\na\nb");
  expect(new ServerError("it ended", []).message).toBe("it ended");
});

test.each([
  [7, null, "exited with status 7"],
  [null, "SIGTERM", "was ended by SIGTERM"],
  [null, "SIGKILL", "was killed (SIGKILL): out of memory? Raise `memory`"],
  [null, "SIGKILL", "was killed (SIGKILL): out of memory. Raise `memory`", false, 1],
  [null, "SIGKILL", "was killed (SIGKILL), and not because memory had run out", false, 0],
  [null, "SIGKILL", "was killed (SIGKILL)", true, 0],
] as const)(
  "status %s and signal %s: it %s",
  (code, signal, text, byUs?: boolean, kills?: number) => {
    expect(describeExit(code, signal, byUs, kills)).toBe(text);
  },
);
