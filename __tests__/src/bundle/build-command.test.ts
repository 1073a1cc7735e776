import { execFileSync } from "node:child_process";
import { describe, expect, test } from "@jest/globals";
import { runBuildCommand } from "../../../src/bundle/build-command.ts";
import type { BuildRoot } from "../../../src/ports/build-root.ts";
import type { Command } from "../../../src/ports/shell.ts";

/** Runs the command for real, but for the folder. */
const root = {
  backing: "/nonexistent",
  shell: {
    async run({ file, args, env }: Command) {
      const output = execFileSync(file, [...args], {
        env: { PATH: process.env.PATH, ...env },
        encoding: "utf8",
      });
      said = output;
      return { status: 0, stdout: output, output };
    },
  },
} as unknown as BuildRoot;
let said = "";

describe("the build command", () => {
  test("loads the gems of the group `assets`, unless the app's own variable says otherwise", async () => {
    const show = `echo "$RAILS_GROUPS, $SECRET_KEY_BASE_DUMMY"`;
    await runBuildCommand(root, show, {}, () => {});
    expect(said).toBe("assets, 1\n");
    await runBuildCommand(root, show, { RAILS_GROUPS: "web" }, () => {});
    expect(said).toBe("web, 1\n");
  });
});
