import { invalidParameter } from "../errors.ts";
import type { Settings } from "../model.ts";

/** Refuses a file system without a VPC: EFS can only be reached through one. */
export function checkFileSystems({ FileSystemConfigs = [], VpcConfig }: Settings): void {
  const [first] = FileSystemConfigs;
  if (first === undefined) return;
  if ((VpcConfig?.SubnetIds ?? []).length > 0 && (VpcConfig?.SecurityGroupIds ?? []).length > 0)
    return;
  throw invalidParameter(
    `Function must be configured to execute in a VPC to reference access point ${first.Arn}.`,
  );
}
