import type { Settings, VpcConfig } from "../model.ts";

/**
 * Describes settings as Lambda gives them back, which is not as they were given: members appear that nobody named, layers
 * are structures, lists that are sets have an order of Lambda's own, and what was emptied is left out.
 * https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html
 */
export function describeSettings(settings: Settings, functionName: string) {
  const { VpcConfig, Layers, DeadLetterConfig, FileSystemConfigs, KMSKeyArn, ...alike } = settings;
  return {
    ...alike,
    ...(VpcConfig && { VpcConfig: describeNetwork(VpcConfig) }),
    ...(Layers?.length && { Layers: Layers.map((Arn) => ({ Arn, CodeSize: 1 })) }),
    ...(DeadLetterConfig?.TargetArn && { DeadLetterConfig }),
    ...(FileSystemConfigs?.length && { FileSystemConfigs }),
    ...(KMSKeyArn && { KMSKeyArn }),
    LoggingConfig: {
      LogFormat: "Text",
      ...(settings.LoggingConfig?.LogFormat === "JSON" && {
        ApplicationLogLevel: "INFO",
        SystemLogLevel: "INFO",
      }),
      LogGroup: `/aws/lambda/${functionName}`,
      ...settings.LoggingConfig,
    },
    SnapStart: { ApplyOn: "None", ...settings.SnapStart, OptimizationStatus: "Off" },
  };
}

/** A function without subnets is in no VPC. */
function describeNetwork({ SubnetIds = [], SecurityGroupIds = [], ...more }: VpcConfig) {
  return {
    Ipv6AllowedForDualStack: false,
    ...more,
    SubnetIds: SubnetIds.toReversed(),
    SecurityGroupIds: SecurityGroupIds.toReversed(),
    VpcId: SubnetIds.length > 0 ? "vpc-0123456789abcdef0" : "",
  };
}
