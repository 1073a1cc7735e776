import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { githubReporter, terminalReporter } from "../../../src/host/reporter.ts";
import type { Reporter } from "../../../src/ports/reporter.ts";
import { readRunnerLog } from "../../stand-ins/runner-log.ts";
import { tree } from "../../tree.ts";

/** A reporter of either kind, and what it has written. */
function reporting(create: typeof githubReporter) {
  let now = 0;
  const lines: string[] = [];
  const reporter = create({ now: () => now, sleep: async () => {} }, (line) => lines.push(line));
  const wait = (milliseconds: number) => {
    now += milliseconds;
  };
  return { reporter, lines, wait };
}

test("a terminal shows groups with their time, messages by their kind, and no secret", async () => {
  const { reporter, lines, wait } = reporting(terminalReporter);
  reporter.secret("my-s3cret");
  const result = await reporter.group("Pack", async () => {
    reporter.info("with my-s3cret, my-s3cret");
    wait(2500);
    return 7;
  });
  reporter.notice("one");
  reporter.warning("two");
  reporter.error("three");
  expect(result).toBe(7);
  expect(lines).toEqual([
    "\u2022 Pack",
    "  with ***, ***",
    "  2.5 s",
    "note: one",
    "warning: two",
    "error: three",
  ]);
});

test("GitHub gets groups, annotations and masks as commands", async () => {
  const { reporter, lines, wait } = reporting(githubReporter);
  reporter.secret("line one\nline two");
  await reporter.group("Pack 100%", async () => {
    reporter.info("a line");
    wait(350);
  });
  await expect(reporter.group("Fail", () => Promise.reject(new Error("x")))).rejects.toThrow("x");
  reporter.notice("one");
  reporter.warning("two\n50%");
  reporter.error("three");
  expect(lines).toEqual([
    "::add-mask::line one",
    "::add-mask::line two",
    "::group::Pack 100%25",
    "a line",
    "Pack 100%: 350 ms",
    "::endgroup::",
    "::group::Fail",
    "::endgroup::",
    "::notice::one",
    "::warning::two%0A50%25",
    "::error::three",
  ]);
});

/** Reports a text in every way. */
async function reportEverywhere(reporter: Reporter, text: string): Promise<void> {
  await reporter.group(text, async () => reporter.info(text));
  reporter.notice(text);
  reporter.warning(text);
  reporter.error(text);
}

const HOSTILE =
  "::stop-commands::x\n ::add-mask::production\r::set-output name=url::x ##[add-mask]y";

describe.each([
  ["GitHub", githubReporter],
  ["a terminal", terminalReporter],
] as const)("whatever is reported to %s", (name, create) => {
  test("no command is in it but our own", async () => {
    const { reporter, lines } = reporting(create);
    await reportEverywhere(reporter, HOSTILE);
    const names = readRunnerLog(lines.join("\n")).commands.map((one) => one.name);
    const own = ["group", "endgroup", "notice", "warning", "error"];
    expect(names).toEqual(name === "GitHub" ? own : []);
  });

  test("no secret is in it, broken over lines, coloured or escaped", async () => {
    const { reporter, lines } = reporting(create);
    reporter.secret('s3cret"and more');
    lines.splice(0); // The mask itself.
    const text = 's3cret"and\n more; s3c\u001b[1mret"and more; {"a":"s3cret\\"and more"}';
    await reportEverywhere(reporter, text);
    expect(lines.join("\n")).not.toMatch(/s3c|and more/);
    expect(lines.join("\n")).toContain("***");
  });
});

test("the summary shows no secret, and an output is what it is", async () => {
  const dir = tree({ summary: "", output: "" });
  const [summary, output] = [join(dir, "summary"), join(dir, "output")];
  const before = { ...process.env };
  Object.assign(process.env, { GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: output });
  try {
    const { reporter } = reporting(terminalReporter);
    reporter.secret("the-shop");
    reporter.output("url", "https://the-shop.example/\n::set-env name=A::b");
    await reporter.summary("see the-shop");
  } finally {
    for (const name of ["GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"]) delete process.env[name];
    Object.assign(process.env, before);
  }
  expect(readFileSync(summary, "utf8")).toBe("see ***\n");
  expect(readFileSync(output, "utf8")).toMatch(
    /^url<<(\S+)\nhttps:\/\/the-shop\.example\/\n::set-env name=A::b\n\1\n$/,
  );
});
