import { createHash } from "node:crypto";
import { badRequest, type Definition, type Integration, type Resource } from "../model.ts";
import { parseIntegration } from "./integration.ts";
import { onlyMembers } from "./members.ts";

/** An API as an OpenAPI document describes it. */
export interface Described {
  readonly name: string;
  readonly description?: string;
  readonly version?: string;
  readonly definition: Definition;
  /** What API Gateway says of the document though it takes it. */
  readonly warnings: readonly string[];
}

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch"];
const ANY = "x-amazon-apigateway-any-method";
const INTEGRATION = "x-amazon-apigateway-integration";
const BINARY = "x-amazon-apigateway-binary-media-types";

/**
 * Parses OpenAPI 3.0 in JSON with Amazon's extensions. AWS ignores most members that it does not know, at best with
 * a warning. The embedded API Gateway refuses them.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 */
export function parseOpenApi(text: string, region: string): Described {
  const root = object(parseJson(text), "The document");
  onlyMembers(root, ["openapi", "info", "paths", BINARY], "the document");
  if (typeof root.openapi !== "string" || !/^3\.0\.\d+$/.test(root.openapi)) {
    throw badRequest("Invalid OpenAPI input: the embedded API Gateway reads only OpenAPI 3.0");
  }
  const info = object(root.info, "`info`");
  onlyMembers(info, ["title", "description", "version"], "`info`");
  if (typeof info.title !== "string" || info.title === "")
    throw badRequest("Invalid OpenAPI input: `info.title` is missing");
  const binaryMediaTypes = root[BINARY] ?? [];
  if (!isStrings(binaryMediaTypes))
    throw badRequest(`Invalid OpenAPI input: \`${BINARY}\` is not a list of strings`);
  const paths = Object.entries(object(root.paths, "`paths`"));
  return {
    name: info.title,
    ...(typeof info.description === "string" && { description: info.description }),
    ...(typeof info.version === "string" && { version: info.version }),
    definition: {
      resources: paths.map(([path, item]) =>
        parseResource(path, object(item, `\`${path}\``), region),
      ),
      binaryMediaTypes,
    },
    warnings: paths.flatMap(([path, item]) => missingResponses(path, object(item, `\`${path}\``))),
  };
}

/**
 * OpenAPI 3.0 requires `responses` of every operation. API Gateway parses with swagger-parser, whose words these are:
 * https://github.com/swagger-api/swagger-parser/issues/1427
 */
function missingResponses(path: string, item: Record<string, unknown>): string[] {
  return Object.entries(item)
    .filter(([name, value]) => name !== "parameters" && object(value, name).responses === undefined)
    .map(([name]) => `Parse issue: attribute paths.'${path}'(${name}).responses is missing`);
}

function parseResource(path: string, item: Record<string, unknown>, region: string): Resource {
  checkPath(path);
  onlyMembers(item, [...METHODS, ANY, "parameters"], `\`${path}\``);
  const methods: Record<string, Integration> = {};
  for (const [name, value] of Object.entries(item)) {
    if (name === "parameters") continue;
    const where = `\`${path}\` \`${name}\``;
    const operation = object(value, where);
    onlyMembers(
      operation,
      [INTEGRATION, "parameters", "responses", "operationId", "summary", "description"],
      where,
    );
    const integration = object(operation[INTEGRATION], `${where}: \`${INTEGRATION}\``);
    methods[name === ANY ? "ANY" : name.toUpperCase()] = parseIntegration(
      integration,
      where,
      region,
    );
  }
  return { id: resourceId(path), path, methods };
}

/** Checks a path such as `/a/{b}/{rest+}`. Only its last part may be greedy. */
function checkPath(path: string): void {
  const parts = path.split("/").slice(1);
  const shape = /^(?:[a-zA-Z0-9._:~!$&'()*+,;=@-]+|\{[a-zA-Z0-9._:-]+\+?\})$/;
  const greedy = parts.findIndex((part) => part.endsWith("+}"));
  const fits = path === "/" || (path.startsWith("/") && parts.every((part) => shape.test(part)));
  if (!fits || (greedy !== -1 && greedy !== parts.length - 1)) {
    throw badRequest(`Resource's path part is not valid: \`${path}\``);
  }
}

export function resourceId(path: string): string {
  return createHash("sha256")
    .update(path)
    .digest("hex")
    .slice(0, path === "/" ? 10 : 6);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const error = badRequest("Invalid OpenAPI input: it is not JSON");
    error.cause = cause;
    throw error;
  }
}

function object(value: unknown, where: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw badRequest(`Invalid OpenAPI input: ${where} is not an object`);
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
