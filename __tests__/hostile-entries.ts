import type { Entry } from "./runtime/loader/archives.ts";

const link = (linkname: string): Entry => ({ name: "app/l", type: "symlink", linkname });

/** Archives that nobody may unpack: what they hold, and their entries. */
export const HOSTILE: readonly (readonly [what: string, entries: readonly Entry[]])[] = [
  ["`..`", [{ name: "../evil" }]],
  ["`..` in the middle", [{ name: "app/../../evil" }]],
  ["an absolute path", [{ name: "/tmp/mm-evil" }]],
  ["a link out of the root", [link("../../evil")]],
  ["an absolute link", [link("/etc")]],
  ["a link out of a mount", [link("/mnt/x/../../etc")]],
  ["a file through a link to a mount", [link("/mnt/data"), { name: "app/l/evil" }]],
  ["`..` after a name in a link", [link("x/../y")]],
  ["a file through a link", [link("."), { name: "app/l/evil" }]],
  ["a folder through a link", [link("."), { name: "app/l/evil/", type: "directory" }]],
  ["a link through a link", [link("."), { name: "app/l/m", type: "symlink", linkname: "x" }]],
  ["a folder in place of a link", [link("x"), { name: "app/l/", type: "directory" }]],
  ["a file in place of a link", [link("x"), { name: "app/l" }]],
  ["a link in place of a file", [{ name: "app/l" }, link("x")]],
  ["a file for a folder", [{ name: "app" }, { name: "app/a" }]],
  ["a file for the root", [{ name: "." }]],
  ["a duplicate", [{ name: "app/a" }, { name: "./app//a" }]],
  ["a hard link", [{ name: "app/x" }, { name: "app/l", type: "link", linkname: "app/x" }]],
  ["a device", [{ name: "app/d", type: "character-device" }]],
  ["a block device", [{ name: "app/d", type: "block-device" }]],
  ["a fifo", [{ name: "app/f", type: "fifo" }]],
  ["our marker", [{ name: ".loaded/app" }]],
  ["our socket's folder", [{ name: "run/server.sock" }]],
  ["our home", [{ name: "home/.bashrc" }]],
];
