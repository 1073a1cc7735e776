import type { Statement } from "./permissions/statement.ts";

/** A function's configuration as clients set it; members as on AWS. */
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
  readonly TracingConfig: { readonly Mode: string };
  readonly LoggingConfig?: { readonly LogFormat?: string; readonly LogGroup?: string };
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
  /** Base64, as AWS has it. */
  readonly sha256: string;
  readonly bytes: number;
}

/** `$LATEST`, or a published version, which never changes. */
export interface Version {
  readonly version: string;
  readonly settings: Settings;
  readonly code: Code;
  readonly lastModified: string;
  /** Whose sandboxes can stand in for each other. */
  readonly instance: string;
  /** Changes when a change is made, and again when it has taken effect. */
  readonly revisions: readonly [during: string, after: string];
  /** Epoch milliseconds. */
  readonly activeFrom: number;
  readonly updatedFrom: number;
  /** Of a published version: the settings of `$LATEST` that it was made of. */
  readonly publishedFrom?: Settings;
}

export interface Alias {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly revision: string;
}

/** All that is known of a function. */
export interface LambdaFunction {
  readonly name: string;
  readonly latest: Version;
  /** Oldest first. */
  readonly versions: readonly Version[];
  /** Numbers are never used twice. */
  readonly nextVersion: number;
  readonly aliases: readonly Alias[];
  /** Resource-based policies by qualifier; the function's own has the name of `$LATEST`. */
  readonly policies: Readonly<Record<string, readonly Statement[]>>;
  readonly tags: Readonly<Record<string, string>>;
}

export const LATEST = "$LATEST";
