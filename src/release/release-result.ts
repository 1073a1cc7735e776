import type { ColdStart } from "../../contract/messages.ts";
import type { Change } from "./state/change.ts";
import type { Uploaded } from "./upload-missing.ts";

/** What a deploy came to. */
export interface ReleaseResult {
  /** Public URL of the stage, without a trailing slash. */
  readonly url: string;
  readonly functionName: string;
  readonly version: string;
  readonly previousVersion: string | undefined;
  /** Empty: nothing had to be changed. */
  readonly changes: readonly Change[];
  readonly uploaded: readonly Uploaded[];
  readonly bundleDigest: string;
  /** Where a version was released. */
  readonly coldStart: ColdStart | undefined;
  /** The request through the public URL. */
  readonly answer: { readonly status: number; readonly milliseconds: number };
}
