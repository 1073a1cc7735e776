import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../contract/root.ts";
import { createShell } from "../../src/host/shell.ts";
import type { Finished } from "../../src/ports/shell.ts";
import { bubblewrap } from "../machines.ts";
import { makeDebian } from "./debian.ts";
import type { Packaged } from "./package-on.ts";

/** What a library may have compiled in, and Lambda has not. */
const REMOVED = [
  ...["etc/ssl", "usr/lib/locale", "usr/lib/ssl", "usr/share/ca-certificates", "usr/share/i18n"],
  ...["usr/lib/x86_64-linux-gnu/gconv", "usr/lib/aarch64-linux-gnu/gconv", "usr/share/zoneinfo"],
  ...["usr/share/fonts", "etc/fonts", "usr/share/locale", "usr/bin/perl"],
];

/** Libraries that a careless loader would take: they are asked for by name, and no program here has them. */
const HOSTILE = [
  "libcrypto.so.3",
  "libpq.so.5",
  "libruby.so.3.3",
  "libruby-3.1.so.3.1",
  "libyaml-0.so.2",
];

/** A bare Debian 11: glibc 2.31, older than Lambda's 2.34. */
export function bareDebian(): string {
  return makeDebian({
    suite: "bullseye",
    packages: [],
    revision: 2,
    finish(root) {
      for (const path of REMOVED) rmSync(join(root, path), { recursive: true, force: true });
      for (const path of [ROOT, "/mnt/data", "/hostile"])
        mkdirSync(join(root, path), { recursive: true });
      for (const name of HOSTILE) writeFileSync(join(root, "hostile", name), "not a library");
      writeFileSync(join(root, "etc/hosts"), "127.0.0.1 localhost\n");
      writeFileSync(
        join(root, "etc/nsswitch.conf"),
        "passwd: exotic files\ngroup: exotic files\nhosts: exotic files dns\n",
      );
      writeFileSync(join(root, "etc/passwd"), "sandbox:x:993:990::/:/nowhere\n");
      writeFileSync(join(root, "etc/group"), "sandbox:x:990:\n");
    },
  });
}

/**
 * Runs a command in the bare Debian with a packaged tree at the root: another user, all of it read-only but
 * `/tmp` and what the proxy makes, no network, and LD_LIBRARY_PATH leading to the host's libraries, as Lambda's does.
 */
export function runOnTarget(
  packaged: Packaged,
  command: readonly string[],
  more: {
    /** Shown there as `/tmp/serve.rb`. */
    readonly script?: string;
    /** Run before, where the same is writable. */
    readonly prepare?: readonly string[] | undefined;
  } = {},
): Promise<Finished> {
  const { server } = packaged.manifest;
  const env = {
    HOME: `${ROOT}/run`,
    LANG: "en_US.UTF-8",
    LD_LIBRARY_PATH:
      "/hostile:/lib/x86_64-linux-gnu:/usr/lib/x86_64-linux-gnu:/lib/aarch64-linux-gnu",
    DATABASE_URL: "sqlite3:/mnt/data/production.sqlite3",
    SECRET_KEY_BASE: "0".repeat(128),
    ...server.defaults,
    ...server.env,
  };
  mkdirSync(join(packaged.tree, "run"), { recursive: true });
  return createShell().run({
    ...bubblewrap(
      ...["--unshare-all", "--uid", "993", "--gid", "990", "--die-with-parent", "--clearenv"],
      ...["--ro-bind", bareDebian(), "/", "--tmpfs", "/tmp", "--ro-bind", packaged.tree, ROOT],
      ...["--tmpfs", `${ROOT}/run`, "--tmpfs", "/mnt/data", "--proc", "/proc", "--dev", "/dev"],
      ...Object.entries(env).flatMap(([name, value]) => ["--setenv", name, value]),
      ...(more.script ? ["--ro-bind", more.script, "/tmp/serve.rb"] : []),
      ...["--chdir", server.cwd, "--"],
      ...(more.prepare ? ["sh", "-c", `${more.prepare.join(" ")} >&2 && exec "$@"`, "sh"] : []),
      ...command,
    ),
    cwd: "/",
  });
}
