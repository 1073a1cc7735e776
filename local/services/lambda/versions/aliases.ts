import { randomUUID } from "node:crypto";
import { type Call, findFunction, missing } from "../context.ts";
import { conflict, invalidValue, notFound, staleRevision } from "../errors.ts";
import type { Alias, LambdaFunction } from "../model.ts";
import { functionArn } from "../names.ts";
import { describeAlias } from "./describe.ts";
import { hasVersion } from "./versions.ts";

export const CREATE_ALIAS_FIELDS = ["Name", "FunctionVersion", "Description"];
export const UPDATE_ALIAS_FIELDS = ["FunctionVersion", "Description", "RevisionId"];

const NAME = /^(?!^[0-9]+$)([a-zA-Z0-9-_]{1,128})$/;

export async function createAlias(call: Call): Promise<unknown> {
  const { fn } = findFunction(call);
  const { Name: name, FunctionVersion: version, Description: description = "" } = call.input;
  if (typeof name !== "string" || !NAME.test(name)) {
    throw invalidValue(
      name,
      "name",
      `Member must satisfy regular expression pattern: ${NAME.source}`,
    );
  }
  checkVersion(call, fn, version);
  if (fn.aliases.some((alias) => alias.name === name)) {
    throw conflict(`Alias already exists: ${functionArn(call, fn.name, name)}`);
  }
  const alias = { name, version, description: String(description), revision: randomUUID() };
  call.functions.set(fn.name, { ...fn, aliases: [...fn.aliases, alias] });
  return describeAlias(call, fn.name, alias);
}

export async function getAlias(call: Call): Promise<unknown> {
  const { fn, alias } = findAlias(call);
  return describeAlias(call, fn.name, alias);
}

export async function listAliases(call: Call): Promise<unknown> {
  const { fn } = findFunction(call);
  const only = call.request.query.get("FunctionVersion");
  const aliases = fn.aliases.filter(({ version }) => only === null || version === only);
  return { Aliases: aliases.map((alias) => describeAlias(call, fn.name, alias)) };
}

export async function updateAlias(call: Call): Promise<unknown> {
  const { fn, alias } = findAlias(call);
  const { FunctionVersion: version = alias.version, Description, RevisionId } = call.input;
  if (RevisionId !== undefined && RevisionId !== alias.revision) throw staleRevision();
  checkVersion(call, fn, version);
  const description = Description === undefined ? alias.description : String(Description);
  const moved: Alias = { ...alias, version, description, revision: randomUUID() };
  const aliases = fn.aliases.map((one) => (one === alias ? moved : one));
  call.functions.set(fn.name, { ...fn, aliases });
  return describeAlias(call, fn.name, moved);
}

function findAlias(call: Call) {
  const { fn } = findFunction(call);
  const alias = fn.aliases.find(({ name }) => name === call.params.Name);
  if (alias === undefined) {
    throw notFound(`Cannot find alias arn: ${functionArn(call, fn.name, call.params.Name)}`);
  }
  return { fn, alias };
}

function checkVersion(call: Call, fn: LambdaFunction, version: unknown): asserts version is string {
  if (!hasVersion(fn, version)) throw missing(call, { name: fn.name, qualifier: String(version) });
}
