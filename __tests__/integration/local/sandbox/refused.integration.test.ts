import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { run } from "../../../e2e/harness.ts";
import { asRoot, REFUSED_BWRAP, withPrograms } from "../../../machines.ts";

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
