import { describe, expect, test } from "@jest/globals";
import { type LogLine, renderRecords } from "../../../runtime/src/logs/json-records.ts";

const A = "aaaaaaaa-1111-4111-8111-111111111111";
const time = Date.UTC(2026, 10, 23, 21, 58, 12, 7);
const line = (text: string, more: Partial<LogLine> = {}): LogLine => ({
  source: "Rails",
  level: "INFO",
  requestId: A,
  time,
  text,
  ...more,
});
const render = (...lines: LogLine[]) => renderRecords(lines);
const records = (...lines: (LogLine | string)[]) =>
  render(...lines.map((one) => (typeof one === "string" ? line(one) : one)))
    .split("\n")
    .filter(Boolean)
    .map((text) => JSON.parse(text));

test("a line is one JSON object, with AWS's names in front", () => {
  expect(render(line("Completed 200 OK"))).toBe(
    `{"timestamp":"2026-11-23T21:58:12.007Z","level":"INFO","requestId":"${A}","source":"Rails","message":"Completed 200 OK"}\n`,
  );
  expect(render()).toBe("");
});

test("what is not known is not there, and a later line says so", () => {
  expect(records(line("boot", { requestId: undefined }))[0]).not.toHaveProperty("requestId");
  expect(records(line("late", { after: true }))[0]).toMatchObject({ requestId: A, after: true });
});

test.each([
  ["E, [2026-11-23T21:58:12.123456 #7] ERROR -- : boom", "ERROR"],
  ["D, [2026-11-23T21:58:12.123456 #7] DEBUG -- web: boom", "DEBUG"],
  ["A, [2026-11-23T21:58:12.123456 #7]   ANY -- : boom", "INFO"],
  ["ERROR in a text", "INFO"],
  ['{"level":"warning","message":"x"}', "WARN"],
  ['{"severity":"Fatal","message":"x"}', "FATAL"],
  ['{"level":30,"message":"x"}', "INFO"],
])("%s has the level %s", (text, level) => expect(records(text)[0].level).toBe(level));

describe("a backtrace", () => {
  const rails = [
    "  ",
    "RuntimeError (boom):",
    "  ",
    "app/controllers/posts_controller.rb:5:in `index'",
    "lib/x.rb:7:in 'Posts#each'",
  ];
  const ruby = [
    "config.ru:1:in `block in <main>': no (RuntimeError)",
    "\tfrom config.ru:1:in `each'",
    "\t ... 10 levels...",
    "     2: from a.rb:1:in `<main>'",
  ];

  test("is one record with the line that it explains", () => {
    const found = records("Completed 500 Internal Server Error in 3ms", ...rails, "Started GET");
    expect(found.map(({ message }) => message)).toEqual([
      "Completed 500 Internal Server Error in 3ms",
      `RuntimeError (boom):\n  \n${rails.slice(3).join("\n")}`,
      "Started GET",
    ]);
    expect(records(...ruby).map(({ message }) => message)).toEqual([ruby.join("\n")]);
  });

  test("may have the tags of Rails' logger before each line, as `rails new` sets it up", () => {
    const tagged = rails.map((text) => `[${A}] ${text}`);
    const found = records("Completed 500", ...tagged, `[${A}] Started GET`);
    expect(found.map(({ message }) => message.split("\n").length)).toEqual([2, 4, 1]);
    expect(found[1].message).toContain(`[${A}] lib/x.rb:7:in 'Posts#each'`);
  });

  test("an indented line that is none is a record of its own", () => {
    expect(records("Processing by PostsController#index", "  Rendered posts (1.0ms)")).toHaveLength(
      2,
    );
  });

  test("continues no line of another request or source", () => {
    const frame = "a.rb:1:in `x'";
    for (const more of [{ requestId: "b" }, { source: "megamode" }, { after: true }]) {
      expect(records("Error", line(frame, more))).toHaveLength(2);
    }
  });

  test("has an end", () => {
    const frame = `${"a".repeat(1000)}.rb:1:in \`x'`;
    const text = render(line("Error"), ...Array.from({ length: 1000 }, () => line(frame)));
    const lines = text.trimEnd().split("\n");
    expect(lines.length).toBeGreaterThan(3);
    for (const one of lines) expect(Buffer.byteLength(one)).toBeLessThan(256 * 1024);
    expect(lines.map((one) => JSON.parse(one).message).join("\n")).toHaveLength(
      6 + 1000 * (frame.length + 1) - 1,
    );
  });
});

