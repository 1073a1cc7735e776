import { framesOf } from "../../errors.ts";
import { statusOf } from "./failure.ts";
import { quotesNothing, wordsSent } from "./quotes-nothing.ts";

interface Made {
  /** As IAM names it, such as `lambda:CreateFunction`. */
  readonly call: string;
  /** Words of the values that it sent. */
  readonly words: readonly string[];
}

/** Which call an error of an SDK's client came from. */
const made = new WeakMap<object, Made>();

/** @param input what the call was given */
export function rememberCall(error: unknown, call: string, input: unknown): void {
  if (typeof error === "object" && error !== null)
    made.set(error, { call, words: wordsSent(input) });
}

/**
 * A call that failed, in our words: service and operation, AWS's code for the reason, and the request's id. Its own text
 * is added only where it quotes nothing: `String measured: {...}` quotes every variable, and an error of the SDK may hold
 * a whole answer. Name and code are those of the error, since others decide by them.
 */
export class FailedCall extends Error {
  /** Of an error of Node.js, such as `EEXIST`. */
  readonly code: string | undefined;

  constructor(error: unknown) {
    super(inOurWords(error));
    const { name, code } = Object(error) as SdkError;
    this.name = word(name) ?? "FailedCall";
    this.code = word(code);
    this.stack = [`${this.name}: ${this.message}`, ...framesOf(error)].join("\n");
  }
}

interface SdkError {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly $metadata?: { readonly requestId?: unknown };
}

function inOurWords(error: unknown): string {
  const { name, code, message, $metadata } = Object(error) as SdkError;
  const { call, words } = made.get(Object(error)) ?? { call: undefined, words: [] };
  const what = call === undefined ? "A call of AWS" : `\`${call}\``;
  const reason = word(name) === "Error" ? word(code) : word(name);
  const status = statusOf(error);
  // The SDK calls each connection that breaks a `TimeoutError`; the code says more.
  const broke = word(code) ?? reason ?? "for no known reason";
  if (status === undefined) return `${what} failed: ${broke}.`;
  const request = word($metadata?.requestId);
  const id = request === undefined ? "" : `, request ${request}`;
  const own =
    call !== undefined && typeof message === "string" && quotesNothing(message, words)
      ? message
      : "Its own words are left out, because they may quote variables.";
  return `${what} failed: AWS answered ${reason ?? "nothing known"} (status ${status}${id}). ${own}`;
}

/** Returns what has the form of a code or an id, and no other text. */
function word(value: unknown): string | undefined {
  return typeof value === "string" && /^[\w.:-]{1,80}$/.test(value) ? value : undefined;
}
