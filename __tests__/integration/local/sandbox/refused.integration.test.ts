import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { PROJECT, run } from "../../../e2e/harness.ts";
import { asRoot, bubblewrapRuns, REFUSED_BWRAP, withPrograms } from "../../../machines.ts";

(asRoot ? test : test.skip)(
  "where AppArmor refuses bubblewrap, sandboxes run without isolation, and the embedded AWS says why",
  async () => {
    const by = withPrograms(REFUSED_BWRAP);
    const [file = "", ...args] = [...by, process.execPath, join(import.meta.dirname, "run-one.ts")];
    const { status, log } = await run(file, args, process.env as Record<string, string>);
    expect(log).toContain(
      "without isolation, one at a time, because bubblewrap cannot run here: bubblewrap ended: bwrap: setting up uid map: Permission denied\n",
    );
    expect([status, log.trimEnd().split("\n").at(-1)]).toEqual([0, `${process.getuid?.()}`]);
  },
);

(asRoot ? test : test.skip)(
  "where AppArmor refuses bubblewrap, `bin/test` leaves out what needs several sandboxes, and says why",
  async () => {
    const asked = [process.execPath, join(PROJECT, "bin/isolated-sandboxes.ts")];
    const folder = mkdtempSync(join(tmpdir(), "megamode-isolated-"));
    const ask = async ([file = "", ...args]: readonly string[]) =>
      (await run(file, [...args, folder], process.env as Record<string, string>)).log;
    expect(await ask([...withPrograms(REFUSED_BWRAP), ...asked])).toBe(
      "bubblewrap ended: bwrap: setting up uid map: Permission denied\n",
    );
    if (bubblewrapRuns) expect(await ask(asked)).toBe("isolated\n");
  },
);
