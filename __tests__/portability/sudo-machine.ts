import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Debian, makeDebian, runIn } from "./debian.ts";

/** The ordinary user of the machine. */
export const RUNNER = { name: "runner", id: "1001" } as const;

/** Both are packaged there. In Ubuntu, `/usr/bin/sudo` is the first to 25.04, and the second since. */
export const SUDOS = [
  ["classic sudo", "/usr/bin/sudo"],
  ["sudo-rs", "/usr/lib/cargo/bin/sudo"],
] as const;

/** Debian 13 without bubblewrap, and with a user as GitHub's hosted runners have it. */
const DEBIAN: Debian = {
  suite: "trixie",
  packages: [
    ...["sudo", "sudo-rs", "ruby", "ruby-dev", "ruby-bundler", "gcc", "g++", "make", "pkg-config"],
    ...["git", "xz-utils", "patch", "tzdata", "ca-certificates", "libyaml-dev", "libffi-dev"],
    ...["zlib1g-dev", "libssl-dev", "libgmp-dev", "libsqlite3-dev", "libxml2-dev", "libxslt1-dev"],
  ],
  revision: 1,
  finish(root) {
    runIn(root, ["useradd", "--create-home", "--uid", RUNNER.id, RUNNER.name]);
    const line = `${RUNNER.name} ALL=(ALL) NOPASSWD:ALL\n`;
    writeFileSync(join(root, "etc/sudoers.d", RUNNER.name), line, { mode: 0o440 });
  },
};

export const sudoMachine = () => makeDebian(DEBIAN);
