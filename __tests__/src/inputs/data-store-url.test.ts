import { describe, expect, test } from "@jest/globals";
import { dataStoreScheme } from "../../../src/inputs/data-store-url.ts";

describe("the scheme of a data store's URL", () => {
  test.each([
    ["postgres://u:p@db/shop", "postgres"],
    ["postgresql:///shop?host=/run", "postgresql"],
    ["postgis://db/shop", "postgis"],
    ["mysql://db/shop", "mysql"],
    ["mysql2://db/shop", "mysql2"],
    ["trilogy://db/shop", "trilogy"],
    ["redis://cache:6379/0", "redis"],
    ["rediss://:p@cache", "rediss"],
    ["valkeys://cache", "valkeys"],
    ["mongodb://a,b,c/shop", "mongodb"],
    ["mongodb+srv://cluster/shop", "mongodb+srv"],
    ["amqp://queue", "amqp"],
    ["amqps://queue/vhost", "amqps"],
    ["sqlite3:/mnt/data/shop.sqlite3", "sqlite3"],
    ["sqlite3:///mnt/data/shop.sqlite3", "sqlite3"],
    ["sqlite3:storage/shop.sqlite3", "sqlite3"],
    ["POSTGRES://DB/shop", "postgres"],
    ["  redis://cache ", "redis"],
    ['"redis://cache"', "redis"],
    ["' redis://cache'", "redis"],
    ["jdbc:postgresql://db/shop", "postgresql"],
    ["redis://a,redis://b", "redis"],
  ])("`%s`: %s", (value, scheme) => expect(dataStoreScheme(value)).toBe(scheme));

  test.each([
    "",
    "postgres",
    "redis:7-alpine",
    "postgres:16",
    "https://shop.example/?db=postgres://db",
    "ftp://files",
    "see postgres://db/shop",
    "ssm:/shop/database-url",
    "x-redis://cache",
    "://db",
    "sqlite3",
  ])("`%s` has none", (value) => expect(dataStoreScheme(value)).toBeUndefined());
});
