import { type Call, missing } from "../context.ts";
import { invalidParameter, invalidValue } from "../errors.ts";
import type { LambdaFunction } from "../model.ts";
import { parseTarget } from "../names.ts";

const MAX_TAGS = 50;

export async function tagResource(call: Call): Promise<undefined> {
  const fn = findTagged(call);
  const tags = { ...fn.tags, ...checkTags(call.input.Tags) };
  call.functions.set(fn.name, { ...fn, tags: checkTags(tags) });
}

export async function untagResource(call: Call): Promise<undefined> {
  const fn = findTagged(call);
  const gone = call.request.query.getAll("tagKeys");
  const tags = Object.fromEntries(Object.entries(fn.tags).filter(([key]) => !gone.includes(key)));
  call.functions.set(fn.name, { ...fn, tags });
}

export async function listTags(call: Call): Promise<unknown> {
  return { Tags: findTagged(call).tags };
}

/** Refuses tags as AWS does. https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html */
export function checkTags(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== "object" || value === null) {
    throw invalidValue(value, "tags", "Member must be a map");
  }
  const entries = Object.entries(value);
  for (const [key, text] of entries) {
    if (key.length > 128 || key.toLowerCase().startsWith("aws:")) {
      throw invalidParameter(`The tag key \`${key}\` is not allowed`);
    }
    if (
      typeof text !== "string" ||
      text.length > 256 ||
      !/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(text)
    ) {
      throw invalidParameter(`The value of the tag \`${key}\` is not allowed: ${text}`);
    }
  }
  if (entries.length > MAX_TAGS) throw invalidParameter(`A resource has at most ${MAX_TAGS} tags`);
  return value as Record<string, string>;
}

/** Finds the function to tag. Versions and aliases have no tags. */
function findTagged(call: Call): LambdaFunction {
  const target = parseTarget(call.params.Resource!);
  if (target.qualifier !== undefined) {
    throw invalidParameter(
      "Tags on function aliases and versions are not supported. Please specify either a function ARN or a resource ID.",
    );
  }
  const fn = call.functions.get(target.name);
  if (fn === undefined) throw missing(call, target);
  return fn;
}
