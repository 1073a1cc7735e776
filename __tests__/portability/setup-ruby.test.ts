import { resolve } from "node:path";
import { describeApp, describePortability } from "./expectations.ts";
import { MACHINES } from "./machines.ts";

const dir = () => resolve(import.meta.dirname, "../../examples/rails");
const example = { title: "the Rails example", dir, path: "/posts", body: /<h1>Posts<\/h1>/ };

describePortability(MACHINES.setupRuby, {
  version: "3.3.8",
  abi: "3.3.0",
  yjit: true,
  avif: false,
});
describeApp(MACHINES.setupRuby, example, ["/tmp/mm/app/bin/rails", "db:migrate"]);
describePortability(MACHINES.rbenv, { version: "3.3.8", abi: "3.3.0", yjit: true, avif: false });
