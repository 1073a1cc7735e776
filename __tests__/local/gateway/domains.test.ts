import { expect, test } from "@jest/globals";
import { routeOf } from "../../../local/gateway/domains.ts";

test.each([
  ["/dev/posts/1/", { stage: "dev", base: "/dev", path: "/posts/1/" }],
  ["/dev", { stage: "dev", base: "/dev", path: "/" }],
  ["/", { stage: "", base: "/", path: "/" }],
])("on an API's own port the first segment of %s is the stage", (path, route) => {
  expect(routeOf(path, undefined)).toEqual(route);
});

test("on a domain the whole path belongs to the app", () => {
  expect(routeOf("/dev/posts", { apiId: "a", stage: "live" })).toEqual({
    stage: "live",
    base: "",
    path: "/dev/posts",
  });
});
