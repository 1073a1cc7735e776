import { describe, expect, test } from "@jest/globals";
import { sharedData } from "../../../src/inputs/shared-data.ts";

type Variables = Readonly<Record<string, string>>;
const mounted = { FileSystemConfigs: [{ Arn: "arn", LocalMountPath: "/mnt/data" }] };

/** Names and lines of what is shared. */
function shared(
  environment: Variables,
  preview: Variables = environment,
  configuration: Readonly<Record<string, unknown>> = {},
) {
  return sharedData({ ...environment }, { ...preview }, configuration).map(({ name, line }) => [
    name,
    line,
  ]);
}

describe("a variable that a preview would inherit unchanged", () => {
  test.each([
    ["REDIS_URL", "redis://:hunter22@cache/0", "REDIS_URL=redis://.../{number}"],
    ["CACHE", "REDISS://cache", "CACHE=rediss://.../{number}"],
    ["BROKER", '"amqps://u:p@queue"', "BROKER=amqps://.../{number}"],
    ["MONGODB_URI", "mongodb+srv://c/shop", "MONGODB_URI=mongodb+srv://.../{number}"],
    ["LEGACY", "jdbc:mysql://db/shop", "LEGACY=mysql://.../{number}"],
    ["DATABASE_URL", "postgres://u:hunter22@db/shop", "DATABASE_URL=postgres://.../{number}"],
    ["MYDATABASE_URL", "trilogy://db/shop", "MYDATABASE_URL=trilogy://.../{number}"],
    ["DATABASE_URL", "hunter22:whatever", "DATABASE_URL=.../{number}"],
    ["QUEUE_DATABASE_URL", "nulldb://hunter22", "QUEUE_DATABASE_URL=.../{number}"],
    ["DATABASE_URL", "sqlite3:/tmp/a", "DATABASE_URL=sqlite3:.../{number}.sqlite3"],
    ["DATABASE_URL", "ssm:/shop/db", "DATABASE_URL=ssm:/.../{stage}"],
    ["REDIS_URL", "ssm:/shop/hunter22", "REDIS_URL=ssm:/.../{stage}"],
    ["SEARCH_URL", "secretsmanager:shop/x", "SEARCH_URL=secretsmanager:.../{stage}"],
    ["MONGODB_URI", "SSM:/shop/x", "MONGODB_URI=ssm:/.../{stage}"],
  ])("%s=%s is shared, and the line to paste is %s", (name, value, line) => {
    expect(shared({ [name]: value })).toEqual([[name, line]]);
    expect(line).not.toContain("hunter22");
  });

  test.each([
    ["HOST", "shop.example"],
    ["API_URL", "https://api.example"],
    ["IMAGE", "redis:7"],
    ["REDIS_URL", ""],
    ["DATABASE_URL", ""],
    ["DATABASE_URL", "''"],
    ["DATABASE_URL_FORMAT", "x"],
    ["TOKEN", "ssm:/shop/token"],
    ["CACHE", "sqlite3:/mnt/data/x"],
  ])("%s=%s is not", (name, value) => expect(shared({ [name]: value })).toEqual([]));

  test.each([
    ["CACHE", "sqlite3:/mnt/data/x.sqlite3", true],
    ["CACHE", "sqlite3:///mnt/data/x.sqlite3", true],
    ["CACHE", "'sqlite3:/mnt/data/../data/x.sqlite3?mode=rw'", true],
    ["CACHE", "sqlite3:/mnt/database/x.sqlite3", false],
    ["CACHE", "sqlite3:/tmp/x.sqlite3", false],
    ["CACHE", "sqlite3:db/x.sqlite3", false],
  ])("of a file system at /mnt/data, %s=%s: %s", (name, value, is) =>
    expect(shared({ [name]: value }, { [name]: value }, mounted).map(([one]) => one)).toEqual([
      ...(is ? ["CACHE"] : []),
    ]),
  );

  test("is listed with all others, in their order", () =>
    expect(
      shared({ REDIS_URL: "redis://c", HOST: "h", DATABASE_URL: "x", A: "amqp://q" }).map(
        ([name]) => name,
      ),
    ).toEqual(["REDIS_URL", "DATABASE_URL", "A"]));
});

describe("a variable of the preview's own", () => {
  const common = { REDIS_URL: "redis://u:Pass@cache/0" };
  test.each([
    ["another", "redis://u:Pass@cache/12", false],
    ["empty", "", false],
    ["the very same", "redis://u:Pass@cache/0", true],
    ["the same in quotes", ' "redis://u:Pass@cache/0" ', true],
    ["the same in other letters", "REDIS://u:Pass@Cache/0", true],
    ["the same with a slash", "redis://u:Pass@cache/0/", true],
    ["of another user", "redis://u:pass@cache/0", false],
    ["no data store", "none", false],
  ])("that is %s: `%s`, shared: %s", (_, value, is) =>
    expect(shared(common, { REDIS_URL: value })).toHaveLength(is ? 1 : 0),
  );

  test("is refused under another name too", () =>
    expect(shared(common, { REDIS_URL: "", CACHE: common.REDIS_URL })).toEqual([
      ["CACHE", "CACHE=redis://.../{number}"],
    ]));

  test("shares nothing where only the preview has it", () =>
    expect(shared({}, common)).toEqual([]));
});
