import type { Identity, RoleSpec } from "../ports/roles.ts";
import { roleName } from "./names.ts";

/** The execution role: write logs, read the app's own archives, and what the configuration calls for. */
export function roleSpec(options: {
  readonly app: string;
  readonly region: string;
  readonly bucket: string;
  readonly identity: Identity;
  readonly functionConfiguration: Readonly<Record<string, unknown>>;
  readonly tags: Readonly<Record<string, string>>;
}): RoleSpec {
  const { app, region, bucket, identity } = options;
  const managed = (name: string) => `arn:${identity.partition}:iam::aws:policy/${name}`;
  const { VpcConfig, FileSystemConfigs } = options.functionConfiguration;
  return {
    name: roleName(app),
    managedPolicies: [
      managed("service-role/AWSLambdaBasicExecutionRole"),
      ...(VpcConfig ? [managed("service-role/AWSLambdaVPCAccessExecutionRole")] : []),
      ...(FileSystemConfigs ? [managed("AmazonElasticFileSystemClientReadWriteAccess")] : []),
    ],
    inline: {
      name: `megamode-${region}`,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: "s3:GetObject",
            Resource: `arn:${identity.partition}:s3:::${bucket}/${app}/archives/*`,
          },
        ],
      }),
    },
    // One role serves all stages of an app.
    tags: Object.fromEntries(
      Object.entries(options.tags).filter(
        ([name]) => name !== "megamode:stage" && name !== "megamode:pull-request",
      ),
    ),
  };
}
