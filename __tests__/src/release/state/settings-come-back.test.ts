import { describe, expect, test } from "@jest/globals";
import { describeSettings } from "../../../../local/services/lambda/settings/describe.ts";
import {
  mergeSettings,
  parseNewSettings,
} from "../../../../local/services/lambda/settings/settings.ts";
import { asGiven } from "../../../../src/aws/lambda/as-given.ts";
import { functionConfiguration } from "../../../../src/inputs/parse/function-configuration.ts";
import { isAsWanted } from "../../../../src/release/state/is-as-wanted.ts";

const ARN = "arn:aws:sqs:eu-west-1:123456789012:dead";
const layer = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:layer:${name}:1`;
const accessPoint = (digit: number) =>
  `arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-0000000000000000${digit}`;
const VPC = {
  SubnetIds: ["subnet-1", "subnet-2", "subnet-3"],
  SecurityGroupIds: ["sg-1", "sg-2"],
  Ipv6AllowedForDualStack: false,
};

type Configuration = Readonly<Record<string, unknown>>;

/** What may be given, setting by setting: no two of one setting mean the same. */
const CHOICES: Readonly<Record<string, readonly Configuration[]>> = {
  description: [{ Description: "" }, { Description: "a shop" }],
  timeout: [{ Timeout: 100 }, { Timeout: 900 }],
  memory: [{ MemorySize: 512 }, { MemorySize: 1769 }],
  storage: [{ EphemeralStorage: { Size: 512 } }, { EphemeralStorage: { Size: 2048 } }],
  tracing: [{ TracingConfig: { Mode: "Active" } }, { TracingConfig: { Mode: "PassThrough" } }],
  logging: [
    { LoggingConfig: { LogGroup: "mine" } },
    { LoggingConfig: { LogGroup: "other" } },
    { LoggingConfig: { LogFormat: "JSON", ApplicationLogLevel: "DEBUG" } },
  ],
  snapshots: [{ SnapStart: { ApplyOn: "None" } }],
  letters: [{ DeadLetterConfig: { TargetArn: "" } }, { DeadLetterConfig: { TargetArn: ARN } }],
  key: [{ KMSKeyArn: "" }, { KMSKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/1" }],
  layers: [
    { Layers: [] },
    { Layers: [layer("a")] },
    { Layers: [layer("a"), layer("b")] },
    { Layers: [layer("b"), layer("a")] },
  ],
  network: [
    { VpcConfig: { SubnetIds: [], SecurityGroupIds: [] } },
    { VpcConfig: VPC },
    { VpcConfig: { ...VPC, Ipv6AllowedForDualStack: true } },
    { VpcConfig: { ...VPC, SubnetIds: ["subnet-1", "subnet-2", "subnet-4"] } },
    ...[1, 2].map((digit) => ({
      VpcConfig: { ...VPC, SubnetIds: ["subnet-5"] },
      FileSystemConfigs: [{ Arn: accessPoint(digit), LocalMountPath: "/mnt/data" }],
    })),
  ],
};

/** Lambda's answer after a deploy with such a `function-configuration`. */
function deployed(configuration: Configuration): Configuration {
  const own = { Runtime: "nodejs24.x", Role: "arn:aws:iam::123456789012:role/r", Handler: "i.h" };
  const settings = mergeSettings({ ...parseNewSettings(own) }, configuration);
  return asGiven(describeSettings(settings, "shop-live") as Parameters<typeof asGiven>[0]);
}

const changes = (actual: Configuration, wanted: Configuration) =>
  Object.keys(wanted).filter((name) => !isAsWanted(name, actual[name], wanted[name]));

/** The same in another order, as far as the order says nothing. */
function turned(value: unknown, name = ""): unknown {
  if (Array.isArray(value)) return name === "Layers" ? value : value.toReversed();
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([member, inner]) => [member, turned(inner, member)]);
  return Object.fromEntries(members.reverse());
}

const parsed = (configuration: Configuration) =>
  functionConfiguration(JSON.stringify(configuration));
const all = Object.values(CHOICES).flat();
const together = Array.from({ length: 6 }, (_, index) =>
  Object.assign({}, ...Object.values(CHOICES).map((some) => some[index % some.length])),
);

describe("a `function-configuration` that is deployed again", () => {
  test.each([...all, ...together].map((one) => [JSON.stringify(one), one]))(
    "changes nothing: %s",
    (_, one) => {
      const actual = deployed(parsed(one));
      expect(changes(actual, parsed(one))).toEqual([]);
      expect(changes(actual, parsed(turned(one) as Configuration))).toEqual([]);
    },
  );
});

test("a setting that is given otherwise is changed, from each value to each", () => {
  for (const some of Object.values(CHOICES)) {
    for (const [before, after] of some.flatMap((one) =>
      some.map((other) => [one, other] as const),
    )) {
      const found = changes(deployed(parsed(before)), parsed(after));
      expect([before, after, found.length > 0]).toEqual([before, after, before !== after]);
    }
  }
});
