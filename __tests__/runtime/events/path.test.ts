import { describe, expect, test } from "@jest/globals";
import { escapePath, splitPath } from "../../../runtime/src/events/path.ts";

test.each([
  // path, resource, greedy, requestContext.path -> prefix, path
  ["/posts", "/{proxy+}", "posts", "/dev/posts", "/dev", "/posts"],
  ["/", "/", undefined, "/dev/", "/dev", "/"],
  ["/", "/", undefined, "/dev", "/dev", "/"],
  ["/", "/", undefined, "/", "", "/"],
  ["/posts/", "/{proxy+}", "posts", "/dev/posts/", "/dev", "/posts/"],
  ["/dev/posts", "/{proxy+}", "dev/posts", "/dev/dev/posts", "/dev", "/dev/posts"],
  ["/base/posts/1", "/{proxy+}", "posts/1", "/base/posts/1", "/base", "/posts/1"],
  ["/base/v2/posts", "/{proxy+}", "posts", "/base/v2/posts", "/base/v2", "/posts"],
  ["/posts/1", "/{proxy+}", "posts/1", "/posts/1", "", "/posts/1"],
  ["/a%2Fb/c", "/{proxy+}", "a/b/c", "/dev/a%2Fb/c", "/dev", "/a%2Fb/c"],
  ["/a%2Fb/c", "/{proxy+}", "a%2Fb/c", "/dev/a%2Fb/c", "/dev", "/a%2Fb/c"],
  ["/100%25", "/{proxy+}", "100%", "/dev/100%25", "/dev", "/100%25"],
  ["/caf%C3%A9", "/{proxy+}", "café", "/dev/caf%C3%A9", "/dev", "/caf%C3%A9"],
  ["/a//b", "/{proxy+}", "a//b", "/dev/a//b", "/dev", "/a//b"],
  ["/api/x", "/api/{proxy+}", "x", "/dev/api/x", "/dev", "/api/x"],
  ["/base/users/7", "/users/{id}", undefined, "/base/users/7", "/base", "/users/7"],
  ["/a/b", undefined, undefined, "/dev/a/b", "/dev", "/a/b"],
  ["/", "/{proxy+}", "", "/dev/", "/dev", "/"],
  ["/base", "/", undefined, "/base", "/base", "/"],
  // Empty segments are not counted, and never enter a prefix; inside the path they stay.
  [
    "//evil.example//x",
    "/{proxy+}",
    "/evil.example//x",
    "/dev//evil.example//x",
    "/dev",
    "/evil.example//x",
  ],
  [
    "//evil.example//x",
    "/{proxy+}",
    "evil.example//x",
    "/dev//evil.example//x",
    "/dev",
    "/evil.example//x",
  ],
  ["//evil.example", "/{proxy+}", "evil.example", "//evil.example", "", "/evil.example"],
  ["///", "/", undefined, "/dev///", "/dev", "/"],
  ["/base//x", "/{proxy+}", "x", "/base//x", "/base", "/x"],
  ["//", "/", undefined, "//", "", "/"],
  ["//a//b//", undefined, undefined, "/dev//a//b//", "/dev", "/a//b//"],
  ["/..//evil", "/{proxy+}", "..//evil", "/dev/..//evil", "/dev", "/..//evil"],
  [
    "/%2Fevil.example",
    "/{proxy+}",
    "/evil.example",
    "/dev/%2Fevil.example",
    "/dev",
    "/%2Fevil.example",
  ],
  ["/%2F/x", "/{proxy+}", "//x", "/dev/%2F/x", "/dev", "/%2F/x"],
  ["/base/%2F/x", "/{proxy+}", "//x", "/base/%2F/x", "/base", "/%2F/x"],
  ["/a%252Fb", "/{proxy+}", "a%2Fb", "/dev/a%252Fb", "/dev", "/a%252Fb"],
  ["/base/a b", "/{proxy+}", "a%20b", "/base/a b", "/base", "/a b"],
])("%s of %s is mounted at the right place", (path, resource, greedy, full, prefix, info) => {
  expect(splitPath(path, resource, greedy, full)).toEqual({ prefix, path: info });
});

test.each([
  ["another greedy part", "/posts/1", "/{proxy+}", "something/else", "/dev/posts/1"],
  ["a greedy part that is longer", "/posts/1", "/{proxy+}", "x/posts/1", "/dev/posts/1"],
  ["no greedy part", "/posts", "/{proxy+}", undefined, "/dev/posts"],
  ["too few segments", "/users", "/users/{id}", undefined, "/dev/users"],
  ["another literal segment", "/orders/7", "/users/{id}", undefined, "/dev/orders/7"],
  ["a full path that ends otherwise", "/a/b/c", undefined, undefined, "/a/b"],
  ["a full path of another request", "/posts/1", "/{proxy+}", "posts/1", "/dev/evil/1"],
])(
  "%s: nobody knows the prefix, so the request is refused",
  (_title, path, resource, greedy, full) => {
    expect(() => splitPath(path, resource, greedy, full)).toThrow(
      expect.objectContaining({ name: "BadRequestError" }),
    );
  },
);

test.each([
  ["/a%2Fb%25c", "/a%2Fb%25c"],
  ["/a b?c#d", "/a%20b%3Fc%23d"],
  ["/100%", "/100%25"],
  ["/é\u0001", "/%C3%A9%01"],
  ["/a+b;c=d,e@f:g!h'(i)*~[]", "/a+b;c=d,e@f:g!h'(i)*~[]"],
  ["/%zz%4", "/%25zz%254"],
  ["/😀", "/%F0%9F%98%80"],
  ["/\\evil.example", "/%5Cevil.example"],
  ['/"<>^`{|}', "/%22%3C%3E%5E%60%7B%7C%7D"],
])("%j is escaped only where it must be", (path, escaped) => {
  expect(escapePath(path)).toBe(escaped);
});

test("a base path of 150 segments is found, and no longer one is looked for", () => {
  const split = (count: number) => {
    const path = `${"/b".repeat(count)}/x`;
    return splitPath(path, "/{proxy+}", "x", path);
  };
  expect(split(150)).toEqual({ prefix: "/b".repeat(150), path: "/x" });
  expect(() => split(151)).toThrow("the path does not fit the API's resource");
});

describe("a resource of any name splits a path alike", () => {
  const paths = [
    "/",
    "/posts",
    "/posts/",
    "/a/b%2Fc",
    "//a",
    "/a//b",
    "/a/a/a",
    "/undefined",
    "/é",
  ];
  const fronts = ["", "/", "/dev", "/dev/", "//dev", "/a", "/a/b", "dev"];
  const split = (resource: string, path: string, greedy: string | undefined, full: string) => {
    try {
      return splitPath(path, resource, greedy, full);
    } catch (error) {
      return (error as Error).message;
    }
  };

  test.each(paths)("%s", (path) => {
    for (const full of fronts.flatMap((front) => [front + path, front, `${front}${path}x`])) {
      for (const greedy of [path.slice(1), decodeURIComponent(path.slice(1)), "", undefined]) {
        const asked = [path, greedy, full] as const;
        expect([asked, split("/{proxy+}", ...asked)]).toEqual([asked, split("/{any+}", ...asked)]);
      }
    }
  });
});
