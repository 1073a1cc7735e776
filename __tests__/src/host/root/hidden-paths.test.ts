import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { hiddenPaths } from "../../../../src/host/root/hidden-paths.ts";
import { tree } from "../../../tree.ts";

const folder = tree({
  "_runner_file_commands/set_env_1": "",
  "_runner_file_commands/set_output_1": "",
  "elsewhere/summary": "",
  "run/podman/podman.sock": "",
  "user/docker.sock": "",
  "mine/engine.sock": "",
});

/** A system's folder of sockets that has none. */
const run = `${folder}/none`;

test.each([
  ["nothing outside of a workflow", { GITHUB_SHA: "abc" }, [], []],
  [
    "the runner's whole folder, where other steps' files lie too",
    {
      GITHUB_ENV: `${folder}/_runner_file_commands/set_env_1`,
      GITHUB_OUTPUT: `${folder}/_runner_file_commands/set_output_1`,
    },
    [`${folder}/_runner_file_commands`],
    [],
  ],
  [
    "a file that lies elsewhere",
    { GITHUB_OUTPUT: `${folder}/elsewhere/summary`, GITHUB_ENV: `${folder}/elsewhere/summary` },
    [],
    [`${folder}/elsewhere/summary`],
  ],
  [
    "a file by its real path, because a link cannot be mounted on",
    { GITHUB_PATH: `${folder}/link/_runner_file_commands/set_env_1` },
    [`${folder}/_runner_file_commands`],
    [],
  ],
  ["no file that is not there", { GITHUB_ENV: `${folder}/none` }, [], []],
])("hides %s", (_, environment, folders, files) => {
  if (JSON.stringify(environment).includes("/link/")) symlinkSync(folder, join(folder, "link"));
  expect(hiddenPaths(environment, run)).toMatchObject({ folders, files });
});

test("holds the folders above that this user may move, outermost first, and no others", () => {
  const { held } = hiddenPaths(
    {
      GITHUB_ENV: `${folder}/_runner_file_commands/set_env_1`,
      GITHUB_STEP_SUMMARY: `${folder}/elsewhere/summary`,
    },
    run,
  );
  expect(held.slice(-2)).toEqual([folder, `${folder}/elsewhere`]);
  expect(held.toSorted((a, b) => a.length - b.length)).toEqual(held);
  expect(held).not.toContain("/");
  expect(hiddenPaths({}, run).held).toEqual([]);
});

test("hides where Docker and Podman listen: the system's, the user's, and the one that is named", () => {
  const environment = {
    XDG_RUNTIME_DIR: `${folder}/user`,
    DOCKER_HOST: `unix://${folder}/mine/engine.sock`,
  };
  expect(hiddenPaths(environment, `${folder}/run`).files).toEqual([
    `${folder}/run/podman/podman.sock`,
    `${folder}/user/docker.sock`,
    `${folder}/mine/engine.sock`,
  ]);
  expect(hiddenPaths({ DOCKER_HOST: "tcp://engine.example:2375" }, run).files).toEqual([]);
});
