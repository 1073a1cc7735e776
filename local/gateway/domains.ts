/**
 * A custom domain of API Gateway whose base path is empty: a port of its own that serves one stage, whose
 * name is then not in the URL. Nothing creates one yet: a record under `domains` in the state's folder,
 * its key the port, is served from the next start on.
 */
export interface Domain {
  readonly apiId: string;
  readonly stage: string;
}

/** Where a request is for. */
export interface Route {
  readonly stage: string;
  /** What stands before the path in the URL: `/dev`, or nothing on a domain. */
  readonly base: string;
  readonly path: string;
}

/** On a domain all of the path is the app's; on an API's own port its first segment is the stage. */
export function routeOf(wholePath: string, domain: Domain | undefined): Route {
  if (domain !== undefined) return { stage: domain.stage, base: "", path: wholePath };
  const [, stage = "", ...rest] = wholePath.split("/");
  return { stage, base: `/${stage}`, path: `/${rest.join("/")}` };
}