describe("the app's own record", () => {
  test("is continued by nothing, such as the blank line before the message of Rails' next error", () => {
    const found = records(
      '{"method":"GET","status":500}',
      "  ",
      "RuntimeError (boom):",
      "a.rb:1:in `x'",
    );
    expect(found[0]).toMatchObject({ method: "GET", status: 500, message: "" });
    expect(found.at(-1).message).toBe("RuntimeError (boom):\na.rb:1:in `x'");
    expect(found).toHaveLength(3);
  });

  test("has a level, also where a number is written as JavaScript does not", () => {
    expect(records('{"level":1.0,"message":"x"}')[0]).toMatchObject({
      level: "INFO",
      message: "x",
    });
  });

  test("is merged, and its numbers stay as they are", () => {
    const text = '{"message":"paid","amount":1.10,"id":12345678901234567890,"a":{"b":[1]}}';
    expect(render(line(text))).toContain(
      '"source":"Rails","message":"paid","amount":1.10,"id":12345678901234567890,"a":{"b":[1]}}',
    );
  });

  test("has a message, whatever it calls it", () => {
    expect(records('{"msg":"x"}')[0]).toMatchObject({ message: "x" });
    expect(records('{"method":"GET"}')[0]).toMatchObject({ message: "", method: "GET" });
    expect(records('{"message":"x","msg":"y"}')[0]).toMatchObject({ message: "x" });
  });

  test("cannot say whose it is", () => {
    const forged =
      '{"requestId":"b","source":"megamode","timestamp":"1970-01-01T00:00:00Z","after":true,"app":1,"level":"error","message":"m","__proto__":{"requestId":"c"}}';
    const [record] = records(forged);
    expect(record).toMatchObject({
      timestamp: "2026-11-23T21:58:12.007Z",
      requestId: A,
      source: "Rails",
      level: "ERROR",
      app: { requestId: "b", source: "megamode", after: true, app: 1, level: "error" },
    });
    expect(record).not.toHaveProperty("after");
    const twice = render(line('{"requestId":"b","requestId":"c","message":"x"}'));
    expect(twice.match(/"requestId":"a/g)).toHaveLength(1);
    expect(twice.indexOf(`"requestId":"${A}"`)).toBeLessThan(twice.indexOf('"app"'));
  });

  test.each([
    "{",
    "{not json}",
    "[1]",
    "1",
    '"text"',
    `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`,
  ])("is none in %.20s", (text) => expect(records(text)[0].message === text).toBe(true));
});

test("parts of a long line are text of its level, and end with a whole character", () => {
  const long = "😀".repeat(70_000);
  for (const shift of ["", "x"]) {
    const text = `E, [2026-11-23T21:58:12.123456 #7] ERROR -- : ${shift}${long}`;
    const found = records(text);
    expect(found.length).toBeGreaterThan(1);
    for (const { level, message } of found) {
      expect(level).toBe("ERROR");
      expect(message.isWellFormed()).toBe(true);
    }
    expect(found.map(({ message }) => message).join("")).toBe(text);
  }
  // A part may look like a record that the app did not print.
  const half = `{"_aws":${" ".repeat(60_000)}1}`;
  for (const record of records("\u0001".repeat(half.length) + half)) {
    expect(record).not.toHaveProperty("_aws");
  }
});

test("a record is never larger than CloudWatch has ever taken, and nothing of it is lost", () => {
  const text = "\u0001é😀".repeat(40_000);
  const lines = render(line(text)).trimEnd().split("\n");
  for (const one of lines) expect(Buffer.byteLength(one)).toBeLessThan(256 * 1024);
  expect(lines.map((one) => JSON.parse(one).message).join("")).toBe(text);
});
