import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Gives a run of tests a folder of its own for temporary files, and removes it with all that they left
 * behind. What a test makes by `mkdtemp` in `tmpdir()` lies there; the workers inherit `TMPDIR`.
 */
export default function setUp(): void {
  const folder = mkdtempSync(join(tmpdir(), "megamode-tests-"));
  chmodSync(folder, 0o1777); // As /tmp: some tests act as other users.
  process.env.TMPDIR = folder;
}

/** The second half. */
export function tearDown(): void {
  const folder = process.env.TMPDIR;
  if (folder?.includes("megamode-tests-")) rmSync(folder, { recursive: true, force: true });
}
