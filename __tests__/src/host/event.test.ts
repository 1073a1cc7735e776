import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { readEvent } from "../../../src/host/event.ts";
import { tree } from "../../tree.ts";

test("the event's payload is read where a workflow has one", async () => {
  const path = join(tree({ "event.json": '{"action":"closed"}' }), "event.json");
  const env = { GITHUB_EVENT_NAME: "pull_request", GITHUB_EVENT_PATH: path };
  expect(await readEvent(env)).toEqual({ action: "closed" });
  expect(await readEvent({ GITHUB_EVENT_PATH: path })).toBeUndefined();
  expect(await readEvent({ GITHUB_EVENT_NAME: "push" })).toBeUndefined();
});
