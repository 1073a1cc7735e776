import { describe, expect, test } from "@jest/globals";
import { checkEnvironment } from "../../../../local/services/lambda/settings/environment.ts";
import { UserError } from "../../../../src/errors.ts";
import { readInputs } from "../../../../src/inputs/read.ts";
import type { ObservedFunction } from "../../../../src/ports/functions.ts";
import { variables } from "../../../../src/release/state/settings.ts";
import { assertVariablesFit } from "../../../../src/release/state/variables-fit.ts";

const inputs = (environment: string) =>
  readInputs({ AWS_REGION: "eu-west-1", INPUT_ENVIRONMENT: environment }, "/shop");

/** What AWS has: these variables, of which an earlier release set some. */
const observed = (there: Record<string, string>, formerlySet: readonly string[] = []) => ({
  workingCopy: { variables: there } as unknown as ObservedFunction,
  formerlySet,
});
const nothing = { workingCopy: undefined, formerlySet: [] };

/** Bytes that are left for `environment`, beside what a function of this app always has. */
const OURS = variables({
  inputs: inputs(""),
  bucket: "bucket",
  bundleDigest: "0".repeat(64),
  present: {},
  formerlySet: [],
  sessionSecrets: [],
  generateSecret: () => "0".repeat(128),
});
const LEFT = 4096 - JSON.stringify(OURS).length;
/** A line that takes so many bytes of JSON, with the comma. */
const sized = (bytes: number, name = "BIG") =>
  `${name}=${"x".repeat(bytes - `,"${name}":""`.length)}`;

function problem(check: () => void): string {
  try {
    check();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as Error).message;
  }
  throw new Error("They fit.");
}

describe("a function's variables", () => {
  test("fit exactly where Lambda takes them", () => {
    const accepted = inputs(sized(LEFT));
    assertVariablesFit(accepted, "bucket", nothing);
    const sent = { ...OURS, ...accepted.environment };
    expect(() => checkEnvironment(sent, "x")).not.toThrow();
    const refused = inputs(sized(LEFT + 1));
    expect(() => assertVariablesFit(refused, "bucket", nothing)).toThrow("have 4097 bytes");
    expect(() => checkEnvironment({ ...OURS, ...refused.environment }, "x")).toThrow("4KB");
  });

  test("that are too large are named with their sizes, the largest first, and no value is shown", () => {
    const environment = [
      sized(1000, "SECOND"),
      sized(3000, "FIRST"),
      sized(900, "THIRD"),
      "OTHER=xxxx",
    ];
    const said = problem(() =>
      assertVariablesFit(inputs(environment.join("\n")), "bucket", nothing),
    );
    expect(said).toMatch(
      /have 5\d{3} bytes as JSON, and Lambda takes 4096 at most\. The largest are `FIRST` \(2999 bytes\), `SECOND` \(999 bytes\), `THIRD` \(899 bytes\)\.$/,
    );
    expect(said).not.toContain("xxx");
  });

  test("are measured in bytes, with what JSON escapes", () => {
    const pem = `BIG<<END\n${"\n".repeat(LEFT / 2)}\nEND`;
    expect(() => assertVariablesFit(inputs(pem), "bucket", nothing)).toThrow("`BIG`");
    const umlauts = `BIG=${"é".repeat(LEFT / 2)}`;
    expect(() => assertVariablesFit(inputs(umlauts), "bucket", nothing)).toThrow("`BIG`");
  });

  test("count with those that somebody set by hand, and without those that go", () => {
    const there = { HAND: "x".repeat(LEFT) };
    expect(() => assertVariablesFit(inputs(""), "bucket", observed(there))).toThrow("`HAND`");
    assertVariablesFit(inputs(""), "bucket", observed(there, ["HAND"]));
    assertVariablesFit(inputs("HAND=x"), "bucket", observed(there));
  });

  test("count least before it is known what there is: a shorter secret may be there", () => {
    const given = inputs(sized(LEFT + 100));
    assertVariablesFit(given, "bucket", undefined);
    assertVariablesFit(given, "bucket", observed({ SECRET_KEY_BASE: "short" }));
    expect(() => assertVariablesFit(given, "bucket", nothing)).toThrow("`BIG`");
    expect(() => assertVariablesFit(inputs(sized(4096)), "bucket", undefined)).toThrow("`BIG`");
  });
});
