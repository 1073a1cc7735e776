import { describe, expect, test } from "@jest/globals";
import { kindOf } from "../../../../src/inject/copy/secrets.ts";
import { ORDINARY, SECRET } from "./secret-names.ts";

const cases = (path: string) => [
  path,
  path.toUpperCase(),
  `engines/shop/${path}`,
  `.megamode/repository/lib/a/${path}`,
];

describe("a name tells that a file or folder", () => {
  test.each(SECRET)("is a secret: %s", (path) => {
    expect(cases(path).map(kindOf)).toEqual(cases(path).map(() => "secret"));
  });

  test.each(ORDINARY)("is none: %s", (path) => {
    expect(cases(path).map(kindOf)).toEqual(cases(path).map(() => "ordinary"));
  });

  test.each(["ca.pem", "config/rds.crt", "ca.cer"])("is a certificate or a key: %s", (path) => {
    expect(cases(path).map(kindOf)).toEqual(cases(path).map(() => "certificate"));
  });

  test.each([".npmrc", ".yarnrc", ".yarnrc.yml"])("is for the build only: %s", (path) => {
    expect(cases(path).map(kindOf)).toEqual(cases(path).map(() => "build only"));
  });
});
