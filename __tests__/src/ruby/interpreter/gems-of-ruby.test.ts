import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { findRubysGems } from "../../../../src/ruby/interpreter/gems-of-ruby.ts";
import { tree, writeTree } from "../../../tree.ts";

const scratch = tree();
const gems = join(scratch, "gems/3.3.0");
const specification = (name: string) => `specifications/${name}.gemspec`;
writeTree(
  gems,
  Object.fromEntries(
    [
      specification("default/json-2.7.1"),
      specification("default/bundler-2.5.16"),
      specification("bundler-2.5.22"),
      specification("bundler-2.4.1"),
      specification("net-imap-0.4.9.1"),
      specification("bigdecimal-3.1.5"),
      specification("debug-1.9.2"),
      specification("rails-7.2.0"),
      "extensions/x86_64-linux/3.3.0/bigdecimal-3.1.5/bigdecimal.so",
    ].map((path) => [path, ""]),
  ),
);
const layout = { gems: "/tmp/mm/lib/ruby/gems/3.3.0" };
const inside = {
  gemDir: join(gems, "gems/bundler-2.5.22"),
  specification: join(gems, specification("bundler-2.5.22")),
};
const ruby = { gems, abi: "3.3.0", bundlerVersion: "2.5.22", bundler: inside };

test("the default gems go along, those of the bundled that an app may use, and the Bundler in use", async () => {
  const copies = await findRubysGems(ruby, layout);
  const places = [
    "specifications/default",
    specification("bigdecimal-3.1.5"),
    specification("bundler-2.5.22"),
    specification("net-imap-0.4.9.1"),
    "gems/bundler-2.5.16",
    "gems/json-2.7.1",
    "gems/bigdecimal-3.1.5",
    "gems/bundler-2.5.22",
    "gems/net-imap-0.4.9.1",
    "extensions/x86_64-linux/3.3.0/bigdecimal-3.1.5",
    "extensions/x86_64-linux/3.3.0/bundler-2.5.22",
    "extensions/x86_64-linux/3.3.0/net-imap-0.4.9.1",
  ];
  expect(copies).toEqual(
    places.map((place) => ({ from: `${gems}/${place}`, to: `${layout.gems}/${place}` })),
  );
});

test("a Bundler among the distribution's gems goes to Ruby's", async () => {
  const share = "/usr/share/rubygems-integration/all";
  const bundler = {
    gemDir: `${share}/gems/bundler-2.3.15`,
    specification: `${share}/specifications/bundler-2.3.15.gemspec`,
  };
  const copies = await findRubysGems({ ...ruby, bundlerVersion: "2.3.15", bundler }, layout);
  expect(copies.slice(-2)).toEqual([
    { from: bundler.gemDir, to: `${layout.gems}/gems/bundler-2.3.15` },
    { from: bundler.specification, to: `${layout.gems}/${specification("bundler-2.3.15")}` },
  ]);
  expect(copies.map(({ from }) => from)).not.toContain(`${gems}/gems/bundler-2.5.22`);
});
