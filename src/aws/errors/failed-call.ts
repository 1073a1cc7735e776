import { framesOf } from "../../errors.ts";

/** Which call an error of an SDK's client came from, as IAM names it. */
const calls = new WeakMap<object, string>();

export function rememberCall(error: unknown, call: string): void {
  if (typeof error === "object" && error !== null) calls.set(error, call);
}

/**
 * A call that failed, in our words: service and operation, AWS's code for the reason, and the request's id. AWS's own text
 * may quote what it was sent, as `String measured: {...}` quotes every variable, and an SDK's error may hold a whole answer.
 */
export class FailedCall extends Error {
  constructor(error: unknown) {
    super(inOurWords(error));
    this.name = "FailedCall";
    this.stack = [`${this.name}: ${this.message}`, ...framesOf(error)].join("\n");
  }
}

interface SdkError {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: unknown; readonly requestId?: unknown };
}

function inOurWords(error: unknown): string {
  const { name, code, $metadata } = (error ?? {}) as SdkError;
  const call = calls.get(Object(error)) ?? "A call of AWS";
  const reason = word(name) === "Error" ? word(code) : word(name);
  const status = $metadata?.httpStatusCode;
  if (typeof status !== "number") return `\`${call}\` failed: ${reason ?? "for no known reason"}.`;
  const request = word($metadata?.requestId);
  const id = request === undefined ? "" : `, request ${request}`;
  return `\`${call}\` failed: AWS answered ${reason ?? "nothing known"} (status ${status}${id}). Its own words are left out, because they may quote variables.`;
}

/** Returns what has the form of a code or an id, and no other text. */
function word(value: unknown): string | undefined {
  return typeof value === "string" && /^[\w.:-]{1,80}$/.test(value) ? value : undefined;
}
