import { expect, test } from "@jest/globals";
import { bubblewrap } from "../../../../src/host/trial/bubblewrap.ts";

test("a jail by bubblewrap shows files as they are asked for, and no secret among its arguments", () => {
  const { args, env } = bubblewrap.command({
    argv: ["/bin/sh", "-c", "x"],
    env: { TOKEN: "secret" },
    shown: [
      { from: "/usr/bin/env", to: "/bin/env" },
      { from: "/backing", to: "/tmp/mm", writable: true },
    ],
    scratch: "/scratch",
  });
  const text = args.join(" ");
  expect(text).toContain("--ro-bind /usr/bin/env /bin/env --bind /backing /tmp/mm");
  expect(text).toMatch(/--unshare-net .* -- \/bin\/sh -c x$/);
  expect(text).not.toContain("secret");
  expect(env).toEqual({ TOKEN: "secret" });
});
