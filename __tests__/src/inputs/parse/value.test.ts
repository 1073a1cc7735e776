import { describe, expect, test } from "@jest/globals";
import {
  between,
  flag,
  jsonObject,
  oneOf,
  roleArn,
  serverCommand,
  urlPath,
} from "../../../../src/inputs/parse/value.ts";

test("one of some words is that word, or an error that lists them", () => {
  const parse = oneOf(["on", "off"]);
  expect(parse("off")).toBe("off");
  expect(() => parse("no")).toThrow("`no` must be one of `on`, `off`.");
});

test("a flag is true or false, and nothing else", () => {
  expect(flag("true")).toBe(true);
  expect(flag("false")).toBe(false);
  expect(() => flag("yes")).toThrow("`yes` must be `true` or `false`.");
});

describe("a whole number", () => {
  const parse = between(2, 5, "MB");
  test.each([2, 3, 5])("can be %i", (value) => expect(parse(String(value))).toBe(value));

  test.each(["1", "6", "2.5", "lots", "Infinity"])("cannot be %s", (text) =>
    expect(() => parse(text)).toThrow(`\`${text}\` must be a whole number of MB from 2 to 5.`),
  );
});

describe("a path of a URL", () => {
  test.each(["/", "/up", "/a?b=c"])("can be `%s`", (text) => expect(urlPath(text)).toBe(text));

  test.each(["up", "/with space", "https://x/up", "/ü"])("cannot be `%s`", (text) =>
    expect(() => urlPath(text)).toThrow(`\`${text}\` must be a path such as \`/up\`.`),
  );
});

describe("a server command", () => {
  test.each([
    ["thin start --socket {socket} --rackup {rackup}"],
    ["rackup --host 127.0.0.1 --port {port} {rackup}"],
  ])("names the socket or the port, and the rackup file: `%s`", (command) => {
    expect(serverCommand(command)).toBe(command);
  });

  test.each([
    ["thin", "lacks `{socket}` and `{rackup}`:"],
    ["thin --socket {socket}", "lacks `{rackup}`:"],
    ["thin --rackup {rackup}", "lacks `{socket}`:"],
    ["thin -p {port} -S {socket} -R {rackup}", "names `{socket}` and `{port}`:"],
  ])("such as `%s` %s", (command, message) =>
    expect(() => serverCommand(command)).toThrow(`\`${command}\` ${message}`),
  );
});

describe("a role's ARN", () => {
  test.each(["arn:aws:iam::123456789012:role/app", "arn:aws-cn:iam::123456789012:role/path/app"])(
    "can be `%s`",
    (text) => expect(roleArn(text)).toBe(text),
  );

  test.each(["app", "arn:aws:iam::123456789012:user/app", "arn:aws:iam::1:role/app"])(
    "cannot be `%s`",
    (text) => expect(() => roleArn(text)).toThrow(`\`${text}\` must be a role's ARN`),
  );
});

describe("a JSON object", () => {
  test("is read", () => expect(jsonObject('{"A": [1, null]}')).toEqual({ A: [1, null] }));

  test.each(["[1]", "null", "1", '"text"', "true"])("is not `%s`", (text) =>
    expect(() => jsonObject(text)).toThrow("must be a JSON object, such as"),
  );

  test("that cannot be parsed is an error that says where", () => {
    expect(() => jsonObject('{"A"}')).toThrow(
      "is not JSON: there is a mistake at line 1 column 5.",
    );
    expect(() => jsonObject("hunter2")).toThrow(/^is not JSON\.$/);
  });
});
