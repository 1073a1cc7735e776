import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { isolations, works } from "../../../../src/host/root/isolations.ts";
import type { Command, Shell } from "../../../../src/ports/shell.ts";

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
    const start = { file: "ruby", args: ["-e", "puts 'a b'"], cwd: "/tmp/mm/app", env: {} };
    for (const { wrap } of isolations(uid)) {
      const { args, cwd, end } = wrap("/backing", NOTHING)(start);
      end?.();
      expect(args.slice(-3)).toEqual(["ruby", "-e", "puts 'a b'"]);
      expect(args).toContain("/backing");
      // The working directory is there only once the root is.
      expect(args).toContain("/tmp/mm/app");
      expect(cwd).toBe("/");
    }
  });

  test("by sudo hands the environment over in a file of this user's, which the end removes", () => {
    const sudo = isolations(1000).find(({ name }) => name === "sudo");
    const env = { PATH: "/own/bin", RUBYOPT: "-r/own", TOKEN: "it's /own" };
    const start = sudo?.wrap("/backing", NOTHING)({ file: "ruby", args: [], cwd: "/", env });
    const file = start?.args.find((argument) => argument.endsWith("/environment")) ?? "";
    expect(readFileSync(file, "utf8")).toContain("TOKEN='it'\\''s /own'");
    const modes = [file, dirname(file)].map((path) => statSync(path).mode & 0o777);
    expect(modes).toEqual([0o600, 0o700]);
    expect(start?.env).toEqual({ PATH: process.env.PATH }); // Classic sudo crashes without any.
    expect(start?.args.join(" ")).not.toContain("/own");
    expect(start?.args).not.toContain("-E");
    start?.end?.();
    expect(existsSync(dirname(file))).toBe(false);
  });
});

/** A child that gets these variables, and finds the backing folder or not. */
const child = (status: number, change: (env: Record<string, string>) => object = (env) => env) => {
  const seen: Command[] = [];
  const shell: Shell = {
    async run(command) {
      seen.push(command);
      const file = command.args[1]?.replace(/^test -e \S+/, `${status === 0}`) ?? "";
      const env = {
        PATH: process.env.PATH,
        ...change({ ...command.env } as Record<string, string>),
      };
      const done = spawnSync("sh", ["-c", file], { encoding: "utf8", env });
      return { status: done.status ?? 1, stdout: done.stdout, output: done.stderr };
    },
  };
  return { shell, seen };
};

describe("a way to isolate a build's root", () => {
  test("works where a child sees the backing folder at the root's path, and gets its variables", async () => {
    const { shell, seen } = child(0);
    expect(await works(shell)).toBe(true);
    expect(seen[0]?.args[1]).toMatch(/^test -e \/tmp\/mm\/\.probe && /);
  });

  test.each(["RUBYOPT", "LD_LIBRARY_PATH", "MEGAMODE_PROBE"])(
    "does not work where %s does not arrive as it was sent",
    async (name) => {
      const without = child(0, ({ [name]: _, ...env }) => env);
      expect(await works(without.shell)).toBe(false);
      const other = child(0, (env) => ({ ...env, [name]: `${env[name]?.split("\n")[0]}x` }));
      expect(await works(other.shell)).toBe(false);
    },
  );

  test("does not work where the child does not see it, or cannot be started", async () => {
    expect(await works(child(1).shell)).toBe(false);
    const missing: Shell = { run: () => Promise.reject(new Error("ENOENT")) };
    expect(await works(missing)).toBe(false);
  });
});
