import { isDeepStrictEqual } from "node:util";
import { sha256Base64 } from "../../../src/digest.ts";
import type { Functions, Invocation } from "../../../src/ports/functions.ts";
import {
  ACCOUNT,
  assertAssumable,
  type CloudState,
  failure,
  REGION,
  type Snapshot,
  type StoredFunction,
} from "./state.ts";

/** Decides what an invocation answers; it may throw, as the port may. */
export type Answer = (
  message: Readonly<Record<string, unknown>>,
  target: { readonly name: string; readonly version: string },
) => Invocation | Promise<Invocation>;

/** Functions as Lambda has them, without any code that runs: `answer` speaks for them. */
export function fakeFunctions(state: CloudState, answer: Answer): Functions {
  const existing = (name: string): StoredFunction => {
    const found = state.functions.get(name);
    if (found === undefined) throw notFound(name);
    return found;
  };
  return {
    async find(name, qualifier) {
      const found = state.functions.get(name);
      const snapshot = found && snapshotOf(found, qualifier);
      if (found === undefined || snapshot === undefined) return undefined;
      const { codeSha256, architecture, settings } = snapshot;
      return {
        arn: functionArn(name, qualifier),
        codeSha256,
        settings: { ...settings, FunctionName: name, Architectures: [architecture] },
        variables: settings.Environment.Variables,
        tags: found.tags,
      };
    },

    async create({ name, architecture, settings, zip, tags }) {
      assertAssumable(state, settings.Role, "lambda.amazonaws.com");
      if (state.functions.has(name)) {
        throw failure("ResourceConflictException", `Function already exist: ${name}`);
      }
      state.functions.set(name, {
        tags: { ...tags },
        versions: new Map(),
        aliases: new Map(),
        permissions: new Set(),
        workingCopy: { codeSha256: sha256Base64(zip), architecture, settings },
      });
    },

    async update({ name, architecture, settings, zip }) {
      const found = existing(name);
      assertAssumable(state, settings.Role, "lambda.amazonaws.com");
      const { settings: before } = found.workingCopy;
      found.workingCopy = {
        codeSha256: sha256Base64(zip),
        architecture,
        settings: { ...before, ...settings },
      };
    },

    async publish(name, codeSha256) {
      const { workingCopy, versions } = existing(name);
      if (workingCopy.codeSha256 !== codeSha256) {
        throw failure("InvalidParameterValueException", `The code is not ${codeSha256}.`);
      }
      const [last, snapshot] = [...versions].at(-1) ?? [];
      if (last !== undefined && isDeepStrictEqual(snapshot, workingCopy)) return last;
      const version = String(Number(last ?? 0) + 1);
      versions.set(version, workingCopy);
      return version;
    },

    async invoke(name, qualifier, payload) {
      const found = existing(name);
      const snapshot = snapshotOf(found, qualifier);
      if (snapshot === undefined) throw notFound(name, qualifier);
      const { LogGroup = `/aws/lambda/${name}` } = (snapshot.settings.LoggingConfig ?? {}) as {
        LogGroup?: string;
      };
      state.logGroups.add(LogGroup);
      const version = found.aliases.get(qualifier) ?? qualifier;
      const message = JSON.parse(JSON.stringify(payload)) as Record<string, unknown>;
      return answer(message, { name, version });
    },

    async findAlias(name, alias) {
      return state.functions.get(name)?.aliases.get(alias);
    },

    async pointAlias(name, alias, version) {
      const { versions, aliases } = existing(name);
      if (!versions.has(version)) throw notFound(name, version);
      aliases.set(alias, version);
    },

    async remove(name) {
      state.functions.delete(name);
    },
  };
}

function snapshotOf(fn: StoredFunction, qualifier = "$LATEST"): Snapshot | undefined {
  if (qualifier === "$LATEST") return fn.workingCopy;
  return fn.versions.get(fn.aliases.get(qualifier) ?? qualifier);
}

function functionArn(name: string, qualifier: string | undefined): string {
  const arn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}

function notFound(name: string, qualifier?: string): Error {
  return failure(
    "ResourceNotFoundException",
    `Function not found: ${functionArn(name, qualifier)}`,
  );
}
