import { describe, expect, test } from "@jest/globals";
import { createShell, type Start } from "../../../src/host/shell.ts";

const sh = (script: string, ...args: string[]) => ({
  file: "/bin/sh",
  args: ["-c", script, "sh", ...args],
  cwd: "/",
});

describe("a child process", () => {
  test("says its status, what it wrote, and where it ran", async () => {
    const { status, stdout, output } = await createShell().run(sh("pwd; echo problem >&2; exit 3"));
    expect([status, stdout]).toEqual([3, "/\n"]);
    expect(output.split("\n").sort()).toEqual(["", "/", "problem"]);
  });

  test("that a signal ends has the status that a shell gives it", async () => {
    expect((await createShell().run(sh("kill -9 $$"))).status).toBe(137);
  });

  test("gets its arguments as they are", async () => {
    const { stdout } = await createShell().run(sh('printf "%s|" "$@"', "a b", "$HOME", "*"));
    expect(stdout).toBe("a b|$HOME|*|");
  });

  test("tells its lines as they come, the last without its end too", async () => {
    const lines: string[] = [];
    await createShell().run(sh("printf 'one\\ntwo'"), (line) => lines.push(line));
    expect(lines).toEqual(["one", "two"]);
  });

  test("gets our environment, with what is added and without what is removed", async () => {
    const env = { GREETING: "hello", HOME: undefined };
    const script = 'echo "$GREETING:$' + "{HOME-none}:$" + '{PATH:+path}"';
    const { stdout } = await createShell().run({ ...sh(script), env });
    expect(stdout).toBe("hello:none:path\n");
  });

  test("gets what its shell adds, unless the command says otherwise, and no credentials", async () => {
    process.env.AWS_SECRET_ACCESS_KEY = "planted";
    try {
      const shell = createShell(undefined, { A: "added", B: "added", C: "added", PATH: "/added" });
      const env = { B: "own", C: undefined, PATH: process.env.PATH };
      const script = `echo "$A:$B:\${C-none}:\${AWS_SECRET_ACCESS_KEY-none}"`;
      expect((await shell.run({ ...sh(script), env })).stdout).toBe("added:own:none:none\n");
    } finally {
      delete process.env.AWS_SECRET_ACCESS_KEY;
    }
  });

  test("is wrapped as the shell was told to", async () => {
    const shell = createShell((start) => ({ ...start, args: ["-c", "echo wrapped"] }));
    expect((await shell.run(sh("echo plain"))).stdout).toBe("wrapped\n");
  });

  test("is wrapped with its whole environment, and what that made is removed in any case", async () => {
    const seen: Start[] = [];
    let ends = 0;
    const end = () => {
      ends += 1;
    };
    const shell = createShell((start) => {
      seen.push(start);
      return { ...start, end };
    });
    await shell.run({ ...sh("exit 1"), env: { A: "1", HOME: undefined } });
    expect(ends).toBe(1);
    expect(seen[0]?.env).toMatchObject({ A: "1", PATH: process.env.PATH });
    expect(seen[0]?.env).not.toHaveProperty("HOME");
    await expect(shell.run({ file: "/none", args: [], cwd: "/" })).rejects.toThrow("ENOENT");
    expect(ends).toBe(2);
    await expect(shell.run({ ...sh("true"), env: { A: "nul\0" } })).rejects.toThrow("null bytes");
    expect(ends).toBe(3);
  });

  test("that writes without end takes no more memory than its last part, in lines of bounded length", async () => {
    const lines: number[] = [];
    const script = "head -c 40000000 /dev/zero | tr '\\0' a; echo; echo the end >&2";
    const finished = await createShell().run(sh(script), (line) => lines.push(line.length));
    expect(Math.max(...lines)).toBeLessThanOrEqual(65_536);
    expect(lines.reduce((sum, length) => sum + length, 0)).toBe(40_000_000 + "the end".length);
    expect(finished.output.length).toBeLessThan(10_000_000);
    expect(finished.output).toContain("the end");
    expect(() => finished.stdout).toThrow("`/bin/sh` is longer than 8 MB");
  });

  test("of a program that does not exist is an error", async () => {
    const missing = createShell().run({ file: "/none", args: [], cwd: "/" });
    await expect(missing).rejects.toMatchObject({ code: "ENOENT" });
  });
});

test.each([65_510, 65_526, 65_535, 65_536])(
  "a long line is not cut in a word, which may be a secret: %i characters before it",
  async (before) => {
    const word = "boundary-secret+0123456789/==";
    const lines: string[] = [];
    const script = `head -c ${before} /dev/zero | tr '\\0' ','; printf '%s' '"${word}", x'`;
    await createShell().run({ file: "sh", args: ["-c", script], cwd: "/" }, (line) => {
      lines.push(line);
    });
    expect(lines.join("")).toBe(`${",".repeat(before)}"${word}", x`);
    expect(lines.filter((line) => line.includes(word))).toHaveLength(1);
  },
);
