import { describe, expect, test } from "@jest/globals";
import { matchResource } from "../../../local/gateway/match.ts";
import type { Resource } from "../../../local/services/apigateway/model.ts";

const resource = (path: string, ...methods: string[]): Resource => ({
  id: path,
  path,
  methods: Object.fromEntries(
    methods.map((method) => [method, { functionArn: `${path} ${method}`, timeoutInMillis: 1 }]),
  ),
});
const RESOURCES = [
  resource("/{proxy+}", "ANY"),
  resource("/", "ANY"),
  resource("/posts/{id}", "GET", "ANY"),
  resource("/posts/new", "GET"),
  resource("/posts/{id}/{rest+}", "GET"),
];
const match = (path: string, method = "GET") => matchResource(RESOURCES, method, path);

describe("a request is for the resource", () => {
  test.each([
    ["/", "/", null],
    ["", "/", null],
    ["/a/b", "/{proxy+}", { proxy: "a/b" }],
    ["/a%2Fb/", "/{proxy+}", { proxy: "a%2Fb" }],
    ["/posts/1", "/posts/{id}", { id: "1" }],
    ["/posts/1/", "/posts/{id}", { id: "1" }],
    ["/posts/new", "/posts/new", null],
    ["/posts/1/a/b", "/posts/{id}/{rest+}", { id: "1", rest: "a/b" }],
    ["/posts", "/{proxy+}", { proxy: "posts" }],
  ])("%s: %s", (path, resource, pathParameters) => {
    expect(match(path)).toMatchObject({ resource: { path: resource }, pathParameters });
  });
});

test("the method itself wins over ANY, and nothing else stands for it", () => {
  expect(match("/posts/1", "GET")?.integration.functionArn).toBe("/posts/{id} GET");
  expect(match("/posts/1", "PUT")?.integration.functionArn).toBe("/posts/{id} ANY");
  expect(match("/posts/new", "PUT")).toBeUndefined();
  expect(match("/posts/1", "constructor")?.integration.functionArn).toBe("/posts/{id} ANY");
});

test("a path that no resource has is nobody's", () => {
  expect(matchResource([resource("/a/{b}", "ANY")], "GET", "/a")).toBeUndefined();
  expect(matchResource([resource("/a/{b}", "ANY")], "GET", "/a//")).toBeUndefined();
  expect(matchResource([resource("/a/{b}", "ANY")], "GET", "/a/b/c")).toBeUndefined();
  expect(matchResource([resource("/a/{b+}", "ANY")], "GET", "/a/")).toBeUndefined();
});
