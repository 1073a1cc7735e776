import { spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Finished } from "../../src/ports/shell.ts";
import {
  AS_USER,
  asRoot,
  bubblewrapRuns,
  buildSudo,
  mayUseSudo,
  noNewPrivileges,
  SUDOS,
  type Sudo,
  withPrograms,
} from "../machines.ts";
import { until } from "../until.ts";

const scratch = mkdtempSync(join(tmpdir(), "megamode-children-test-"));
const [backing, temp, programs] = ["root", "temp", "programs"].map((name) =>
  join(scratch, name),
) as [string, string, string];
const commandFolder = join(temp, "_runner_file_commands");
/** Nowhere else on this machine. */
const PLANTED = `planted-${process.pid}-${Date.now()}`;
const NAMES = ["GITHUB_ENV", "GITHUB_PATH", "GITHUB_OUTPUT", "GITHUB_STATE"];

beforeAll(() => {
  for (const folder of [backing, temp, programs, commandFolder]) mkdirSync(folder);
  chmodSync(programs, 0o755);
  // As a runner's: its user may move all of them.
  for (const folder of [scratch, backing, temp, commandFolder]) chmodSync(folder, 0o777);
  for (const file of [...NAMES, "another-step"]) {
    writeFileSync(join(commandFolder, file), file in WITHHELD ? "" : `${PLANTED}\n`);
    chmodSync(join(commandFolder, file), 0o666);
  }
  writeFileSync(join(temp, "summary"), "");
  chmodSync(join(temp, "summary"), 0o666);
  writeFileSync(join(backing, ".probe"), "");
  if (!asRoot) return;
  for (const sudo of SUDOS) {
    mkdirSync(folderOf(sudo));
    buildSudo(sudo, folderOf(sudo));
  }
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

interface Told {
  readonly works: boolean;
  readonly ran: readonly Finished[];
  readonly pid: number;
  readonly leftOpen: string | undefined;
  readonly stdin: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly own: readonly string[];
  readonly files: number;
}

/** What only the action itself may see. */
const WITHHELD = {
  AWS_SECRET_ACCESS_KEY: `aws-${PLANTED}`,
  ACTIONS_RUNTIME_TOKEN: `runtime-${PLANTED}`,
  INPUT_ENVIRONMENT: `DATABASE_URL=${PLANTED}\nTEXT='"$X\\'`,
  "INPUT_GITHUB-TOKEN": `token-${PLANTED}`,
  STATE_X: PLANTED,
  ...Object.fromEntries(NAMES.map((name) => [name, join(commandFolder, name)])),
  GITHUB_STEP_SUMMARY: join(temp, "summary"),
};
const KEPT = { NPM_TOKEN: "for the build", RUNNER_TEMP: temp };

/** What something on the way may drop, change or misread. */
const MINE = {
  ...{ RUBYOPT: "-W0", RUBYLIB: "/a b", LD_LIBRARY_PATH: "/none", BASH_ENV: "/none", ENV: "/none" },
  ...{ PYTHONPATH: "/a b", TMPDIR: "/tmp", TZ: ":/etc/localtime", LANG: "en/US", TERM: "a%" },
  ...{ USER: "me", LOGNAME: "me", MAIL: "/mail", SHELL: "/bin/false", SUDO_USER: "mine" },
  ...{
    TEXT: "'\"$x `y` \\ $(z)",
    LINES_: "one\ntwo\n\n",
    EMPTY: "",
    UTF8: "Grüße 🚀",
    BLANK: " \t ",
  },
  ...{ FUNCTION: "() { :; }", LARGE: "0123456789".repeat(10 * 1024) },
};

/** Where root runs the tests, an ordinary user calls a sudo of our own. */
const folderOf = (sudo: Sudo) => join(programs, sudo.replace(" ", "-"));

/** Runs commands as children of the action, which an ordinary user or root has started. */
function children(
  way: Way["name"],
  hides: boolean,
  commands: readonly object[],
  { root = false, env = {} as Record<string, string> } = {},
) {
  const isolation = way.endsWith("sudo") || way === "sudo-rs" ? "sudo" : way;
  const own = asRoot && (way === "classic sudo" || way === "sudo-rs") ? folderOf(way) : programs;
  const [file = "", ...args] = [
    ...(own !== programs ? withPrograms(join(own, "sudo")) : []),
    ...(asRoot && !root ? AS_USER : []),
    process.execPath,
    join(import.meta.dirname, "children-of.ts"),
    ...[isolation, String(hides), backing],
    ...commands.map((command) => JSON.stringify(command)),
  ];
  const PATH = `${own}:${process.env.PATH}`;
  const done = spawnSync(file, args, {
    encoding: "utf8",
    input: "standard input",
    env: { PATH, HOME: "/", ...WITHHELD, ...KEPT, ...env },
  });
  if (done.stdout === "") throw new Error(done.stderr);
  return {
    pid: done.pid,
    status: done.status,
    stderr: done.stderr,
    told: JSON.parse(done.stdout) as Told,
  };
}

const sh = (script: string, ...args: readonly string[]) => ({
  file: "sh",
  args: ["-c", script, "sh", ...args],
  cwd: "/",
});

/** Looks for what was planted in its own environment and in that of every process, and writes to each file it can. */
const LOOK = `
env -0 | tr '\\0' '\\n' | sed 's/=.*//'
echo ---
for file in /proc/[0-9]*/environ; do tr '\\0' '\\n' < "$file"; done 2>/dev/null | grep -a '${PLANTED}'
echo ---
for file in "$@"; do echo "A=${PLANTED}" >> "$file"; done 2>/dev/null
ls "\${1%/*}" 2>/dev/null | grep another-step
umount "\${1%/*}" "$2" /proc 2>/dev/null && echo unmounted
echo ---
for pid in /proc/[0-9]*; do cat "$pid/root\${1%/*}/another-step" | grep '${PLANTED}'; done 2>/dev/null
true
`;

/** Moves the folder of the command files, and puts another one in its place. */
const MOVE = `
exec 2>/dev/null
mv "$1" "$1.moved" && mkdir -p "$1/_runner_file_commands" && : > "$1/summary" && echo moved
`;

/** Writes to the files where they are now, and moves them back. */
const UNCOVER = `
exec 2>/dev/null
for file in "$1.moved/_runner_file_commands/GITHUB_ENV" "$1.moved/summary"; do
  [ -f "$file" ] && echo uncovered && echo 'A=${PLANTED}' >> "$file"
done
[ ! -e "$1.moved" ] || { mv "$1" "$1.other" && mv "$1.moved" "$1"; }
`;

interface Way {
  readonly name: "mount namespace" | "bubblewrap" | "lock" | "the machine's sudo" | Sudo;
  readonly hides: boolean;
  readonly root: boolean;
}

/** Each way, and who can have it. */
const WAYS: readonly Way[] = [
  { name: "mount namespace", hides: true, root: true },
  { name: "mount namespace", hides: false, root: true },
  { name: "bubblewrap", hides: true, root: true },
  { name: "bubblewrap", hides: false, root: true },
  { name: "bubblewrap", hides: true, root: false },
  { name: "bubblewrap", hides: false, root: false },
  { name: "classic sudo", hides: true, root: false },
  { name: "sudo-rs", hides: true, root: false },
  { name: "sudo-rs", hides: false, root: false },
  { name: "the machine's sudo", hides: true, root: false },
  { name: "lock", hides: false, root: false },
];
const here = WAYS.filter(({ name, root }) => {
  if (name === "bubblewrap") return bubblewrapRuns && (asRoot || !root);
  if (name === "the machine's sudo") return !asRoot && mayUseSudo;
  if (name === "classic sudo" || name === "sudo-rs") return asRoot && !noNewPrivileges;
  return asRoot || !root;
});

describe.each(here)(
  "a child by $name, with processes hidden: $hides, as root: $root",
  ({ name: isolation, hides, root }) => {
    // The isolation alone must do where it can: a user namespace and fewer rights hide other processes' memory too.
    const needsNewStart = !hides && (isolation.includes("sudo") || isolation === "lock");
    const env: Record<string, string> = needsNewStart ? {} : { WITHOUT_EXECVE: "1" };
    const by = (...commands: readonly object[]) =>
      children(isolation, hides, commands, { root, env }).told;

    test("sees nothing of what is withheld, in no process, and writes to no command file", () => {
      const paths = [...Object.values(WITHHELD).filter((value) => value.startsWith("/"))];
      for (const path of paths) writeFileSync(path, "");
      const { ran, works } = by(
        sh(LOOK, join(commandFolder, "GITHUB_ENV"), join(temp, "summary"), ...paths),
      );
      expect(works).toBe(true);
      expect(ran[0]?.status).toBe(0);
      const [names = "", processes, direct, byOthers] = (ran[0]?.stdout ?? "").split("---\n");
      expect(names.split("\n")).toEqual(expect.arrayContaining(Object.keys(KEPT)));
      expect(names.split("\n").filter((name) => name in WITHHELD)).toEqual([]);
      expect(processes).toBe("");
      if (isolation === "lock") return; // The files stay where they are, and a warning says so.
      expect(direct).toBe("");
      // Another process of this user, which is not hidden, may lead to them: the warning says so.
      if (hides) expect(byOthers).toBe("");
      expect(paths.map((path) => readFileSync(path, "utf8")).join("")).toBe("");
    });

    test("cannot move a folder away so that a later child finds what is hidden in it", () => {
      if (isolation === "lock") return; // Nothing is hidden.
      writeFileSync(join(commandFolder, "GITHUB_ENV"), "");
      writeFileSync(join(temp, "summary"), "");
      const { ran } = by(sh(MOVE, temp), sh(UNCOVER, temp));
      expect(ran.map(({ stdout }) => stdout)).toEqual(["", ""]);
      const written = [join(commandFolder, "GITHUB_ENV"), join(temp, "summary")];
      expect(written.map((path) => readFileSync(path, "utf8"))).toEqual(["", ""]);
    });

    test("gets the variables that it would get alone, and no other", () => {
      const command = { file: "env", args: ["-0"], cwd: "/", env: { ...MINE, HOME: "/own home" } };
      const { ran } = children(isolation, hides, [command], {
        root,
        env: { ...env, ...MINE, HOME: "/home" },
      }).told;
      const found = (ran[0]?.stdout ?? "").split("\0").filter((line) => line !== "");
      const got = Object.fromEntries(found.map((line) => line.split(/=(.*)/s, 2)));
      const { PATH, PWD, OLDPWD, LARGE, ...others } = got as Record<string, string>; // Two are a shell's.
      expect(PATH).toMatch(new RegExp(`:${process.env.PATH}$`));
      expect({ LARGE: LARGE === MINE.LARGE }).toEqual({ LARGE: true }); // It would fill the screen.
      const { LARGE: _, ...mine } = MINE;
      expect(others).toEqual({ ...mine, HOME: "/own home", ...KEPT, ...env });
      expect(readdirSync(temp).sort()).toEqual(["_runner_file_commands", "summary"]);
    });

    if (root) {
      test("cannot change the kernel's settings, one of which names a program that it runs", () => {
        const { ran } = by(
          sh('cd /proc/sys/kernel && read -r was < core_pattern && echo "$was" > core_pattern'),
        );
        expect(ran[0]?.output).toContain("Read-only file system");
      });
    }

    test("ends as it would alone: status, signal, output, working directory, many children", () => {
      const { ran } = by(
        sh("exit 3"),
        sh("kill -9 $$"),
        sh("kill -TERM $$"),
        sh(
          "echo out; echo problem >&2; pwd; (exit 5); echo $?; seq 20 | xargs -P 8 -n 1 echo | wc -l",
        ),
        ...(isolation === "lock" ? [] : [{ file: "/none/program", args: [], cwd: "/tmp" }]),
        { ...sh("cat /proc/self/fd/0 </dev/null; ls /dev/fd/ >/dev/null && pwd"), cwd: "/tmp" },
      );
      expect(ran.map(({ status }) => status)).toEqual([
        3,
        137,
        143,
        0,
        ...(isolation === "lock" ? [] : [isolation === "bubblewrap" ? 1 : 127]),
        0,
      ]);
      expect(ran[3]?.stdout).toBe("out\n/\n5\n20\n");
      expect(ran[3]?.output).toContain("problem\n");
      expect(ran.at(-1)?.stdout).toBe("/tmp\n");
    });

    if (!hides) return;

    test("sees no process but its own, and leaves none behind", async () => {
      const sleep = `sleep 43210.${process.pid}`;
      const { ran } = by(sh(`setsid ${sleep} & ${sleep} >/dev/null & ls /proc | grep -c '^[0-9]'`));
      expect(ran[0]?.status).toBe(0);
      expect(Number(ran[0]?.stdout)).toBeLessThan(8);
      await until(() => spawnSync("pgrep", ["-f", sleep]).status === 1);
    });
  },
);

describe("the action's own process", () => {
  test("starts itself anew as the same process, and has all variables, which /proc does not show", () => {
    const { pid, status, stderr, told } = children("lock", false, []);
    expect({ ...told.environment }).toMatchObject({ ...WITHHELD, ...KEPT });
    expect(told.environment).not.toHaveProperty("MEGAMODE_STARTED_ANEW");
    expect(told.own.filter((line) => line.includes(PLANTED))).toEqual([]);
    expect(told.own).toContain("NPM_TOKEN=for the build");
    expect([told.pid, status, stderr, told.stdin]).toEqual([pid, 7, "", "standard input"]);
    expect(told.leftOpen).toBeUndefined();
    expect(readdirSync(temp).sort()).toEqual(["_runner_file_commands", "summary"]);
  });

  test("has no more open files than without", () => {
    const without = Object.fromEntries(Object.keys(WITHHELD).map((name) => [name, ""]));
    const anew = children("lock", false, []).told;
    expect(anew.files).toBe(
      children("lock", false, [], { env: { ...without, AWS_X: "" } }).told.files,
    );
  });

  test("says what is open where it cannot, and goes on", () => {
    const { status, told } = children("lock", false, [], { env: { WITHOUT_EXECVE: "1" } });
    expect(told.environment).toMatchObject(WITHHELD);
    expect([status, told.stdin]).toEqual([7, "standard input"]);
    expect(told.leftOpen).toMatch(
      /^Code of the build could read .* in `\/proc\/\d+\/environ`: Node.js v\S+ has no `process.execve`/,
    );
  });

  test("is not fooled by a variable that an earlier step has set", () => {
    const { told } = children("lock", false, [], { env: { MEGAMODE_STARTED_ANEW: "1" } });
    expect(told.environment).toMatchObject(WITHHELD);
    expect(told.own.filter((line) => line.includes(PLANTED))).toEqual([]);
  });
});
