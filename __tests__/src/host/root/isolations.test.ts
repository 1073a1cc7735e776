import { describe, expect, test } from "@jest/globals";
import { isolations, works } from "../../../../src/host/root/isolations.ts";
import type { Command, Shell } from "../../../../src/ports/shell.ts";

const ran = (run: (command: Command) => number): Shell => ({
  run: async (command) => ({ status: run(command), stdout: "", output: "" }),
});

const NOTHING = { folders: [], files: [], held: [] };

describe("the ways to isolate a build's root", () => {
  test("are those of the user, best first", () => {
    const names = (uid: number) =>
      isolations(uid).map(
        ({ name, hidesProcesses }) => `${name}${hidesProcesses ? ", alone" : ""}`,
      );
    expect(names(0)).toEqual([
      "mount namespace, alone",
      "bubblewrap, alone",
      "mount namespace",
      "bubblewrap",
    ]);
    expect(names(1000)).toEqual(["bubblewrap, alone", "sudo, alone", "bubblewrap", "sudo"]);
  });

  test.each([0, 1000])("hand a command on with its arguments as they are, for uid %s", (uid) => {
    const command = { file: "ruby", args: ["-e", "puts 'a b'"], cwd: "/tmp/mm/app" };
    for (const { wrap } of isolations(uid)) {
      const { args, cwd } = wrap("/backing", NOTHING)(command);
      expect(args.slice(-3)).toEqual(["ruby", "-e", "puts 'a b'"]);
      expect(args).toContain("/backing");
      // The working directory is there only once the root is.
      expect(args).toContain("/tmp/mm/app");
      expect(cwd).toBe("/");
    }
  });

  test("by sudo hands on what sudo resets, and shows no value among the arguments", () => {
    const sudo = isolations(1000).find(({ name }) => name === "sudo");
    const env = { PATH: "/own/bin", RUBYOPT: "-r/own", PYTHONPATH: undefined, OTHER: "x" };
    const wrapped = sudo?.wrap("/backing", NOTHING)({ file: "ruby", args: [], cwd: "/", env });
    expect(wrapped?.env).toMatchObject({
      ...env,
      MEGAMODE_HANDED_ON_PATH: "/own/bin",
      MEGAMODE_HANDED_ON_RUBYOPT: "-r/own",
    });
    expect(wrapped?.env).not.toHaveProperty("MEGAMODE_HANDED_ON_PYTHONPATH");
    expect(wrapped?.env).not.toHaveProperty("MEGAMODE_HANDED_ON_OTHER");
    expect(wrapped?.args.join(" ")).not.toContain("/own");
  });
});

describe("a way to isolate a build's root", () => {
  const wrap = isolations(0)[0]!.wrap("/backing", NOTHING);

  test("works where a child sees the backing folder at the root's path", async () => {
    const seen: Command[] = [];
    const shell = ran((command) => seen.push(command) - 1);
    expect(await works(wrap, shell)).toBe(true);
    expect(seen[0]?.args.slice(-3)).toEqual(["test", "-e", "/tmp/mm/.probe"]);
  });

  test("does not work where the child does not see it, or cannot be started", async () => {
    const blind = ran(() => 1);
    expect(await works(wrap, blind)).toBe(false);
    const missing: Shell = { run: () => Promise.reject(new Error("ENOENT")) };
    expect(await works(wrap, missing)).toBe(false);
  });
});
