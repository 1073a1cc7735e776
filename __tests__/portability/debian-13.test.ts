import { resolve } from "node:path";
import { describeApp, describePortability } from "./expectations.ts";
import { MACHINES } from "./machines.ts";

describePortability(MACHINES.trixie, { version: "3.3.8", abi: "3.3.0", yjit: false, avif: true });
describeApp(MACHINES.trixie, {
  title: "a Rails 8.1 app, locked by Bundler 4.0",
  dir: () => resolve(import.meta.dirname, "rails-8.1"),
  path: "/",
  body: /^Rails 8\.1\.\d+: 42, 7, 4x3$/,
});
