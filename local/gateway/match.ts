import type { Integration, Resource } from "../services/apigateway/model.ts";

/** The resource and method that a request is for. */
export interface Match {
  readonly resource: Resource;
  readonly integration: Integration;
  /** As sent, still percent-encoded. Null if the resource has none, as in the event. */
  readonly pathParameters: Readonly<Record<string, string>> | null;
}

/**
 * Chooses the resource by the path below the stage. Literal parts win over parameters, and parameters over a greedy
 * one. The method itself wins over ANY.
 */
export function matchResource(
  resources: readonly Resource[],
  method: string,
  rawPath: string,
): Match | undefined {
  const found = resources
    .map((resource) => ({ resource, parameters: matchPath(resource.path, rawPath) }))
    .filter((candidate) => candidate.parameters !== undefined)
    .sort((a, b) => compareSpecificity(a.resource.path, b.resource.path))[0];
  if (found === undefined) return undefined;
  const { methods } = found.resource;
  const integration = Object.hasOwn(methods, method) ? methods[method] : methods.ANY;
  if (integration === undefined) return undefined;
  const parameters = found.parameters!;
  return {
    resource: found.resource,
    integration,
    pathParameters: Object.keys(parameters).length > 0 ? parameters : null,
  };
}

function matchPath(pattern: string, rawPath: string): Record<string, string> | undefined {
  const names = pattern.split("/").slice(1);
  // A trailing slash makes no other resource and is not part of a parameter.
  const parts = rawPath.replace(/\/$/, "").split("/").slice(1);
  const parameters: Record<string, string> = {};
  if (pattern === "/") return parts.length === 0 ? parameters : undefined;
  for (const [index, name] of names.entries()) {
    const part = parts[index];
    if (part === undefined) return undefined;
    if (name.endsWith("+}")) {
      const rest = parts.slice(index).join("/");
      if (rest === "") return undefined;
      parameters[name.slice(1, -2)] = rest;
      return parameters;
    }
    if (name.startsWith("{")) {
      if (part === "") return undefined;
      parameters[name.slice(1, -1)] = part;
    } else if (name !== part) {
      return undefined;
    }
  }
  return names.length === parts.length ? parameters : undefined;
}

function compareSpecificity(a: string, b: string): number {
  const [left, right] = [a.split("/"), b.split("/")];
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const difference = generality(left[index]!) - generality(right[index]!);
    if (difference !== 0) return difference;
  }
  return right.length - left.length;
}

function generality(part: string): number {
  return part.endsWith("+}") ? 2 : part.startsWith("{") ? 1 : 0;
}
