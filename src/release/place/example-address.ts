import { parsePublicUrl } from "../../../contract/public-url.ts";
import { urlSuffix } from "../../../contract/url-suffix.ts";

/** How a request through a stage's front door looks to the app. */
export interface Address {
  /** A host of the right form, for apps that check the host. */
  readonly host: string;
  /** SCRIPT_NAME: the path below which the app is mounted. */
  readonly prefix: string;
}

/**
 * Returns an address of the stage's form, to use before its front door exists.
 * @param publicUrl the stage's URL behind a CDN, which the app sees in place of the API's
 */
export function exampleAddress(
  { region, stage }: { readonly region: string; readonly stage: string },
  publicUrl: string | undefined,
): Address {
  if (publicUrl) {
    const { host, prefix } = parsePublicUrl(publicUrl);
    return { host, prefix };
  }
  return {
    host: `0000000000.execute-api.${region}.${urlSuffix(region)}`,
    prefix: `/${stage}`,
  };
}

/** Ruby code for `config.hosts` of Rails: a pattern that allows every front door's host. */
export const HOSTS_IN_RUBY =
  "/\\A[a-z0-9]+\\.execute-api\\.[a-z0-9-]+\\.amazonaws\\.(com|com\\.cn|eu)\\z/";

/** Returns Ruby code for `config.hosts` of Rails that allows an address's host. */
export function hostInRuby(host: string): string {
  return /\.execute-api\./.test(host) ? HOSTS_IN_RUBY : `"${host.replace(/:\d+$/, "")}"`;
}
