import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { ROOT } from "../../contract/root.ts";
import { createShell } from "../../src/host/shell.ts";
import type { Finished } from "../../src/ports/shell.ts";
import { bubblewrap } from "../machines.ts";
import { cacheFolder } from "./cache.ts";
import { MIRRORS, run, say } from "./debian.ts";

const PROJECT = resolve(import.meta.dirname, "../..");

/** Ruby, gems that are Debian packages, and what those load. */
const PACKAGES = [
  ...["ruby", "ruby-bundler", "ruby-pg", "ruby-mysql2", "ruby-bcrypt", "ruby-ffi", "libvips42"],
  ...["libmagickcore-6.q16-6", "tzdata", "ca-certificates", "openssl", "fonts-dejavu-core"],
];
/** Precompiled gems, from RubyGems. */
const GEMS = ["nokogiri-1.16.8", "sqlite3-1.7.3", "google-protobuf-4.30.2", "ffi-1.17.4"];

/** Debian 12 for arm64, unpacked and not set up: none of its programs has run. Made once. */
export function arm64Debian(): string {
  const root = join(cacheFolder("roots"), "bookworm-arm64-unpacked-1");
  if (existsSync(root)) return root;
  say(`making ${root}; it is kept`);
  const partial = `${root}.${process.pid}.partial`;
  const options = ["--download-only", "--arch=arm64", "--variant=minbase"];
  run("debootstrap", [
    ...options,
    `--include=${PACKAGES.join(",")}`,
    "bookworm",
    partial,
    MIRRORS[0],
  ]);
  mkdirSync(join(partial, "usr"), { recursive: true });
  for (const name of ["bin", "lib", "sbin"]) {
    mkdirSync(join(partial, "usr", name), { recursive: true });
    symlinkSync(`usr/${name}`, join(partial, name));
  }
  const archives = join(partial, "var/cache/apt/archives");
  const unpack = 'dpkg-deb --fsys-tarfile "$1" | tar -x --keep-directory-symlink -C "$2"';
  for (const name of readdirSync(archives).filter((each) => each.endsWith(".deb"))) {
    run("sh", ["-ec", unpack, "sh", join(archives, name), partial]);
  }
  rmSync(archives, { recursive: true });
  // What setting up the packages would have made.
  run("cp", ["/etc/ssl/certs/ca-certificates.crt", join(partial, "etc/ssl/certs")]);
  renameSync(partial, root);
  return root;
}

/** Programs for arm64 are run by an emulator, where this machine is another. */
export function emulator(): string | undefined {
  if (process.arch === "arm64") return undefined;
  const folder = cacheFolder("qemu");
  const file = join(folder, "usr/bin/qemu-aarch64-static");
  if (!existsSync(file)) {
    run("sh", [
      "-ec",
      'cd "$1"; apt-get download qemu-user-static; dpkg-deb -x *.deb .',
      "sh",
      folder,
    ]);
  }
  return file;
}

/** Precompiled gems for arm64, as Bundler would leave them in the root. */
export function installGems(backing: string): void {
  const gems = join(backing, "gems/ruby/3.1.0/gems");
  const fetched = cacheFolder("gems-arm64");
  mkdirSync(gems, { recursive: true });
  for (const gem of GEMS) {
    const [, name, version] = /^(.*)-([\d.]+)$/.exec(gem) ?? [];
    const file = `${gem}-aarch64-linux${name === "ffi" ? "-gnu" : ""}.gem`;
    const platform = file.slice(gem.length + 1, -".gem".length);
    if (!readdirSync(fetched).includes(file)) {
      const options = [name, "--version", version, "--platform", platform] as string[];
      run("sh", ["-ec", 'cd "$1"; shift; gem fetch "$@"', "sh", fetched, ...options]);
    }
    run("gem", ["unpack", join(fetched, file), "--target", gems]);
  }
}

/** Packages that Debian's Ruby by the product's code: this machine's Node.js, the other's files. */
export async function packageArm64(scratch: string): Promise<string> {
  const out = mkdtempSync(join(scratch, "arm64-"));
  installGems(out);
  const qemu = emulator();
  const own = process.arch === "arm64" ? [] : ownLibraries();
  const node = "/project/node_modules/node/bin/node";
  const { status, output } = await createShell().run({
    ...bubblewrap(
      ...["--bind", arm64Debian(), "/", "--tmpfs", "/tmp", "--proc", "/proc", "--dev", "/dev"],
      ...["--bind", PROJECT, "/project", "--bind", out, "/out", ...own],
      ...(qemu ? ["--ro-bind", qemu, "/tmp/emulator"] : []),
      ...["--chdir", "/", "--", node, "/project/__tests__/portability/package-arm64.ts", "/out"],
    ),
    cwd: "/",
  });
  if (status !== 0) throw new Error(output);
  return out;
}

/** What this machine's Node.js needs; the other's libraries have another folder. */
function ownLibraries(): readonly string[] {
  const libraries = "/usr/lib/x86_64-linux-gnu";
  return ["--ro-bind", libraries, libraries, "--ro-bind", "/lib64", "/lib64"];
}

/** Runs a script by the packaged Ruby where there is nothing else, emulated where it has to be. */
export function runArm64(tree: string, script: string): Promise<Finished> {
  const qemu = emulator();
  return createShell().run({
    ...bubblewrap(
      ...["--unshare-all", "--uid", "993", "--gid", "990", "--die-with-parent", "--clearenv"],
      ...["--tmpfs", "/tmp", "--ro-bind", tree, ROOT, "--proc", "/proc", "--dev", "/dev"],
      ...(qemu ? ["--ro-bind", qemu, "/tmp/emulator"] : []),
      ...["--setenv", "LANG", "C.UTF-8", "--", ...(qemu ? ["/tmp/emulator"] : [])],
      ...[`${ROOT}/bin/ruby`, "-W0", "-e", script],
    ),
    cwd: "/",
  });
}
