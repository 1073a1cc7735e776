import { describe, expect, test } from "@jest/globals";
import { eventFor, type Result, toAnswer } from "../../bench/event.ts";
import { FORWARDED, SENT } from "../../bench/page.ts";
import { restApi } from "../../runtime/src/events/rest-api.ts";
import { invocation } from "../runtime/events/rest-event.ts";

describe("the event that asks a sandbox for the first page", () => {
  test.each([
    ["/", "/"],
    ["/up", "/up"],
    ["/posts/1?page=2&tag=a&tag=b%20c", "/posts/1?page=2&tag=a&tag=b%20c"],
  ])("asks for %s as a plain server is asked", (path, target) => {
    const event = eventFor(path);
    expect(restApi.matches(event)).toBe(true);
    const request = restApi.toRequest(event, invocation);
    expect(request).toMatchObject({ method: "GET", prefix: "", target });
    const sent = Object.fromEntries(request.headers.filter(([name]) => !/^x-(amz|req)/.test(name)));
    expect(sent).toEqual({ ...SENT, ...FORWARDED });
  });

  test("is answered by what the plain server answers too", () => {
    const response = {
      status: 302,
      headers: [
        ["Content-Type", "text/html; charset=utf-8"],
        ["Location", "/login"],
      ],
      body: Buffer.from("<title>Überall</title>"),
    } as const;
    const result = restApi.toResult(eventFor("/"), response) as Result;
    expect(toAnswer(result)).toEqual({
      status: 302,
      type: "text/html",
      location: "/login",
      title: "Überall",
      empty: false,
    });
  });
});
