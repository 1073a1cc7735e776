import { describe, expect, test } from "@jest/globals";
import { matchRoute, type Route } from "../../../local/http/routes.ts";

const ROUTES = [
  { operation: "Import", method: "POST", path: "/apis", query: ["mode", "import"] },
  { operation: "Create", method: "POST", path: "/apis" },
  { operation: "Get", method: "GET", path: "/apis/{Id}" },
  { operation: "GetStage", method: "GET", path: "/apis/{Id}/stages/{Stage}" },
] as const satisfies readonly Route[];

const match = (method: string, url: string) => {
  const [rawPath = "", query = ""] = url.split("?");
  return matchRoute(ROUTES, { method, rawPath, query: new URLSearchParams(query) });
};

describe("a route", () => {
  test.each([
    ["POST", "/apis?mode=import", "Import", {}],
    ["POST", "/apis?mode=other", "Create", {}],
    ["POST", "/apis", "Create", {}],
    ["GET", "/apis/one", "Get", { Id: "one" }],
    ["GET", "/apis/one/stages/a%2Fb", "GetStage", { Id: "one", Stage: "a/b" }],
  ])("fits %s %s", (method, url, operation, params) => {
    expect(match(method, url)).toEqual({ operation, params });
  });

  test.each([
    ["another method", "DELETE", "/apis/one"],
    ["a longer path", "GET", "/apis/one/two"],
    ["an empty part", "GET", "/apis/"],
    ["a part that is no valid UTF-8", "GET", "/apis/%ff"],
    ["another literal part", "GET", "/others/one"],
  ])("does not fit %s", (_, method, url) => {
    expect(match(method, url)).toBeUndefined();
  });
});
