/** Where an operation is found, such as `/restapis/{restApiId}/stages/{stageName}`. */
export interface Route<Name extends string = string> {
  readonly operation: Name;
  readonly method: string;
  readonly path: string;
  /** A query parameter that distinguishes two operations on one path. */
  readonly query?: readonly [name: string, value: string];
}

/** A request's operation and the decoded parts of its path. */
export interface Routed<Name extends string = string> {
  readonly operation: Name;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the first route that fits: list a route with a query before the same path without one. */
export function matchRoute<Name extends string>(
  routes: readonly Route<Name>[],
  request: { readonly method: string; readonly rawPath: string; readonly query: URLSearchParams },
): Routed<Name> | undefined {
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
