import type { ColdStart } from "../../contract/messages.ts";
import type { Change } from "./state/change.ts";
import type { Uploaded } from "./upload-missing.ts";

/** The result of a release. */
export interface ReleaseResult {
  /** Public URL of the stage, without a trailing slash. */
  readonly url: string;
  /** The API's own URL, where `url` is a CDN's. */
  readonly apiUrl?: string;
  readonly functionName: string;
  readonly version: string;
  readonly previousVersion: string | undefined;
  /** Empty if nothing had to change. */
  readonly changes: readonly Change[];
  readonly uploaded: readonly Uploaded[];
  readonly bundleDigest: string;
  /** Undefined if no version was released. */
  readonly coldStart: ColdStart | undefined;
  /** The answer to the request of the public URL. */
  readonly answer: { readonly status: number; readonly milliseconds: number };
}
