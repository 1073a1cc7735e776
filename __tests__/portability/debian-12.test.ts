import { resolve } from "node:path";
import { describeApp, describePortability } from "./expectations.ts";
import { MACHINES } from "./machines.ts";

const dir = () => resolve(import.meta.dirname, "../../examples/rails");
const example = { title: "the Rails example", dir, path: "/posts", body: /<h1>Posts<\/h1>/ };

describePortability(MACHINES.apt, {
  version: "3.1.2",
  abi: "3.1.0",
  // Ruby 3.1's knows that processor alone.
  yjit: process.arch === "x64",
  avif: false,
});
describeApp(MACHINES.apt, example, ["/tmp/mm/app/bin/rails", "db:migrate"]);
