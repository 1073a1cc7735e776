import { describe, expect, test } from "@jest/globals";
import { describeSettings } from "../../../../../local/services/lambda/settings/describe.ts";
import { parseNewSettings } from "../../../../../local/services/lambda/settings/settings.ts";
import { ACCESS_POINT, LAYER, ROLE } from "../constants.ts";

const settings = parseNewSettings({ Runtime: "nodejs24.x", Role: ROLE, Handler: "i.h" });
const described = (more: object) => describeSettings({ ...settings, ...more }, "app");

describe("settings come back", () => {
  test("with members that nobody named", () => {
    expect(described({})).toEqual({
      ...settings,
      LoggingConfig: { LogFormat: "Text", LogGroup: "/aws/lambda/app" },
      SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
    });
    expect(described({ LoggingConfig: { LogFormat: "JSON" } })).toMatchObject({
      LoggingConfig: { LogFormat: "JSON", ApplicationLogLevel: "INFO", SystemLogLevel: "INFO" },
    });
    expect(described({ LoggingConfig: { LogGroup: "mine" } })).toMatchObject({
      LoggingConfig: { LogFormat: "Text", LogGroup: "mine" },
    });
  });

  test("with a VPC's lists in another order, and with its id", () => {
    const VpcConfig = { SubnetIds: ["subnet-1", "subnet-2"], SecurityGroupIds: ["sg-1", "sg-2"] };
    expect(described({ VpcConfig }).VpcConfig).toEqual({
      SubnetIds: ["subnet-2", "subnet-1"],
      SecurityGroupIds: ["sg-2", "sg-1"],
      Ipv6AllowedForDualStack: false,
      VpcId: expect.stringMatching(/^vpc-/),
    });
    const none = { SubnetIds: [], SecurityGroupIds: [] };
    expect(described({ VpcConfig: none }).VpcConfig).toMatchObject({ ...none, VpcId: "" });
    expect(described({ VpcConfig: {} }).VpcConfig).toMatchObject({ ...none, VpcId: "" });
  });

  test("with layers as structures, in their order", () => {
    const second = LAYER.replace("libvips", "jemalloc");
    expect(described({ Layers: [LAYER, second] }).Layers).toEqual([
      { Arn: LAYER, CodeSize: 1 },
      { Arn: second, CodeSize: 1 },
    ]);
  });

  test("without what was emptied", () => {
    const emptied = {
      Layers: [],
      FileSystemConfigs: [],
      DeadLetterConfig: { TargetArn: "" },
      KMSKeyArn: "",
    };
    for (const name of Object.keys(emptied)) {
      expect(described(emptied)).not.toHaveProperty(name);
    }
    const mount = { Arn: ACCESS_POINT, LocalMountPath: "/mnt/data" };
    const full = {
      FileSystemConfigs: [mount],
      DeadLetterConfig: { TargetArn: "arn:aws:sqs:eu-west-1:123456789012:dead" },
      KMSKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/1",
    };
    expect(described(full)).toMatchObject(full);
  });
});
