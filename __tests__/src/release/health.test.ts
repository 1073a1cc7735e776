import { expect, test } from "@jest/globals";
import { judgeHealth } from "../../../src/release/health.ts";

test.each([
  [200, "", "healthy"],
  [302, "", "healthy"],
  [401, "Blocked hosts: a", "healthy"],
  [403, "", "healthy"],
  [404, "", "healthy"],
  [499, "", "healthy"],
  [
    403,
    "[ActionDispatch::HostAuthorization::DefaultResponseApp] Blocked hosts: a",
    "blocks the host",
  ],
  [403, "[HostAuthorization] Blocked host: a", "blocks the host"],
  [403, "attack prevented\nHost not permitted", "blocks the host"],
  [500, "", "failing"],
  [500, "Blocked hosts: a", "failing"],
  [503, "", "failing"],
])("an answer of %i with the log `%s` is %s", (status, log, health) =>
  expect(judgeHealth({ path: "/up" }, status, log)).toEqual({
    verdict: health,
    said: `\`/up\` answers ${status}`,
  }),
);
