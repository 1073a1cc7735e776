import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@jest/globals";
import { type Cloud, deploy, succeeded } from "../e2e/harness.ts";
import { checkoutOf, injectAndPatch } from "../src/inject/patched.ts";
import { INSTALLED, railsNew } from "./rails-new.ts";
import { FILE_SYSTEM, serveAtRoot } from "./stage.ts";

/** A generated app, deployed. */
export interface RailsStage {
  /** The generated app's folder, and what was in it before the deploy. */
  readonly app: string;
  readonly before: string;
  /** The function's. */
  readonly name: string;
  readonly url: string;
  /** The URL that has no prefix. */
  readonly root: string;
}

/**
 * Rails 8 has a database each for Solid Cache, Queue and Cable beside the app's own.
 * @param app all have the one file system
 */
const databases = (version: string, app: string) =>
  ["", ...(Number(version) < 8 ? [] : ["CACHE_", "QUEUE_", "CABLE_"])].map(
    (name) => `${name}DATABASE_URL=sqlite3:/mnt/data/${app}-${name.toLowerCase()}.sqlite3`,
  );

/** Makes an app by `rails new` and deploys it to stage `dev`. */
export async function deployed(
  cloud: Cloud,
  version: string,
  flags: readonly string[],
  name: string,
): Promise<RailsStage> {
  const app = await railsNew(version, flags);
  const before = checkoutOf(app);
  const { outputs } = succeeded(
    await deploy(cloud, {
      app,
      stage: "dev",
      inputs: {
        app: name,
        "release-command": Number(version) < 8 ? "bin/rails db:migrate" : "bin/rails db:prepare",
        environment: databases(version, name).join("\n"),
        "prewarm-concurrency": "1",
        ...FILE_SYSTEM,
      },
      env: INSTALLED,
    }),
  );
  const url = outputs.url ?? "";
  const root = await serveAtRoot(cloud, url);
  return { app, before, name: outputs["function-name"] ?? "", url, root };
}

/** The checkout is as it was, and the owner's own copy, patched by the diff, is what was deployed. */
export async function expectUntouched({ app, before }: RailsStage): Promise<void> {
  expect(checkoutOf(app)).toBe(before);
  const scratch = mkdtempSync(join(tmpdir(), "megamode-patched-"));
  const { staged, patched, injection } = await injectAndPatch(app, scratch);
  rmSync(scratch, { recursive: true });
  expect(patched).toBe(staged);
  expect(injection.edits.map(({ path }) => path)).toContain("config/initializers/zz_megamode.rb");
}
