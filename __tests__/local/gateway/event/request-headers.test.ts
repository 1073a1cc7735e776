import { describe, expect, test } from "@jest/globals";
import { requestHeaders } from "../../../../local/gateway/event/request-headers.ts";
import { arrived } from "./arrived.ts";

const headersOf = (...rawHeaders: string[]) =>
  Object.fromEntries(requestHeaders(arrived({ rawHeaders }), "Root=1"));

describe("the headers of an event", () => {
  test("say how the request came, whatever the client claims", () => {
    const claims = [
      "host",
      "evil",
      "x-forwarded-port",
      "1",
      "X-Forwarded-Proto",
      "gopher",
      "x-amzn-trace-id",
      "mine",
    ];
    expect(headersOf(...claims)).toEqual({
      Host: ["localhost:20001"],
      "X-Amzn-Trace-Id": ["Root=1"],
      "X-Forwarded-For": ["127.0.0.1"],
      "X-Forwarded-Port": ["20001"],
      "X-Forwarded-Proto": ["https"],
    });
  });

  test("continue the client's X-Forwarded-For", () => {
    const forwarded = headersOf("x-forwarded-for", "a, b", "X-FORWARDED-FOR", "c");
    expect(forwarded["X-Forwarded-For"]).toEqual(["a, b, c, 127.0.0.1"]);
    expect(forwarded["x-forwarded-for"]).toBeUndefined();
  });

  test("keep the client's spelling and the order of values", () => {
    expect(headersOf("X-Many", "1", "x-many", "2", "Accept", "a")).toMatchObject({
      "X-Many": ["1", "2"],
      Accept: ["a"],
    });
  });

  test("include whatever else a client claims: API Gateway lets it through", () => {
    const claims = ["X_Forwarded_For", "1.2.3.4", "Content_Length", "5", "Forwarded", "host=evil"];
    expect(headersOf(...claims, "X-Forwarded-Host", "evil", "Client-Ip", "1.2.3.4")).toMatchObject({
      X_Forwarded_For: ["1.2.3.4"],
      Content_Length: ["5"],
      Forwarded: ["host=evil"],
      "X-Forwarded-Host": ["evil"],
      "Client-Ip": ["1.2.3.4"],
      "X-Forwarded-For": ["127.0.0.1"],
    });
  });

  test.each(["Connection", "Content-Length", "TE", "transfer-encoding", "Expect"])(
    "do not include %s",
    (name) => {
      expect(headersOf(name, "x")).not.toHaveProperty([name]);
    },
  );
});
