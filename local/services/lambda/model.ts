import type { Statement } from "./permissions/statement.ts";

/** https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html */
export const ARCHITECTURES = ["x86_64", "arm64"] as const;

/** A function's configuration as clients set it. Its members have AWS's names. */
export interface Settings {
  readonly Runtime: string;
  readonly Role: string;
  readonly Handler: string;
  readonly Description: string;
  readonly Timeout: number;
  readonly MemorySize: number;
  readonly EphemeralStorage: { readonly Size: number };
  readonly Environment?: { readonly Variables: Readonly<Record<string, string>> };
  readonly VpcConfig?: VpcConfig;
  readonly FileSystemConfigs?: readonly FileSystemConfig[];
  /** ARNs of layers' versions. */
  readonly Layers?: readonly string[];
  readonly DeadLetterConfig?: { readonly TargetArn?: string };
  readonly SnapStart?: { readonly ApplyOn?: string };
  readonly TracingConfig: { readonly Mode: string };
  readonly LoggingConfig?: {
    readonly LogFormat?: string;
    readonly ApplicationLogLevel?: string;
    readonly SystemLogLevel?: string;
    readonly LogGroup?: string;
  };
  readonly KMSKeyArn?: string;
  readonly Architectures: readonly string[];
}

export interface VpcConfig {
  readonly SubnetIds?: readonly string[];
  readonly SecurityGroupIds?: readonly string[];
  readonly Ipv6AllowedForDualStack?: boolean;
}

export interface FileSystemConfig {
  readonly Arn: string;
  readonly LocalMountPath: string;
}

export interface Code {
  /** In base64, as on AWS. */
  readonly sha256: string;
  readonly bytes: number;
}

/** `$LATEST`, or a published version, which never changes. */
export interface Version {
  readonly version: string;
  readonly settings: Settings;
  readonly code: Code;
  readonly lastModified: string;
  /** Sandboxes of the same instance can replace each other. */
  readonly instance: string;
  /** The revision id changes when a change is made, and again when it has taken effect. */
  readonly revisions: readonly [during: string, after: string];
  /** When the version is no longer pending, in epoch milliseconds. */
  readonly activeFrom: number;
  /** When the last change has taken effect, in epoch milliseconds. */
  readonly updatedFrom: number;
  /** Set for a published version: the settings that `$LATEST` had then. */
  readonly publishedFrom?: Settings;
}

export interface Alias {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly revision: string;
}

/** A function with all that belongs to it. */
export interface LambdaFunction {
  readonly name: string;
  readonly latest: Version;
  /** Oldest first. */
  readonly versions: readonly Version[];
  /** The number of the next version. Numbers are never used twice. */
  readonly nextVersion: number;
  readonly aliases: readonly Alias[];
  /** Resource-based policies by qualifier. The function's own is under `$LATEST`. */
  readonly policies: Readonly<Record<string, readonly Statement[]>>;
  readonly tags: Readonly<Record<string, string>>;
}

export const LATEST = "$LATEST";
