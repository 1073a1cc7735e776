import { describe, expect, test } from "@jest/globals";
import { runBuildCommand } from "../../../src/bundle/build-command.ts";
import type { BuildRoot } from "../../../src/ports/build-root.ts";
import { fakeShell, type Outcome } from "../../fakes/shell.ts";
import { tree } from "../../tree.ts";

async function run(
  env: Readonly<Record<string, string>>,
  does: (backing: string) => Outcome | undefined = () => undefined,
) {
  const backing = tree();
  const shell = fakeShell(() => does(backing));
  const said: string[] = [];
  const root = { backing, shell } as unknown as BuildRoot;
  await runBuildCommand(
    root,
    "make assets",
    env,
    (line) => said.push(line),
    () => undefined,
  );
  return { backing, said, command: shell.ran[0] };
}

describe("the build command", () => {
  test("is a shell line that stops at its first failure, run in the app and logged", async () => {
    const { command, said } = await run({}, () => ({ output: "one\ntwo\n" }));
    expect(command).toMatchObject({
      file: "sh",
      args: ["-e", "-c", "make assets"],
      cwd: "/tmp/mm/app",
    });
    expect(said).toEqual(["one", "two"]);
  });

  test("loads the gems of the group `assets`, unless the app's own variable says otherwise", async () => {
    expect((await run({})).command?.env).toEqual({
      MEGAMODE_BUILD: "1",
      RAILS_GROUPS: "assets",
      SECRET_KEY_BASE: "only-for-the-build",
      SECRET_KEY_BASE_DUMMY: "1",
    });
    const own = await run({ RAILS_GROUPS: "web", PATH: "/bin" });
    expect(own.command?.env).toMatchObject({ RAILS_GROUPS: "web", PATH: "/bin" });
  });

  test.each([
    ["Could not find a JavaScript runtime.", "`actions/setup-node`"],
    ["ExecJS::RuntimeUnavailable: x", "`actions/setup-node`"],
    ["sh: 1: yarn: not found", "`actions/setup-node`"],
    ["Errno::ENOENT: No such file or directory - yarn", "`actions/setup-node`"],
    ["sh: 1: bin/rails: Permission denied", "`git update-index --chmod=+x`"],
    ["No rule to make target", "must succeed on the runner"],
  ])("that fails with `%s` is an error with a fix", async (output, fix) => {
    await expect(run({}, () => ({ status: 2, output }))).rejects.toMatchObject({
      name: "UserError",
      message: `\`build-command\` (\`make assets\`) failed with exit status 2:\n${output}`,
      fix: expect.stringContaining(fix),
    });
  });
});
