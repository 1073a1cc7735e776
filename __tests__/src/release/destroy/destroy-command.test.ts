import { expect, test } from "@jest/globals";
import type { Invocation } from "../../../../src/ports/functions.ts";
import { runDestroyCommand } from "../../../../src/release/destroy/destroy-command.ts";
import { storeWith } from "../../../fakes/cloud/bundle-store.ts";
import { turnedClock } from "../turned-clock.ts";

const place = {
  functionName: "shop-pr-12",
  qualifier: "live",
  bucket: "bundles",
  app: "shop",
  stage: "pr-12",
};

const run = (answer: Invocation) => {
  const functions = { invoke: async () => answer };
  const cloud = {
    functions,
    store: storeWith("bundles").store,
    clock: turnedClock(),
    say: () => {},
  };
  return runDestroyCommand(cloud, place, "bin/leave");
};

test("a destroy command that succeeds is told by its output", async () => {
  expect(await run({ payload: { status: 0, output: "bye\n" }, error: undefined })).toEqual({
    output: "bye\n",
    problem: undefined,
  });
});

test("a destroy command that fails is told by its status and last lines", async () => {
  expect(await run({ payload: { status: 3, output: "no\n" }, error: undefined })).toEqual({
    output: "no\n",
    problem: "ended with exit status 3:\nno",
  });
});

test("a destroy command that cannot run is told by the function's error", async () => {
  expect(await run({ payload: undefined, error: "no room" })).toEqual({
    output: "",
    problem: "could not be run:\nno room",
  });
});
