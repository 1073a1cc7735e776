import { expect, test } from "@jest/globals";
import { whyNoLink } from "../../contract/links.ts";

const OUTSIDE = /^links to .*, outside the root$/;
const CLIMBS = /^links to .*, which has `\.\.` after a name$/;

test.each<[path: string, target: string, reason: RegExp | undefined]>([
  ["app/link", "file", undefined],
  ["app/link", "./folder/file", undefined],
  ["app/link", "../gems/x", undefined],
  ["app/a/b/link", "../../../gems", undefined],
  ["app/link", "..", undefined],
  ["app/link", "/tmp/mm", undefined],
  ["app/link", "/tmp/mm/gems/x", undefined],
  ["app/storage", "/mnt/data", undefined],
  ["app/link", "/tmp/mmm/x", OUTSIDE],
  ["app/link", "/etc/passwd", OUTSIDE],
  ["app/link", "/mntx", OUTSIDE],
  ["app/link", "../../etc", OUTSIDE],
  ["app/link", ".././../etc", OUTSIDE],
  ["link", "..", OUTSIDE],
  ["app/link", "", OUTSIDE],
  ["app/link", "file\0", OUTSIDE],
  ["app/link", "folder/../file", CLIMBS],
  ["app/link", "../gems/../../etc", CLIMBS],
  ["app/link", "/tmp/mm/../../etc", CLIMBS],
  ["app/link", "/mnt/../etc", CLIMBS],
])("the link %s to %j is refused: %s", (path, target, reason) => {
  const found = whyNoLink(path, target, "/tmp/mm");
  if (reason === undefined) expect(found).toBeUndefined();
  else expect(found).toMatch(reason);
});
