import type { LambdaClient } from "@aws-sdk/client-lambda";
import { UserError } from "../../errors.ts";
import { nameOf } from "../errors/failure.ts";

/** Lambda cannot make a function ready. A function that was just created takes no change any more. */
export class NotReady extends UserError {
  /** @param code Lambda's, of the reason */
  constructor(code: string) {
    super(
      `Lambda cannot make the function ready: ${code}.`,
      "Look at what `function-configuration` gives it (subnets, security groups, KMS key, layers, file systems), and at its role; the function's page at AWS says more.",
    );
    this.name = "NotReady";
  }
}

/** Seconds. */
const LONGEST = 300;

/** Options of the SDK's waiters. */
export interface WaitOptions {
  readonly client: LambdaClient;
  readonly abortSignal: AbortSignal;
  /** Seconds. */
  readonly maxWaitTime: number;
  readonly minDelay: number;
  readonly maxDelay: number;
}

/**
 * Waits for a function with one of the SDK's waiters, for five minutes at most. A waiter takes every error for
 * "not yet"; here, an error that the user has to fix, such as a denied call, ends the wait.
 */
export async function waiting(
  lambda: LambdaClient,
  waiter: (options: WaitOptions) => Promise<unknown>,
): Promise<void> {
  const refused = new AbortController();
  const client = Object.create(lambda) as LambdaClient;
  client.send = async (...args: unknown[]) => {
    try {
      return await (lambda.send as (...args: unknown[]) => Promise<unknown>)(...args);
    } catch (error) {
      if (error instanceof UserError) refused.abort(error);
      throw error;
    }
  };
  const limits = { maxWaitTime: LONGEST, minDelay: 0.2, maxDelay: 5 };
  try {
    await waiter({ client, abortSignal: refused.signal, ...limits });
  } catch (error) {
    throw refused.signal.aborted ? refused.signal.reason : explained(error);
  }
}

/**
 * Says why a function does not become ready. The waiter's error is the whole answer of GetFunction as JSON, with every
 * variable in it, so only Lambda's code of the reason is taken over.
 * https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
 */
function explained(error: unknown): unknown {
  if (nameOf(error) === "TimeoutError") {
    return new UserError(
      `Lambda has not made the function ready in ${LONGEST / 60} minutes.`,
      "Run the job again. If that does not help, the function's page at AWS says what Lambda waits for.",
    );
  }
  const text = error instanceof Error ? error.message : "";
  const [, code] = /"(?:State|LastUpdateStatus)ReasonCode":"([A-Za-z]+)"/.exec(text) ?? [];
  return code === undefined ? error : new NotReady(code);
}
