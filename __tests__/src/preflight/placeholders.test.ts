import { describe, expect, test } from "@jest/globals";
import { withPlaceholders } from "../../../src/preflight/placeholders.ts";

describe("a placeholder", () => {
  test.each([
    ["DATABASE_URL", "postgres://u:p@placeholder.invalid/placeholder"],
    ["QUEUE_DATABASE_URI", "postgres://u:p@placeholder.invalid/placeholder"],
    ["REDIS_URL", "redis://placeholder.invalid:6379/0"],
    ["REDIS_CACHE_URI", "redis://placeholder.invalid:6379/0"],
    ["URL", "https://placeholder.invalid/"],
    ["API_URI", "https://placeholder.invalid/"],
    ["CURL", "placeholder"],
    ["RAILS_MASTER_KEY", "0".repeat(32)],
    ["SECRET_KEY_BASE", "0".repeat(128)],
    ["SHOP_SESSION_SECRET", "0".repeat(128)],
    ["STRIPE_KEY", "placeholder"],
  ])("for %s is `%s`", (name, placeholder) => {
    for (const value of ["ssm:/shop/x", "secretsmanager:x"]) {
      expect(withPlaceholders({ [name]: value }, false, "")).toEqual({
        variables: { [name]: placeholder },
        replaced: [name],
      });
    }
  });

  test.each([
    ["    pg (1.5.9)\n", "postgres"],
    ["    mysql2 (0.5.6)\n", "mysql2"],
    ["    trilogy (2.9.0)\n", "trilogy"],
    ["    pg (1.5.9)\n    trilogy (2.9.0)\n", "postgres"],
    ["  mysql2\n", "postgres"],
  ])("for a database, with a lockfile of `%j`, is one of %s", (lockfile, kind) => {
    const { variables } = withPlaceholders({ DATABASE_URL: "ssm:/db" }, false, lockfile);
    expect(variables.DATABASE_URL).toBe(`${kind}://u:p@placeholder.invalid/placeholder`);
  });

  test("for a database, where the bundle has SQLite alone, is a file that no build takes", () => {
    const { variables } = withPlaceholders({ DATABASE_URL: "" }, true, "    sqlite3 (2.1.0)\n");
    expect(variables.DATABASE_URL).toBe("sqlite3:/tmp/placeholder.sqlite3");
    const both = "    pg (1.5.9)\n    sqlite3 (2.1.0)\n";
    expect(withPlaceholders({ DATABASE_URL: "" }, true, both).variables.DATABASE_URL).toMatch(
      /^postgres:/,
    );
  });

  test("replaces a fork's secrets too, which are empty, and nothing that has a value", () => {
    const given = { RAILS_MASTER_KEY: "", GREETING: "hello", URL: "see ssm:/x" };
    expect(withPlaceholders(given, true, "")).toEqual({
      variables: { ...given, RAILS_MASTER_KEY: "0".repeat(32) },
      replaced: ["RAILS_MASTER_KEY"],
    });
    expect(withPlaceholders(given, false, "")).toEqual({ variables: given, replaced: [] });
  });
});
