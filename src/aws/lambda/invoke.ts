import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { UserError } from "../../errors.ts";
import { AnswerLost, type Invocation, NoRoom, RoleDenied } from "../../ports/functions.ts";
import { FailedCall } from "../errors/failed-call.ts";
import { nameOf, statusOf } from "../errors/failure.ts";
import { isOfRole } from "../errors/of-role.ts";

/** Invokes a function and waits for its answer. */
export async function invoke(
  lambda: LambdaClient,
  name: string,
  qualifier: string,
  payload: unknown,
): Promise<Invocation> {
  const command = new InvokeCommand({
    FunctionName: name,
    Qualifier: qualifier,
    Payload: Buffer.from(JSON.stringify(payload)),
  });
  const answer = await lambda.send(command).catch((error: Error) => {
    // https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors
    if (nameOf(error) === "TooManyRequestsException") throw new NoRoom(name, new FailedCall(error));
    if (isOfRole(error)) throw new RoleDenied(name, new FailedCall(error));
    throw isRefusal(error) ? error : new AnswerLost(name, qualifier, new FailedCall(error));
  });
  const value = parse(answer.Payload?.transformToString() ?? "");
  return {
    payload: value,
    error: answer.FunctionError ? messageOf(value) : undefined,
    errorType: answer.FunctionError ? typeOf(value) : undefined,
  };
}

/** Whether Lambda has refused. A connection that broke leaves no status, or that of the answer that it cut off. */
function isRefusal(error: Error): boolean {
  return error instanceof UserError || (statusOf(error) ?? 0) >= 400;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
function messageOf(payload: unknown): string {
  const { errorMessage } = Object(payload) as Record<string, unknown>;
  return typeof errorMessage === "string"
    ? errorMessage
    : (typeOf(payload) ?? JSON.stringify(payload));
}

function typeOf(payload: unknown): string | undefined {
  const { errorType } = Object(payload) as Record<string, unknown>;
  return typeof errorType === "string" ? errorType : undefined;
}
