import { describe, expect, test } from "@jest/globals";
import { explainBuild } from "../../../../src/commands/build/explain-build.ts";

const STAGE = {
  DATABASE_URL: "postgres://u:p@db/shop",
  REDIS_URL: "redis://cache",
  LD_PRELOAD: "/x.so",
  STRIPE_KEY: "key",
};
const BUILD = {
  DATABASE_URL: "postgres://localhost/none",
  REDIS_URL: "redis://localhost/0",
  STRIPE_KEY: "key",
};
const fetchOf = (name: string) =>
  `config/initializers/x.rb:1:in \`fetch': key not found: "${name}" (KeyError)`;

describe("a build that failed", () => {
  test.each([
    [
      "for want of a variable that nobody gave",
      fetchOf("MAPS_KEY"),
      /^Neither `environment` nor the step's `env:` has `MAPS_KEY`\. Give it in `environment`/,
    ],
    [
      "for want of a withheld one",
      fetchOf("LD_PRELOAD"),
      /^`LD_PRELOAD` of `environment` is withheld from builds\..*`build-environment: LD_PRELOAD=/,
    ],
    [
      "for want of one that Lambda sets",
      fetchOf("AWS_LAMBDA_FUNCTION_NAME"),
      /^`AWS_LAMBDA_FUNCTION_NAME` is set in Lambda only/,
    ],
    [
      "because it connected to a database",
      'connection to server at "localhost" (::1), port 5432 failed: Connection refused (PG::ConnectionBad)',
      /^While the app is built, `DATABASE_URL` is `postgres:\/\/localhost\/none`, `REDIS_URL` is .*`build-environment: DATABASE_URL=postgres:\/\/\.\.\.`; or, if nothing has to be built, `build-command: "true"`\.$/,
    ],
    [
      "because there is no such database on this machine",
      'FATAL:  database "none" does not exist (ActiveRecord::NoDatabaseError)',
      /^While the app is built, `DATABASE_URL`/,
    ],
    ["for another reason", "SassC::SyntaxError: invalid CSS", undefined],
    ["for want of a key of a hash", 'key not found: "adapter" (KeyError)', undefined],
    [
      "for want of a key that is a variable too",
      'key not found: "STRIPE_KEY" (KeyError)',
      undefined,
    ],
  ])("%s is explained", (_, output, said) => {
    const explained = explainBuild(output, STAGE, BUILD);
    if (said === undefined) expect(explained).toBeUndefined();
    else expect(explained).toMatch(said);
  });

  test("to connect to a database of the build's own is not blamed on the action", () => {
    const own = { DATABASE_URL: "postgres://localhost/build" };
    expect(explainBuild("Connection refused", STAGE, own)).toBeUndefined();
    const same = { DATABASE_URL: "postgres://localhost/none" };
    expect(explainBuild("Connection refused", same, same)).toBeUndefined();
  });
});
