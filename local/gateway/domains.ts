/**
 * A custom domain of API Gateway with an empty base path: a port of its own that serves one stage, so that the URL
 * does not contain the stage's name. No operation creates one yet. A record under `domains` in the state folder, with
 * the port as its key, is served from the next start on.
 */
export interface Domain {
  readonly apiId: string;
  readonly stage: string;
}

/** The stage and the path that a request is for. */
export interface Route {
  readonly stage: string;
  /** What precedes the path in the URL: `/dev`, or nothing on a domain. */
  readonly base: string;
  readonly path: string;
}

/** On a domain the whole path belongs to the app. On an API's own port its first segment is the stage. */
export function routeOf(wholePath: string, domain: Domain | undefined): Route {
  if (domain !== undefined) return { stage: domain.stage, base: "", path: wholePath };
  const [, stage = "", ...rest] = wholePath.split("/");
  return { stage, base: `/${stage}`, path: `/${rest.join("/")}` };
}
