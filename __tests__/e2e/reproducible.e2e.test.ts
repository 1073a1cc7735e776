import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { buildTwice } from "./elsewhere.ts";
import { FIXTURES } from "./harness.ts";

const scratch = mkdtempSync(join(tmpdir(), "megamode-elsewhere-"));
afterAll(() => rmSync(scratch, { recursive: true }));

// A Rails app, with assets and bootsnap's cache: `npm run test:portability`.
test("two builds differ in user, umask, host name, date, time zone, locale and path, and not in their bytes", async () => {
  const cache = join(scratch, "cache");
  mkdirSync(cache);
  const [here, there] = await buildTwice(join(FIXTURES, "probe"), scratch, cache, {
    "build-command": "ruby -e 'puts %(dated #{Time.now.to_i / 86_400})'",
  });

  const day = ({ log }: { log: string }) => Number(/^ *dated (\d+)$/m.exec(log)?.[1]);
  expect(day(there) - day(here)).toBeGreaterThanOrEqual(400);
  expect([there.log.includes("From the cache"), here.digest]).toEqual([
    true,
    expect.stringMatching(/^[0-9a-f]{64}$/),
  ]);
  expect(there.archives).toEqual(here.archives);
  expect(there.digest).toBe(here.digest);
});
