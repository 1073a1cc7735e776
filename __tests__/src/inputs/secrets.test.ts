import { describe, expect, test } from "@jest/globals";
import { secretValues } from "../../../src/inputs/secrets.ts";

describe("secret values", () => {
  test.each(["API_KEY", "session_secret", "TOKEN", "PASSWD", "db_password", "AWS_CREDENTIALS"])(
    "are those of names such as %s",
    (name) => expect(secretValues({ [name]: "planted" })).toEqual(["planted"]),
  );

  test("are a URL with a password, and the password itself, decoded too", () => {
    const url = "postgres://u:s%40planted@db/x";
    expect(secretValues({ URL: url })).toEqual([url, "s%40planted", "s@planted"]);
  });

  test("include a password that is not percent-encoded, once", () => {
    const url = "redis://:100%sure@cache";
    expect(secretValues({ URL: url })).toEqual([url, "100%sure"]);
  });

  test.each(["https://example.com/a:b@c", "https://user@example.com", "a:b@c", "shop.example"])(
    "are not those such as %s",
    (value) => expect(secretValues({ HOST: value })).toEqual([]),
  );

  test("have four characters or more", () => {
    expect(secretValues({ A_KEY: "abc", B_KEY: "abcd" })).toEqual(["abcd"]);
  });
});
