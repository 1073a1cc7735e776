import { describe, expect, test } from "@jest/globals";
import { requestPublicUrl } from "../../../src/release/request-public-url.ts";
import { turnedClock } from "./turned-clock.ts";

const app = (status: number, text = "") =>
  new Response(text, { status, headers: { "x-megamode-call-count": "1" } });
const frontDoor = (status: number, text = "") => new Response(text, { status });

/** Requests the URL of an app that gives one answer after the other, the last one again and again. */
async function request(answers: readonly (() => Response)[], isInMaintenance = false) {
  const clock = turnedClock();
  const asked: { url: string; redirect: string | undefined }[] = [];
  const fetcher: typeof fetch = async (url, init) => {
    asked.push({ url: String(url), redirect: init?.redirect });
    await clock.sleep(50);
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    if (answer === undefined) throw new Error("No answer is left");
    return answer();
  };
  const result = await requestPublicUrl(
    "https://a.example/beta",
    { path: "/up" },
    clock,
    fetcher,
    isInMaintenance,
  ).catch((error: Error) => error);
  return { result, asked, now: clock.now() };
}

describe("the request through the public URL", () => {
  test("gives the app's answer, redirects not followed", async () => {
    const { result, asked } = await request([() => app(302)]);
    expect(result).toEqual({ status: 302, milliseconds: 50 });
    expect(asked).toEqual([{ url: "https://a.example/beta/up", redirect: "manual" }]);
  });

  test("expects 503 of the proxy while the stage is in maintenance, and nothing else", async () => {
    const { result } = await request([() => frontDoor(503), () => app(503)], true);
    expect(result).toEqual({ status: 503, milliseconds: 50 });
    expect((await request([() => app(200)], true)).result).toBeInstanceOf(Error);
  });

  test.each([
    ["the front door's own", () => frontDoor(200)],
    ["one of an app that fails", () => app(500)],
    [
      "none",
      () => {
        throw new TypeError("fetch failed");
      },
    ],
  ])("is repeated after a second while the answer is %s", async (_, answer) => {
    const { result, asked, now } = await request([answer, answer, () => app(200)]);
    expect(result).toEqual({ status: 200, milliseconds: 50 });
    expect(asked).toHaveLength(3);
    expect(now).toBe(2_150);
  });

  test("is an error after a minute, with what was answered last", async () => {
    const { result, now } = await request([() => frontDoor(403, `{"message":"${"x".repeat(300)}`)]);
    expect(result).toMatchObject({
      message: `The version is live, but \`https://a.example/beta/up\` answers 403 {"message":"${"x".repeat(188)}.`,
      fix: "See the function's log; the next deploy replaces the version.",
    });
    expect(now).toBeGreaterThan(60_000);
    expect(now).toBeLessThan(62_000);
  });

  test.each([
    ["the cause of", new TypeError("fetch failed", { cause: new Error("ECONNREFUSED") })],
    ["", new Error("ECONNREFUSED")],
  ])("is an error that names %s what went wrong", async (_, error) => {
    const { result } = await request([
      () => {
        throw error;
      },
    ]);
    expect(result).toMatchObject({
      message: expect.stringMatching(/ answers nothing \(ECONNREFUSED\)\.$/),
    });
  });

  test("is made once more where exactly a minute has passed", async () => {
    const { now, sleep } = turnedClock();
    const times: number[] = [];
    const clock = { now, sleep: () => sleep(60_000) };
    const fetcher = async () => {
      times.push(now());
      return frontDoor(404);
    };
    await expect(
      requestPublicUrl("https://a.example", { path: "/" }, clock, fetcher),
    ).rejects.toThrow("404");
    expect(times).toEqual([0, 60_000, 120_000]);
  });
});
