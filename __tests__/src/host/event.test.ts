import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { UserError } from "../../../src/errors.ts";
import { readEvent } from "../../../src/host/event.ts";
import { tree } from "../../tree.ts";

test("the event's payload is read where a workflow has one", async () => {
  const path = join(tree({ "event.json": '{"action":"closed"}' }), "event.json");
  const env = { GITHUB_EVENT_NAME: "pull_request", GITHUB_EVENT_PATH: path };
  expect(await readEvent(env)).toEqual({ action: "closed" });
  expect(await readEvent({ GITHUB_EVENT_PATH: path })).toBeUndefined();
  expect(await readEvent({ GITHUB_EVENT_NAME: "push" })).toBeUndefined();
});

test.each(["", '{"pull_request":', "planted-text"])("a payload %j is an error", async (text) => {
  const path = join(tree({ "event.json": text }), "event.json");
  for (const GITHUB_EVENT_PATH of [path, `${path}.gone`]) {
    const read = readEvent({ GITHUB_EVENT_NAME: "push", GITHUB_EVENT_PATH });
    await expect(read).rejects.toThrow(UserError);
    await expect(read).rejects.toThrow(
      /^`GITHUB_EVENT_PATH`: the payload of the event `push` cannot be read\.$/,
    );
  }
});
