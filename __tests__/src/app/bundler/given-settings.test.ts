import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { readGivenSettings } from "../../../../src/app/bundler/given-settings.ts";
import { tree } from "../../../tree.ts";

const dir = tree({
  "app/.bundle/config": '---\nBUNDLE_WITHOUT: "a:b"\n',
  "home/.bundle/config": "---\nBUNDLE_WITH:\n- a\n- 'b'\n",
  "elsewhere/config": "BUNDLE_JOBS: 4\n",
  "settings.yml": "BUNDLE_RETRY: 1\n",
});
const [app, home] = [join(dir, "app"), join(dir, "home")];

test("the app's settings and the home's are read from the files that Bundler reads", async () => {
  expect(await readGivenSettings(app, { HOME: home })).toEqual({
    app: new Map([["BUNDLE_WITHOUT", "a:b"]]),
    job: new Map(),
    home: new Map([["BUNDLE_WITH", "a:b"]]),
  });
});

describe("the home's file", () => {
  const read = async (env: Readonly<Record<string, string>>) =>
    Object.fromEntries((await readGivenSettings(app, env)).home);

  test("may lie in another folder, or have another name", async () => {
    const folder = { HOME: home, BUNDLE_USER_HOME: join(dir, "elsewhere") };
    expect(await read(folder)).toEqual({ BUNDLE_JOBS: "4" });
    const file = { ...folder, BUNDLE_USER_CONFIG: join(dir, "settings.yml") };
    expect(await read(file)).toEqual({ BUNDLE_RETRY: "1" });
  });

  test("is not needed, nor is a home", async () => {
    expect(await read({ HOME: dir })).toEqual({});
    expect(await read({})).toEqual(await read({ HOME: "/" }));
  });
});

test("the job's settings are its variables of Bundler, but not those that say where its files are", async () => {
  const { job } = await readGivenSettings(app, {
    HOME: home,
    PATH: "/bin",
    BUNDLE_RETRY: "1",
    BUNDLE_WITHOUT: "",
    BUNDLE_JOBS: undefined,
    BUNDLE_USER_CACHE: "/x",
    BUNDLE_BIN_PATH: "/x",
    BUNDLE_ORIG_PATH: "/x",
  });
  expect(job).toEqual(
    new Map([
      ["BUNDLE_RETRY", "1"],
      ["BUNDLE_WITHOUT", ""],
    ]),
  );
});
