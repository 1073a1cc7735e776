import { expect, test } from "@jest/globals";
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
  ["/a/b/c", undefined, undefined, "/a/b", "", "/a/b/c"],
  ["/posts/1", "/{proxy+}", "something/else", "/dev/posts/1", "/dev", "/posts/1"],
])("%s of %s is mounted at the right place", (path, resource, greedy, full, prefix, info) => {
  expect(splitPath(path, resource, greedy, full)).toEqual({ prefix, path: info });
});

test.each([
  ["/a%2Fb%25c", "/a%2Fb%25c"],
  ["/a b?c#d", "/a%20b%3Fc%23d"],
  ["/100%", "/100%25"],
  ["/é\u0001", "/%C3%A9%01"],
  ["/a+b;c=d,e@f:g!h'(i)*~[]", "/a+b;c=d,e@f:g!h'(i)*~[]"],
  ["/%zz%4", "/%25zz%254"],
  ["/😀", "/%F0%9F%98%80"],
])("%j is escaped only where it must be", (path, escaped) => {
  expect(escapePath(path)).toBe(escaped);
});
