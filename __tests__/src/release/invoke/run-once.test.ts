import { describe, expect, test } from "@jest/globals";
import type { RunMessage, RunResult } from "../../../../contract/messages.ts";
import type { Clock } from "../../../../src/ports/clock.ts";
import { AnswerLost, type Invocation } from "../../../../src/ports/functions.ts";
import { type NotRun, runOnce, runsPrefix } from "../../../../src/release/invoke/run-once.ts";
import { putByUrl, storeWith } from "../../../fakes/cloud/bundle-store.ts";
import { turnedClock } from "../turned-clock.ts";

const place = {
  functionName: "shop-production",
  qualifier: "7",
  bucket: "bundles",
  app: "shop",
  stage: "production",
};
const lost = () => new AnswerLost("shop-production", "7", new Error("socket hang up"));

type World = ReturnType<typeof newWorld>;

function newWorld() {
  const { state, store, objects } = storeWith("bundles");
  const clock: Clock = turnedClock(1_000);
  const asked: RunMessage[] = [];
  /** Claims a run, as the proxy does before it starts the command. @returns the HTTP status */
  const claim = ({ record }: RunMessage) =>
    putByUrl(state, record?.claimUrl ?? "", "", { "if-none-match": "*" });
  const leave = ({ record }: RunMessage, result: RunResult) =>
    putByUrl(state, record?.resultUrl ?? "", JSON.stringify(result));
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  return { state, store, objects, clock, asked, claim, leave, said, say };
}

/** Runs a command in a function that does what it is told with each of its messages. */
function running(invoke: (message: RunMessage, here: World) => Promise<Invocation>) {
  const here = newWorld();
  const functions = {
    async invoke(name: string, qualifier: string, payload: unknown) {
      expect([name, qualifier]).toEqual(["shop-production", "7"]);
      here.asked.push(payload as RunMessage);
      return invoke(payload as RunMessage, here);
    },
  };
  return { ...here, done: runOnce({ ...here, functions }, place, "rake db:migrate") };
}

describe("a run whose answer arrives", () => {
  test("is told by its status and output, and leaves nothing in the bucket", async () => {
    const result = { status: 3, output: "no" };
    const { done, asked, objects } = running(async (message, { claim, leave }) => {
      expect(claim(message)).toBe(200);
      expect(leave(message, result)).toBe(200);
      return { payload: result, error: undefined };
    });
    expect(await done).toEqual(result);
    expect(asked).toMatchObject([{ megamode: 1, message: "run", command: "rake db:migrate" }]);
    expect([...objects.keys()]).toEqual([]);
  });

  test("may write two objects of its own, the claim only once, as long as Lambda lets it run", async () => {
    const { done, asked } = running(async () => ({ payload: {}, error: undefined }));
    await done;
    const { claimUrl = "", resultUrl = "" } = asked[0]?.record ?? {};
    expect(claimUrl).toMatch(
      /^https:\/\/s3\.test\/bundles\/shop\/production\/runs\/[0-9a-f-]{36}\/claim\?seconds=930&once=$/,
    );
    expect(resultUrl).toBe(claimUrl.replace("claim?", "result.json?").replace("&once=", ""));
  });

  test("is told by the function's error where the command could not run", async () => {
    const { done } = running(async () => ({ payload: undefined, error: "not found" }));
    expect(await done).toEqual({ error: "not found" });
  });
});

describe("a run whose answer is lost", () => {
  test("is told by the result that it leaves, which is waited for", async () => {
    const { done, asked, objects, clock } = running(async (message, { claim, leave, clock }) => {
      claim(message);
      const { sleep } = clock;
      clock.sleep = async (milliseconds) => {
        await sleep(milliseconds);
        if (clock.now() > 6_000) leave(message, { status: 0, output: "done" });
      };
      throw lost();
    });
    expect(await done).toEqual({ status: 0, output: "done" });
    expect(clock.now()).toBe(7_000);
    expect(asked).toHaveLength(1);
    expect([...objects.keys()]).toEqual([]);
  });

  test("and which leaves no result is given up after Lambda's limit", async () => {
    const { done, said, asked, clock } = running(async (message, { claim }) => {
      claim(message);
      throw lost();
    });
    await expect(done).rejects.toThrow("socket hang up");
    expect(asked).toHaveLength(1);
    expect(clock.now()).toBe(1_000 + 930_000);
    expect(said).toEqual([
      expect.stringMatching(/^Waiting up to 16 minutes for the command to end: .*socket hang up$/),
    ]);
  });

  test("before it began is asked for again, as another run", async () => {
    const { done, asked } = running(async (_, { asked }) => {
      if (asked.length < 3) throw lost();
      return { payload: { status: 0, output: "third" }, error: undefined };
    });
    expect(await done).toEqual({ status: 0, output: "third" });
    expect(new Set(asked.map(({ record }) => record?.claimUrl)).size).toBe(3);
  });

  test("before it began is given up after the third time, and never begins afterwards", async () => {
    const { done, asked, objects, claim, clock } = running(async () => {
      throw lost();
    });
    await expect(done).rejects.toThrow(AnswerLost);
    expect(clock.now()).toBe(1_000);
    expect(objects.size).toBe(3);
    expect(asked.map(claim)).toEqual([412, 412, 412]);
  });
});

test("a function that refuses to be asked is asked once", async () => {
  const { done, asked, objects } = running(async () => {
    throw new Error("denied");
  });
  await expect(done).rejects.toThrow("denied");
  expect(asked).toHaveLength(1);
  expect(objects.size).toBe(0);
});

test("runs of a stage have keys that no other stage's have", () => {
  expect(runsPrefix("shop", "production")).toBe("shop/production/runs/");
});

describe("a result of a form that no proxy writes counts as absent", () => {
  const no: NotRun = {
    error: expect.stringContaining("has not the form of a run's result") as unknown as string,
  };
  test.each<[string, RunResult | NotRun]>([
    ["null", no],
    ["[]", no],
    ["no JSON", no],
    ['{"status":0}', no],
    ['{"status":"0","output":""}', no],
    ['{"status":0.5,"output":""}', no],
    ['{"status":-1,"output":""}', no],
    ['{"status":256,"output":""}', no],
    ['{"status":1,"output":["x"]}', no],
    ['{"status":255,"output":"x","more":1}', { status: 255, output: "x" }],
    [
      JSON.stringify({ status: 0, output: `a${"x".repeat(65536)}` }),
      { status: 0, output: "x".repeat(65536) },
    ],
  ])("case %#, as the answer and as the object in the bucket", async (text, expected) => {
    const { done } = running(async ({ record }, { state, claim, asked }) => {
      claim(asked[0]!);
      putByUrl(state, record?.resultUrl ?? "", text);
      throw lost();
    });
    expect(await done).toEqual(expected);
    if (text === "no JSON") return;
    const answered = running(async () => ({ payload: JSON.parse(text), error: undefined }));
    expect(await answered.done).toEqual(expected);
  });
});
