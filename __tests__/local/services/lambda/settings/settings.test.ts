import { describe, expect, test } from "@jest/globals";
import {
  architecturesIn,
  mergeSettings,
  parseNewSettings,
} from "../../../../../local/services/lambda/settings/settings.ts";
import { ACCESS_POINT, LAYER, ROLE, VPC } from "../constants.ts";

const input = { Runtime: "nodejs24.x", Role: ROLE, Handler: "index.handler" };
const mount = { Arn: ACCESS_POINT, LocalMountPath: "/mnt/data" };

describe("a new function's settings", () => {
  test("have AWS's defaults", () => {
    expect(parseNewSettings(input)).toEqual({
      ...input,
      Description: "",
      Timeout: 3,
      MemorySize: 128,
      EphemeralStorage: { Size: 512 },
      TracingConfig: { Mode: "PassThrough" },
      Architectures: ["x86_64"],
    });
  });

  test.each(["Runtime", "Role", "Handler"])("need a %s", (name) => {
    expect(() => parseNewSettings({ ...input, [name]: undefined })).toThrow(
      `'${name.toLowerCase()}' failed to satisfy constraint: Member must not be null`,
    );
  });
});

describe("a setting", () => {
  test.each<[string, Record<string, unknown>]>([
    ["the least memory", { MemorySize: 128 }],
    ["the most memory", { MemorySize: 10_240 }],
    ["the longest timeout", { Timeout: 900 }],
    ["variables", { Environment: { Variables: { A1: "" } } }],
    ["a file system in a VPC", { VpcConfig: VPC, FileSystemConfigs: [mount] }],
    ["layers", { Layers: [LAYER] }],
    ["no SnapStart", { SnapStart: { ApplyOn: "None" } }],
    ["a dead letter queue, and none", { DeadLetterConfig: { TargetArn: "" } }],
    ["JSON logs", { LoggingConfig: { LogFormat: "JSON", ApplicationLogLevel: "TRACE" } }],
    ["text logs", { LoggingConfig: { LogFormat: "Text", LogGroup: "g" } }],
  ])("can be %s", (_, settings) => {
    expect(mergeSettings({}, settings)).toEqual(settings);
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ["less memory", { MemorySize: 127 }, /'127' at 'memorySize'.*128/],
    ["more memory", { MemorySize: 10_241 }, /memorySize.*10240/],
    ["half a megabyte", { MemorySize: 128.5 }, /integer/],
    ["no time", { Timeout: 0 }, /timeout.*1/],
    ["a longer timeout", { Timeout: 901 }, /timeout.*900/],
    ["another runtime", { Runtime: "nodejs20.x" }, /nodejs24\.x/],
    ["a role by its name", { Role: "app" }, /role/],
    ["a handler with a space", { Handler: "a b" }, /handler/],
    ["a long description", { Description: "d".repeat(257) }, /description.*256/],
    ["a number as text", { Description: 1 }, /must be a string/],
    ["text as a structure", { EphemeralStorage: "512" }, /must be a structure/],
    ["an unknown inner member", { EphemeralStorage: { Bytes: 1 } }, /Bytes/],
    ["text as a list", { VpcConfig: { SubnetIds: "subnet-1" } }, /must be a list/],
    ["many subnets", { VpcConfig: { SubnetIds: Array(17).fill("subnet-1") } }, /16/],
    ["text as a flag", { VpcConfig: { Ipv6AllowedForDualStack: "yes" } }, /boolean/],
    ["a file system without a VPC", { FileSystemConfigs: [mount] }, /in a VPC/],
    [
      "a layer without its version",
      { Layers: ["arn:aws:lambda:r:123456789012:layer:a"] },
      /layers/,
    ],
    ["many layers", { Layers: Array(6).fill(LAYER) }, /5/],
    ["a snapshot of Node.js", { SnapStart: { ApplyOn: "PublishedVersions" } }, /None/],
    [
      "another log format",
      { LoggingConfig: { LogFormat: "json" } },
      /enum value set: \[JSON, Text\]/,
    ],
    ["no log level", { LoggingConfig: { LogFormat: "JSON", ApplicationLogLevel: "ALL" } }, /TRACE/],
    ["a level of text", { LoggingConfig: { ApplicationLogLevel: "INFO" } }, /need LogFormat JSON/],
    ["no log group", { LoggingConfig: { LogGroup: "a b" } }, /regular expression/],
  ])("cannot be %s", (_, settings, message) => {
    expect(() => mergeSettings({}, settings)).toThrow(message);
  });
});

test("a change leaves alone what it does not name, and forgets what is no setting", () => {
  const before = parseNewSettings({ ...input, Timeout: 10 });
  expect(mergeSettings({ ...before }, { MemorySize: 256, RevisionId: "r" })).toEqual({
    ...before,
    MemorySize: 256,
  });
});

test("an architecture is one of Lambda's", () => {
  expect(architecturesIn(undefined)).toEqual({});
  expect(architecturesIn(["arm64"])).toEqual({ Architectures: ["arm64"] });
  for (const wrong of [["riscv"], ["x86_64", "arm64"], [], "arm64"]) {
    expect(() => architecturesIn(wrong)).toThrow("architectures");
  }
});
