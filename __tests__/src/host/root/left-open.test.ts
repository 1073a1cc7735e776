import { expect, test } from "@jest/globals";
import { leftOpen } from "../../../../src/host/root/left-open.ts";

const workflow = { GITHUB_ENV: "/temp/_runner_file_commands/set_env_1" };

test.each([
  ["lock", false, workflow, "Allow `sudo -n`, or install bubblewrap."],
  ["sudo", false, workflow, "in one that may mount `/proc`."],
  ["bubblewrap", false, { GITHUB_OUTPUT: "/temp/output" }, "in one that may mount `/proc`."],
])(
  "where processes are not hidden (%s), a warning names the files and the fix",
  (isolation, hidesProcesses, environment, fix) => {
    const said = leftOpen({ isolation, hidesProcesses }, environment);
    expect(said).toContain(`isolation: ${isolation}`);
    expect(said).toContain("`GITHUB_ENV`");
    expect(said?.endsWith(fix)).toBe(true);
  },
);

test.each([
  ["bubblewrap", true, workflow],
  ["lock", false, {}],
  ["lock", false, { GITHUB_ENV: "" }],
])(
  "nothing is said of %s, processes hidden: %s, in %j",
  (isolation, hidesProcesses, environment) => {
    expect(leftOpen({ isolation, hidesProcesses }, environment)).toBeUndefined();
  },
);
