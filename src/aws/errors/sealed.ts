import { UserError } from "../../errors.ts";
import { Unreadable } from "../../ports/bundle-store.ts";
import { NoRoom } from "../../ports/functions.ts";
import { FailedCall } from "./failed-call.ts";

/** Errors that this project has written: their text is its own. */
const OURS = [UserError, Unreadable, NoRoom, FailedCall];

/**
 * Seals the cloud and its parts: of an error that they throw, no text comes out that this project has not written. Within
 * `aws/` the text of AWS stays what it is, since decisions depend on it.
 */
export function sealed<Part extends object>(part: Part): Part {
  const members = Object.entries(part).map(([name, member]) => {
    if (typeof member === "function") return [name, sealedCall(member as Call)];
    return [name, typeof member === "object" && member !== null ? sealed(member) : member];
  });
  return Object.fromEntries(members) as Part;
}

type Call = (...args: readonly unknown[]) => unknown;

function sealedCall(call: Call): Call {
  return (...args) => {
    try {
      const result = call(...args);
      return result instanceof Promise ? result.catch(fail) : result;
    } catch (error) {
      return fail(error);
    }
  };
}

function fail(error: unknown): never {
  throw OURS.some((kind) => error instanceof kind) ? error : new FailedCall(error);
}
