import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { allFixtures, allNotHttp } from "../../conformance/expand.ts";
import { recognise } from "../../runtime/src/events/recognise.ts";

const folder = resolve(import.meta.dirname, "../../conformance");
const rules: Readonly<
  Record<string, { readonly rule: string; readonly sources: readonly string[] }>
> = JSON.parse(readFileSync(join(folder, "rules.json"), "utf8"));
/** The sources of requests. */
const ALL = ["rest", "http-1.0", "http-2.0", "function-url", "alb", "alb-multi-value"];
const fixtures = allFixtures();
const notHttp = allNotHttp();

describe("the fixtures", () => {
  test("have names of their own", () => {
    const names = [...fixtures, ...notHttp].map(({ name }) => name);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    expect(names.length).toBeGreaterThan(150);
  });

  test("differ in what they give the adapter, so that their number means something", () => {
    const given = fixtures.map(({ name, event, lambda, configuration, response, stream }) => ({
      name,
      what: createHash("sha1")
        .update(JSON.stringify([event, lambda, configuration, stream === undefined]))
        .update(response)
        .digest("hex"),
    }));
    const first = new Map(given.toReversed().map(({ name, what }) => [what, name]));
    expect(given.filter(({ name, what }) => first.get(what) !== name)).toEqual([]);
  });

  test("name rules that are there, for sources to which they apply", () => {
    const wrong = [...fixtures, ...notHttp].flatMap(({ name, rules: named, source }) =>
      named.filter((rule) => !rules[rule]?.sources.includes(source)).map((rule) => [name, rule]),
    );
    expect(wrong).toEqual([]);
  });

  const pairs = Object.entries(rules).flatMap(([rule, { sources }]) =>
    sources.map((source) => ({ rule, source })),
  );
  test.each(pairs)("$rule has one for $source", ({ rule, source }) => {
    const covering = [...fixtures, ...notHttp].filter(
      (one) => one.rules.includes(rule) && one.source === source,
    );
    expect(covering).not.toEqual([]);
  });

  test.each(["conformance/README.md", "docs/proxy.md"])("%s counts them", (file) => {
    const text = readFileSync(join(folder, "..", file), "utf8");
    expect(text).toMatch(new RegExp(`\\b${fixtures.length}\\b`));
  });

  test("the README's table has each rule as rules.json has it, with its number of fixtures", () => {
    const readme = readFileSync(join(folder, "README.md"), "utf8").replaceAll("&#124;", "|");
    const rows = readme.match(/^\| `[\w.-]+` \|.*\| \d+ \|$/gm);
    const wanted = Object.entries(rules).map(([name, { rule, sources }]) => {
      const where = ALL.every((one) => sources.includes(one)) ? "all" : sources.join(", ");
      const count = [...fixtures, ...notHttp].filter((one) => one.rules.includes(name)).length;
      return `| \`${name}\` | ${rule} | ${where} | ${count} |`;
    });
    expect(rows).toEqual(wanted);
  });
});

describe("the tests of others", () => {
  type Expressed = readonly string[] | { readonly not: string };
  const suites: Readonly<Record<string, Readonly<Record<string, Expressed>>>> = JSON.parse(
    readFileSync(join(folder, "suites.json"), "utf8"),
  );
  const known = new Set([
    ...fixtures.map(({ name }) => name.replace(/ \([^()]*\)$/, "")),
    ...notHttp.map(({ name }) => name),
  ]);
  test.each(Object.keys(suites))(
    "of %s are expressed by fixtures and tests that are there",
    (name) => {
      const missing = Object.values(suites[name]!)
        .flatMap((by) => ("not" in by ? [] : by))
        .filter((by) => !known.has(by) && !existsSync(join(folder, "..", by)));
      expect(missing).toEqual([]);
    },
  );
});

describe("an event that is no request", () => {
  test.each(notHttp)("$name: $outcome", ({ event, outcome }) => {
    expect(recognise(event, undefined).kind).toBe(outcome);
  });

  test("a schedule's event goes to the app where it takes such events", () => {
    const { event } = notHttp.find(({ source }) => source === "schedule")!;
    expect(recognise(event, "/events").kind).toBe("other");
  });
});
