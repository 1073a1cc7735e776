import type { Manifest } from "../../../contract/manifest.ts";
import type { S3Location } from "../config.ts";
import type { Output } from "../logs/output.ts";
import type { Readiness } from "./readiness.ts";
import type { RecycleLimits } from "./recycling.ts";
import type { ServerPlace } from "./server-place.ts";

export type Environment = Readonly<Record<string, string>>;

/** What a sandbox is given. */
export interface SandboxOptions {
  readonly manifest: Manifest;
  readonly s3: S3Location;
  readonly root: string;
  readonly place: ServerPlace;
  /** The function's own, whose values may refer to what is kept in AWS. */
  readonly environment: Environment;
  /** Resolves the references. Absent if there are none. */
  readonly resolve?: (() => Promise<Environment>) | undefined;
  readonly output: Output;
  readonly recycle?: RecycleLimits;
  readonly readiness?: Readiness | undefined;
  /** Clock (performance.now) at the proxy's first line. */
  readonly startedAt: number;
}
