import { describe, expect, test } from "@jest/globals";
import type { UserError } from "../../../../src/errors.ts";
import { assertOurs, tagsOf } from "../../../../src/release/place/ownership.ts";

const repository = "org/shop";

describe("tags", () => {
  test("say all that is known of a stage", () => {
    expect(tagsOf("shop", "pr-12", repository, 12)).toEqual({
      "megamode:app": "shop",
      "megamode:stage": "pr-12",
      "megamode:repository": repository,
      "megamode:pull-request": "12",
    });
    expect(tagsOf("shop", "production", undefined)).toEqual({
      "megamode:app": "shop",
      "megamode:stage": "production",
    });
  });
});

describe("a resource of our name", () => {
  const wanted = tagsOf("shop", "production", repository, undefined, "1001");
  const check = (found: Readonly<Record<string, string>> | undefined, ours = wanted) =>
    assertOurs("function", "shop-production", found, ours);

  test.each([
    ["that is not there", undefined],
    ["of this repository", wanted],
    ["of an unknown repository", tagsOf("shop", "production", undefined)],
    ["that was tagged by hand", { "megamode:app": "shop" }],
    ["whose repository was renamed", tagsOf("shop", "production", "org/former", undefined, "1001")],
    ["of an older version, which wrote no id", tagsOf("shop", "production", repository)],
  ])("%s is ours", (_, found) => expect(() => check(found)).not.toThrow());

  test("is ours where we do not know our own repository", () => {
    expect(() => check(wanted, tagsOf("shop", "production", undefined))).not.toThrow();
  });

  test("without our tags is somebody else's", () => {
    expect(() => check({ "megamode:repository": repository })).toThrow(
      "There is a function `shop-production` that megamode-deploy did not make.",
    );
  });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    [
      "app",
      tagsOf("shop-a", "production", repository, undefined, "1001"),
      "its tag `megamode:app` is `shop-a`, not `shop`",
    ],
    ["stage", tagsOf("shop", "b", repository), "its tag `megamode:stage` is `b`"],
    ["app, tagged by hand", { "megamode:app": "" }, "its tag `megamode:app` is ``"],
  ])("of another %s is not ours", (_, found, message) =>
    expect(() => check(found)).toThrow(message),
  );

  test("of a repository that has got our former name is theirs", () => {
    const theirs = tagsOf("shop", "production", repository, undefined, "666");
    expect(() => check(theirs)).toThrow("belongs to the repository `org/shop` (id 666)");
    const nameless = { "megamode:app": "shop", "megamode:repository-id": "666" };
    expect(() => check(nameless)).toThrow("belongs to the repository with the id 666");
  });

  test("gets an error that says what to do: for a role, give one's own", () => {
    const theirs = tagsOf("shop", "production", "stranger/shop");
    const fixOf = (kind: string) => {
      try {
        assertOurs(kind, "any", theirs, wanted);
      } catch (error) {
        return (error as UserError).fix;
      }
      return "";
    };
    expect(fixOf("function")).toBe(
      "Set the input `app` to another name. If it is this repository's former name, set the function's tag `megamode:repository` to `org/shop`.",
    );
    expect(fixOf("role")).toContain("`execution-role`");
  });

  test("of another repository is theirs", () => {
    expect(() => check(tagsOf("shop", "production", "stranger/shop"))).toThrow(
      "The function `shop-production` belongs to the repository `stranger/shop`.",
    );
  });
});
