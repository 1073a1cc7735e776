import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const FIXTURES = resolve(import.meta.dirname, "fixtures");

/** Who may make the machines below. */
export const asRoot = process.getuid?.() === 0;

/** Debian's `nobody`: an ordinary user, whom the machine's own `sudo` does not know. */
export const USER = "65534";

/** Whether no program gives more rights: https://www.kernel.org/doc/html/latest/userspace-api/no_new_privs.html */
export const noNewPrivileges = /^NoNewPrivs:\s*1$/m.test(readFileSync("/proc/self/status", "utf8"));

const runs = (...[file = "", ...args]: readonly string[]) => spawnSync(file, args).status === 0;

/** Whether this user may become root by the machine's own `sudo`. */
export const mayUseSudo = runs("sudo", "-n", "true");

/** The `sudo` of Ubuntu to 25.04, and the one since. */
export const SUDOS = ["classic sudo", "sudo-rs"] as const;
export type Sudo = (typeof SUDOS)[number];

/** Builds a `sudo` for the user who is not root; as root, on a file system that lets programs have root's rights. */
export function buildSudo(sudo: Sudo, folder: string): string {
  const file = join(folder, "sudo");
  const flags = sudo === "sudo-rs" ? ["-DSUDO_RS"] : [];
  execFileSync("cc", [...flags, "-o", file, join(FIXTURES, "sudo/sudo.c")]);
  chmodSync(file, 0o4755);
  return file;
}

/** Puts programs where the system has one of the same name. By Node.js: a shell drops names that have hyphens. */
const REPLACE = `
const { execFileSync, spawnSync } = require("node:child_process");
const { existsSync } = require("node:fs");
const { basename } = require("node:path");
const [programs, file, ...args] = process.argv.slice(1);
for (const program of JSON.parse(programs)) {
  for (const folder of ["/usr/sbin", "/usr/bin", "/sbin", "/bin"]) {
    const there = folder + "/" + basename(program);
    if (existsSync(there)) execFileSync("mount", ["--bind", program, there]);
  }
}
process.exit(spawnSync(file, args, { stdio: "inherit" }).status);
`;

/** Starts a command, as root, where some programs of the system are others: for that command alone. */
export function withPrograms(...programs: readonly string[]): readonly string[] {
  const enter = ["unshare", "--mount", "--propagation", "private", process.execPath, "-e", REPLACE];
  return [...enter, JSON.stringify(programs)];
}

/** `bwrap` where AppArmor refuses namespaces to it. */
export const REFUSED_BWRAP = join(FIXTURES, "bwrap/bwrap");

/** Starts a command as an ordinary user. */
export const AS_USER = ["setpriv", "--reuid", USER, "--regid", USER, "--clear-groups"];

/**
 * Starts a command as root with the rights that root has in a container of Docker's, which has no `CAP_SYS_ADMIN`.
 * https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities
 */
export const AS_ROOT_IN_CONTAINER = [
  ...["setpriv", "--inh-caps", "-all", "--bounding-set"],
  [
    ...["-all", "+chown", "+dac_override", "+fsetid", "+fowner", "+mknod", "+net_raw", "+setgid"],
    ...["+setuid", "+setfcap", "+setpcap", "+net_bind_service", "+sys_chroot", "+kill"],
    "+audit_write",
  ].join(","),
];

/** Whether bubblewrap runs here: AppArmor of Ubuntu 24.04 and 26.04 refuses it to ordinary users, and a container may to root. */
export const bubblewrapRuns = runs(
  ...["bwrap", "--unshare-all", "--unshare-user", "--ro-bind", "/", "/", "--proc", "/proc"],
  ...["--", "true"],
);

/** Starts a command by bubblewrap. A test that needs it asks `bubblewrapRuns`, and is skipped where it does not. */
export function bubblewrap(...args: readonly string[]) {
  if (!bubblewrapRuns) throw new Error("bubblewrap does not run here: ask `bubblewrapRuns` first.");
  return { file: "bwrap", args };
}
