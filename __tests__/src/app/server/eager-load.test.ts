import { describe, expect, test } from "@jest/globals";
import { serverEnvironment } from "../../../../contract/server-environment.ts";
import { loadingEverything, withEagerLoad } from "../../../../src/app/server/eager-load.ts";
import { EAGER_LOAD_MODES, type EagerLoad } from "../../../../src/inputs/inputs.ts";

const server = { argv: ["ruby"], cwd: "/", env: {}, defaults: { RAILS_ENV: "production" } };
const rails = (mode: EagerLoad) => withEagerLoad(server, { kind: "rails" }, mode);

describe("what is loaded before the server listens", () => {
  test.each(EAGER_LOAD_MODES)("is a variable of a Rails app's server: %s", (mode) => {
    expect(rails(mode)).toEqual({
      ...server,
      defaults: { RAILS_ENV: "production", MEGAMODE_EAGER_LOAD: mode },
    });
  });

  test("is not the action's business in a Rack app", () => {
    expect(withEagerLoad(server, { kind: "rack" }, "first-request")).toBe(server);
  });

  test("is what the operator's own variable says", () => {
    const seen = serverEnvironment({ MEGAMODE_EAGER_LOAD: "app" }, rails("auto"), "/home", "s");
    expect(seen.MEGAMODE_EAGER_LOAD).toBe("app");
  });
});

test("everything is loaded by the same server, and a server that defers nothing has no variable for it", () => {
  for (const mode of EAGER_LOAD_MODES) {
    expect(loadingEverything(rails(mode))).toEqual({ MEGAMODE_EAGER_LOAD: "app" });
  }
  expect(loadingEverything(server)).toEqual({});
});
