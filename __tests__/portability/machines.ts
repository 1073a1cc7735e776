import { type Debian, makeDebian } from "./debian.ts";
import { installRuby } from "./ruby-from-source.ts";

/** What the app's gems are compiled with, and what the packaging calls. */
const PACKAGES = [
  ...["ruby", "ruby-dev", "ruby-bundler", "gcc", "g++", "make", "pkg-config", "git", "bubblewrap"],
  ...["xz-utils", "patch", "tzdata", "ca-certificates", "binutils", "libatomic1"],
  ...["libyaml-dev", "libffi-dev", "zlib1g-dev", "libssl-dev", "libgmp-dev", "libpq-dev"],
  ...["libsqlite3-dev", "default-libmysqlclient-dev", "libmagickwand-dev", "libsodium23"],
  ...["openssl", "fontconfig", "fonts-dejavu-core"],
];

/** Where ruby/setup-ruby puts a Ruby, and where rbenv does. */
export const SETUP_RUBY = `/opt/hostedtoolcache/Ruby/3.3.8/${process.arch}`;
export const RBENV = "/home/runner/.rbenv/versions/3.3.8";

/** Debian 12: apt's Ruby 3.1, and a 3.3 as setup-ruby and as rbenv have it. glibc 2.36. */
export const bookworm: Debian = {
  suite: "bookworm",
  packages: [
    ...PACKAGES,
    "libvips42",
    // For the Ruby from source.
    ...[
      "autoconf",
      "bison",
      "dpkg-dev",
      "rustc",
      "libreadline-dev",
      "libgdbm-dev",
      "libncurses-dev",
    ],
  ],
  revision: 1,
  finish: (root) => installRuby(root, [SETUP_RUBY, RBENV]),
};

/** Debian 13: apt's Ruby 3.3. glibc 2.41. */
export const trixie: Debian = {
  suite: "trixie",
  packages: [
    ...PACKAGES,
    "libvips42t64",
    "libheif-plugin-aomdec",
    "libheif-plugin-aomenc",
    "libheif-plugin-dav1d",
  ],
  revision: 1,
  finish: () => {},
};

/** A machine on which an app is packaged. */
export interface Machine {
  readonly title: string;
  readonly ruby: string;
  /** Folders that go before the others in PATH. */
  readonly path: readonly string[];
  readonly root: () => string;
}

export const MACHINES = {
  apt: {
    title: "apt's Ruby 3.1 on Debian 12",
    ruby: "3.1.2",
    path: [],
    root: () => makeDebian(bookworm),
  },
  setupRuby: {
    title: "a Ruby as ruby/setup-ruby's on Debian 12",
    ruby: "3.3.8",
    path: [`${SETUP_RUBY}/bin`],
    root: () => makeDebian(bookworm),
  },
  rbenv: {
    title: "rbenv's Ruby on Debian 12",
    ruby: "3.3.8",
    path: ["/home/runner/.rbenv/shims"],
    root: () => makeDebian(bookworm),
  },
  trixie: {
    title: "apt's Ruby 3.3 on Debian 13",
    ruby: "3.3.8",
    path: [],
    root: () => makeDebian(trixie),
  },
} as const satisfies Record<string, Machine>;
