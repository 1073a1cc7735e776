import { expect, test } from "@jest/globals";
import { dataStoreScheme } from "../../../src/inputs/data-store-url.ts";

test.each([
  ["postgres://u:p@db.example/shop", "postgres"],
  ["postgresql:///shop?host=/var/run", "postgresql"],
  ["POSTGRES://db.example", "postgres"],
  ["  mysql://db.example/shop", "mysql"],
  ["mysql2://db.example/shop", "mysql2"],
  ["trilogy://db.example/shop", "trilogy"],
  ["redis://:p@cache.example:6379/0", "redis"],
  ["rediss://cache.example", "rediss"],
  ["mongodb://a.example,b.example/shop", "mongodb"],
  ["mongodb+srv://db.example/shop", "mongodb+srv"],
  ["amqp://queue.example", "amqp"],
  ["Amqps://queue.example", "amqps"],
  ["https://postgres.example", undefined],
  ["sqlite3:///mnt/data/production.sqlite3", undefined],
  ["sqlite3:storage/production.sqlite3", undefined],
  ["mysql:8.0", undefined],
  ["postgres", undefined],
  ["see postgres://db.example", undefined],
  ["ssm:/shop/database-url", undefined],
  ["", undefined],
])("the scheme of `%s` as a data store is %s", (value, scheme) => {
  expect(dataStoreScheme(value)).toBe(scheme);
});
