import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { relocateTzinfo } from "../../../../src/ruby/carried/tzinfo.ts";
import { tree, writeTree } from "../../../tree.ts";

const backing = tree();
const GEMS = "gems/ruby/3.3.0/gems";
const NEW = `${GEMS}/tzinfo-2.0.6/lib/tzinfo/data_sources/zoneinfo_data_source.rb`;
const OLD = `${GEMS}/tzinfo-1.2.11/lib/tzinfo/zoneinfo_data_source.rb`;
const ANOTHER = `${GEMS}/tzinfo-data-1.2024/lib/tzinfo/zoneinfo_data_source.rb`;
const OTHER_GEM = `${GEMS}/x-1/lib/tzinfo/zoneinfo_data_source.rb`;
const SOURCE = "PATH = ['/usr/share/zoneinfo', '/etc/zoneinfo'].freeze\n";
const OURS = "PATH = ['/tmp/mm/zoneinfo', '/etc/zoneinfo'].freeze\n";
const read = (path: string) => readFileSync(join(backing, path), "utf8");

test("tzinfo, of either form, reads the carried zones", async () => {
  writeTree(backing, { [NEW]: SOURCE, [OLD]: SOURCE, [OTHER_GEM]: SOURCE, [ANOTHER]: "none" });
  const unchanged = statSync(join(backing, ANOTHER)).ino;
  await relocateTzinfo(backing, "3.3.0");
  expect([read(NEW), read(OLD), read(OTHER_GEM)]).toEqual([OURS, OURS, SOURCE]);
  expect(statSync(join(backing, ANOTHER)).ino).toBe(unchanged);
  const { ino } = statSync(join(backing, NEW));
  await relocateTzinfo(backing, "3.3.0");
  expect(statSync(join(backing, NEW)).ino).toBe(ino);
});
