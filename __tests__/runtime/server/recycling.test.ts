import { expect, test } from "@jest/globals";
import { Recycling, readRecycling } from "../../../runtime/src/server/recycling.ts";
import { FakeServer } from "./fake-sandbox.ts";

function server(mb = 0) {
  const fake = new FakeServer();
  fake.memory = mb * 1024 * 1024;
  return fake;
}

test("a server is replaced never, unless somebody asks for it", () => {
  const recycling = new Recycling(readRecycling({}));
  const untouched = server(Number.MAX_SAFE_INTEGER);
  for (let i = 0; i < 100; i += 1) expect(recycling.reason(untouched)).toBeUndefined();
});

test("requests are counted for each server", () => {
  const recycling = new Recycling(readRecycling({ MEGAMODE_RECYCLE_AFTER_REQUESTS: "2" }));
  const [one, other] = [server(), server()];
  expect(recycling.reason(one)).toBeUndefined();
  expect(recycling.reason(other)).toBeUndefined();
  expect(recycling.reason(other)).toBe("it has answered 2 requests");
});

test("memory is looked at after each request", () => {
  const recycling = new Recycling(readRecycling({ MEGAMODE_RECYCLE_ABOVE_MB: "100" }));
  expect(recycling.reason(server(100))).toBeUndefined();
  expect(recycling.reason(server(100.6))).toBe("it has 101 MB of memory");
});

test.each(["0", "-1", "many", "1e"])("a limit cannot be %j", (text) => {
  expect(() => readRecycling({ MEGAMODE_RECYCLE_ABOVE_MB: text })).toThrow(
    `MEGAMODE_RECYCLE_ABOVE_MB must be a number from 1 on: ${text}`,
  );
});
