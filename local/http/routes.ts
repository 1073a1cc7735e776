/** An operation's place: `/restapis/{restApiId}/stages/{stageName}`. */
export interface Route {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  /** A query parameter that tells two operations on one path apart. */
  readonly query?: readonly [name: string, value: string];
}

/** A request's operation and the decoded parts of its path. */
export interface Routed {
  readonly operation: string;
  readonly params: Readonly<Record<string, string>>;
}

/** The first route that fits; routes with a query come before the same path without one. */
export function matchRoute(
  routes: readonly Route[],
  request: { readonly method: string; readonly rawPath: string; readonly query: URLSearchParams },
): Routed | undefined {
  for (const route of routes) {
    if (route.method !== request.method) continue;
    if (route.query !== undefined && request.query.get(route.query[0]) !== route.query[1]) continue;
    const params = matchPath(route.path, request.rawPath);
    if (params !== undefined) return { operation: route.operation, params };
  }
  return undefined;
}

function matchPath(pattern: string, rawPath: string): Record<string, string> | undefined {
  const names = pattern.split("/");
  const parts = rawPath.split("/");
  if (names.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const part = parts[index]!;
    if (!name.startsWith("{")) {
      if (name !== part) return undefined;
      continue;
    }
    const value = decode(part);
    if (value === undefined || value === "") return undefined;
    params[name.slice(1, -1)] = value;
  }
  return params;
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
