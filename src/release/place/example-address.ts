/** What the app sees of a request through a stage's front door, before there is one. */
export interface Address {
  /** A host of the right form, for an app that checks it. */
  readonly host: string;
  /** SCRIPT_NAME: the path that the app lies below. */
  readonly prefix: string;
}

/** @param region empty where it is not known */
export function exampleAddress(of: { readonly region: string; readonly stage: string }): Address {
  const region = of.region || "us-east-1";
  return {
    host: `0000000000.execute-api.${region}.amazonaws.com`,
    prefix: `/${of.stage}`,
  };
}

/** What `config.hosts` of Rails takes to allow every host of a front door. Ruby. */
export const HOSTS_IN_RUBY = "/\\A[a-z0-9]+\\.execute-api\\.[a-z0-9-]+\\.amazonaws\\.com\\z/";
