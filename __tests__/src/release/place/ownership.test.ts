import { describe, expect, test } from "@jest/globals";
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
  const wanted = tagsOf("shop", "production", repository);
  const check = (found: Readonly<Record<string, string>> | undefined, ours = wanted) =>
    assertOurs("function", "shop-production", found, ours);

  test.each([
    ["that is not there", undefined],
    ["of this repository", wanted],
    ["of an unknown repository", tagsOf("shop", "production", undefined)],
    ["that was tagged by hand", { "megamode:app": "" }],
  ])("%s is ours", (_, found) => expect(() => check(found)).not.toThrow());

  test("is ours where we do not know our own repository", () => {
    expect(() => check(wanted, tagsOf("shop", "production", undefined))).not.toThrow();
  });

  test("without our tags is somebody else's", () => {
    expect(() => check({ "megamode:repository": repository })).toThrow(
      "There is a function `shop-production` that megamode-deploy did not make.",
    );
  });

  test("of another repository is theirs", () => {
    expect(() => check(tagsOf("shop", "production", "stranger/shop"))).toThrow(
      "The function `shop-production` belongs to the repository `stranger/shop`.",
    );
  });
});
