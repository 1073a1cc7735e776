import type { AwsRequest, Roles } from "../../service.ts";
import type { Records } from "../../state/records.ts";
import { conflict, notFound, staleRevision } from "./errors.ts";
import type { CodeStore } from "./functions/code-store.ts";
import type { Invocations } from "./invoke/invocations.ts";
import type { LambdaFunction, Version } from "./model.ts";
import { functionArn, type Place, parseTarget, type Target } from "./names.ts";
import { revisionOf, versionFor } from "./versions/describe.ts";

/** What all operations need. */
export interface LambdaContext extends Place {
  readonly functions: Records<LambdaFunction>;
  readonly codes: CodeStore;
  readonly invocations: Invocations;
  readonly roles: Roles;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** One request. */
export interface Call extends LambdaContext {
  readonly request: AwsRequest;
  readonly params: Readonly<Record<string, string>>;
  /** The JSON body. Its names have been checked, its values have not. */
  readonly input: Readonly<Record<string, unknown>>;
}

export interface Found {
  readonly fn: LambdaFunction;
  readonly target: Target;
}

/** Finds the function that the path names. @throws AwsError if there is none */
export function findFunction({ request, params, ...context }: Call): Found {
  const target = parseTarget(params.FunctionName!, request.query.get("Qualifier"));
  const fn = context.functions.get(target.name);
  if (fn === undefined) throw missing(context, target);
  return { fn, target };
}

/** Finds the version that the path and the query name. @throws AwsError if there is none */
export function findVersion(call: Call): Found & { readonly version: Version } {
  const found = findFunction(call);
  const version = versionFor(found.fn, found.target.qualifier);
  if (version === undefined) throw missing(call, found.target);
  return { ...found, version };
}

/** The error for a function or version that does not exist. */
export function missing(place: Place, { name, qualifier }: Target) {
  return notFound(`Function not found: ${functionArn(place, name, qualifier)}`);
}

/** Refuses a change while another takes effect. */
export function checkIdle(call: Call, fn: LambdaFunction): void {
  const { activeFrom, updatedFrom } = fn.latest;
  const arn = functionArn(call, fn.name);
  if (call.now() < activeFrom) {
    throw conflict(
      `The operation cannot be performed at this time. The function is currently in the following state: Pending`,
    );
  }
  if (call.now() < updatedFrom) {
    throw conflict(
      `The operation cannot be performed at this time. An update is in progress for resource: ${arn}`,
    );
  }
}

/** Refuses a change if the caller names another revision than the current one. */
export function checkRevision(call: Call, version: Version): void {
  const { RevisionId } = call.input;
  if (RevisionId !== undefined && RevisionId !== revisionOf(version, call.now()))
    throw staleRevision();
}
