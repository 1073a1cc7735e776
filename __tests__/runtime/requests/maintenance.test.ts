import { expect, test } from "@jest/globals";
import { inMaintenance } from "../../../runtime/src/requests/maintenance.ts";

const ask = (accept: string) =>
  inMaintenance("Back at <9>.")(
    { method: "POST", prefix: "", target: "/", headers: [["accept", accept]] },
    "id",
    1000,
  );

test.each([
  ["text/html", "text/html; charset=utf-8", "Back at &#60;9&#62;."],
  ["application/json", "application/json", '"detail":"Back at <9>."'],
])("a client that takes %s reads when to come back", async (accept, type, text) => {
  const { status, headers, body } = (await ask(accept))!;
  expect(status).toBe(503);
  expect(Object.fromEntries(headers)).toEqual({
    "Content-Type": type,
    "Cache-Control": "no-store",
    "Retry-After": "120",
  });
  expect(body.toString()).toContain(text);
});
