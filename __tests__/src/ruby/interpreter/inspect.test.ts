import { describe, expect, test } from "@jest/globals";
import type { Command, Finished, Shell } from "../../../../src/ports/shell.ts";
import { inspectRuby, parseInstallation } from "../../../../src/ruby/interpreter/inspect.ts";
import { installed } from "../installation.ts";
import { refusal } from "../refusal.ts";

const ruby = installed("/opt/ruby-3");
const answer = { ...ruby, gems: undefined, host: "x86_64-linux" };
const json = (more: object = {}) => JSON.stringify({ ...answer, ...more });

function shell(finished: Partial<Finished>, commands: Command[] = []): Shell {
  return {
    run: async (command) => {
      commands.push(command);
      return { status: 0, stdout: "", output: "", ...finished };
    },
  };
}

function failing(error: Error): Shell {
  return { run: () => Promise.reject(error) };
}

describe("the answer of Ruby", () => {
  test("is its last line: a shim may print before it", async () => {
    const stdout = `using 3.3.8\n\n${json()}\n\n`;
    expect(await inspectRuby(shell({ stdout }), "/app")).toEqual(ruby);
    expect(await inspectRuby(shell({ stdout: json() }), "/app")).toEqual(ruby);
  });

  test("is asked for in the app's folder, without an outer Ruby's variables", async () => {
    const commands: Command[] = [];
    await inspectRuby(shell({ stdout: json() }, commands), "/app", { BUNDLER_VERSION: "2.4.1" });
    expect(commands).toMatchObject([
      { file: "ruby", cwd: "/app", env: { BUNDLER_VERSION: "2.4.1", RUBYOPT: undefined } },
    ]);
  });

  test("may be that of a Ruby with OpenSSL", () => {
    const openssl = { directory: "/etc/ssl", certificates: "/etc/ssl/cert.pem" };
    expect(parseInstallation(json({ openssl }))).toEqual({ ...ruby, openssl });
  });

  test.each([
    ["JRuby", { engine: "jruby" }, "`ruby` is jruby;"],
    ["TruffleRuby", { engine: "truffleruby" }, "`ruby` is truffleruby;"],
    ["musl", { host: "x86_64-linux-musl" }, "built for x86_64-linux-musl; Lambda needs"],
    ["macOS", { host: "arm64-darwin23" }, "built for arm64-darwin23; Lambda needs"],
    ["a Ruby without Bundler", { bundler: undefined }, "Ruby 3.3.8 has no Bundler."],
  ])("of %s is refused, with the way out", async (_, more, words) => {
    const error = await refusal(() => parseInstallation(json(more)));
    expect(error.message).toContain(words);
    expect(error.fix).toMatch(/ruby\/setup-ruby|ubuntu-latest/);
  });
});

describe("where there is no answer", () => {
  test("it is told what to add where there is no Ruby", async () => {
    const cause = Object.assign(new Error("spawn ruby"), { code: "ENOENT" });
    const error = await refusal(() => inspectRuby(failing(cause), "/app"));
    expect(error.message).toBe("There is no `ruby` on this runner's PATH.");
    expect(error.fix).toContain("- uses: ruby/setup-ruby@v1");
    expect(error.cause).toBe(cause);
  });

  test("any other failure to start it is passed on", async () => {
    const cause = Object.assign(new Error("spawn ruby"), { code: "EACCES" });
    await expect(inspectRuby(failing(cause), "/app")).rejects.toBe(cause);
  });

  test("it is told what Ruby said where it does not start", async () => {
    const output = "\nrbenv: version `3.9` is not installed\n";
    const error = await refusal(() => inspectRuby(shell({ status: 1, output }), "/app"));
    expect(error.message).toBe(
      "`ruby` does not start (exit status 1):\nrbenv: version `3.9` is not installed",
    );
  });
});
