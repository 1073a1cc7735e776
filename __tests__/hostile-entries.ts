import { LINKED_BYTES } from "../contract/entry-path.ts";
import type { Entry } from "./runtime/loader/archives.ts";

/** A file that a hard link may lead to, and such a link. */
const large: Entry = { name: "app/x", content: Buffer.alloc(LINKED_BYTES) };
const hardLink = (linkname: string, name = "app/l"): Entry => ({ name, type: "link", linkname });

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
  ["a hard link to a small file", [{ name: "app/x" }, hardLink("app/x")]],
  ["a hard link to a later file", [hardLink("app/x"), large]],
  ["a hard link to itself", [hardLink("app/l")]],
  ["a hard link to a hard link", [large, hardLink("app/x"), hardLink("app/l", "app/m")]],
  ["a hard link to a folder", [{ name: "app/d/", type: "directory" }, hardLink("app/d")]],
  ["a hard link to a symbolic link", [large, link("x"), hardLink("app/l", "app/m")]],
  ["a hard link through a symbolic link", [large, link("."), hardLink("app/l/x", "app/m")]],
  ["a hard link out of the root", [large, hardLink("../evil")]],
  ["a hard link to an absolute path", [large, hardLink("/etc/passwd")]],
  ["a hard link to another name of a file", [large, hardLink("app/../app/x")]],
  ["a hard link in place of a file", [large, { name: "app/l" }, hardLink("app/x")]],
  ["a hard link through a link", [large, link("."), hardLink("app/x", "app/l/m")]],
  ["a hard link out of the root by its own name", [large, hardLink("app/x", "../evil")]],
  ["a hard link as our marker", [large, hardLink("app/x", ".loaded/app")]],
  ["a device", [{ name: "app/d", type: "character-device" }]],
  ["a block device", [{ name: "app/d", type: "block-device" }]],
  ["a fifo", [{ name: "app/f", type: "fifo" }]],
  ["our marker", [{ name: ".loaded/app" }]],
  ["our socket's folder", [{ name: "run/server.sock" }]],
  ["our home", [{ name: "home/.bashrc" }]],
];
