import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { sha256Hex } from "../../src/digest.ts";
import { cacheFolder } from "./cache.ts";

/** A machine to be made: a Debian of which nothing but some packages is wanted. */
export interface Debian {
  readonly suite: "bullseye" | "bookworm" | "trixie";
  readonly packages: readonly string[];
  /** Raised where `finish` makes something else of the same packages. */
  readonly revision: number;
  /** The last step, in the folder that becomes the machine's root. */
  readonly finish: (root: string) => void;
}

/** A release that is out of support moves from the first to the second. */
export const MIRRORS = [
  "http://deb.debian.org/debian",
  "http://archive.debian.org/debian",
] as const;

/**
 * A root folder with that Debian in it, made by debootstrap the first time and kept.
 * @throws Error where this process is not root's, or a package cannot be had
 */
export function makeDebian(debian: Debian): string {
  const { suite, packages, revision, finish } = debian;
  const digest = sha256Hex(JSON.stringify([suite, packages, revision])).slice(0, 12);
  const root = join(cacheFolder("roots"), `${suite}-${process.arch}-${digest}`);
  if (existsSync(root)) return root;
  if (process.getuid?.() !== 0) {
    throw new Error(
      "Roots of other Debians are made by debootstrap: `sudo npm run test:portability`.",
    );
  }
  say(`making ${root}; it is kept`);
  const partial = `${root}.${process.pid}.partial`;
  try {
    bootstrap(suite, partial);
    if (packages.length > 0) install(partial, packages);
    finish(partial);
    renameSync(partial, root);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return root;
}

/** Runs a command in a root, with some folders of this machine in it. */
export function runIn(
  root: string,
  command: readonly string[],
  options: {
    readonly folders?: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): void {
  const env = Object.entries(options.env ?? {}).map(([name, value]) => `${name}=${value}`);
  run(resolve(import.meta.dirname, "enter"), [
    root,
    ...(options.folders ?? []),
    "--",
    ...env,
    ...command,
  ]);
}

function bootstrap(suite: string, root: string): void {
  for (const mirror of MIRRORS) {
    rmSync(root, { recursive: true, force: true });
    try {
      run("debootstrap", ["--variant=minbase", suite, root, mirror]);
      return;
    } catch (error) {
      if (mirror === MIRRORS.at(-1)) throw error;
    }
  }
}

/** How this machine reaches the network, the made one does. */
function install(root: string, packages: readonly string[]): void {
  for (const name of ["resolv.conf", "hosts"])
    copyFileSync(`/etc/${name}`, join(root, "etc", name));
  const settings = execFileSync("apt-config", ["dump"], { encoding: "utf8" })
    .split("\n")
    .filter((line) => /^Acquire::(http|https|Check-)/.test(line));
  mkdirSync(join(root, "etc/apt/apt.conf.d"), { recursive: true });
  writeFileSync(join(root, "etc/apt/apt.conf.d/90machine"), `${settings.join("\n")}\n`);
  writeFileSync(join(root, "usr/sbin/policy-rc.d"), "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  runIn(root, ["apt-get", "update"]);
  const options = ["install", "-y", "--no-install-recommends"];
  runIn(root, ["apt-get", ...options, ...packages], { env: { DEBIAN_FRONTEND: "noninteractive" } });
  runIn(root, ["apt-get", "clean"]);
  const trusted = "etc/ssl/certs/ca-certificates.crt";
  if (existsSync(join(root, trusted))) copyFileSync(`/${trusted}`, join(root, trusted));
}

/** Shows what a command said where it failed. */
export function run(file: string, args: readonly string[]): void {
  try {
    execFileSync(file, [...args], { stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 28 });
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: Buffer; stderr?: Buffer };
    const lines = `${stdout}${stderr}`.trimEnd().split("\n").slice(-40).join("\n");
    throw new Error(`${file} ${args.join(" ")} failed:\n${lines}`);
  }
}

export function say(line: string): void {
  process.stderr.write(`portability: ${line}\n`);
}
