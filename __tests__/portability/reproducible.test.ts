import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { type BuiltOnce, buildTwice } from "../e2e/elsewhere.ts";
import { PROJECT } from "../e2e/harness.ts";
import { cacheFolder } from "./cache.ts";

const scratch = mkdtempSync(join(tmpdir(), "megamode-elsewhere-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Says what is random and what is dated, before either is packed. */
const BUILD =
  "bin/rails assets:precompile; ls -A public/assets; ruby -e 'puts %(dated #{Time.now.to_i / 86_400})'";

test("a Rails app with assets and bootsnap's cache is the same bytes for another user, at another place and date", async () => {
  const [here, there] = await buildTwice(
    join(PROJECT, "examples/rails"),
    scratch,
    cacheFolder("reproducible"),
    { "build-command": BUILD },
  );
  const day = ({ log }: BuiltOnce) => Number(/^ *dated (\d+)$/m.exec(log)?.[1]);
  const manifest = ({ log }: BuiltOnce) => /\.sprockets-manifest-[0-9a-f]{32}\.json/.exec(log)?.[0];
  expect(day(there) - day(here)).toBeGreaterThanOrEqual(400);
  expect(manifest(here)).toBeDefined();
  expect(manifest(there)).not.toBe(manifest(here));
  for (const { log } of [here, there]) expect(log).toContain("compiled by bootsnap: gems");
  expect(there.log).toContain("From the cache");
  expect(there.archives).toEqual(here.archives);
  expect([there.digest]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  expect(there.digest).toBe(here.digest);
}, 1_800_000);
