import { randomUUID } from "node:crypto";
import { readBody } from "../../../http/body.ts";
import {
  AwsError,
  type AwsResponse,
  type FunctionInvoker,
  type ResponseSink,
} from "../../../service.ts";
import { type Call, findVersion, type LambdaContext, missing } from "../context.ts";
import { conflict, invalidParameter } from "../errors.ts";
import { LATEST, type LambdaFunction, type Version } from "../model.ts";
import { functionArn, parseTarget, type Target } from "../names.ts";
import { permits } from "../permissions/statement.ts";
import { versionFor } from "../versions/describe.ts";

const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;
const MAX_EVENT_BYTES = 1024 * 1024;

/** Invokes for a caller of the API. The caller's own permissions have been checked. */
export async function invoke(call: Call): Promise<AwsResponse> {
  const { request } = call;
  const type = request.headers["x-amz-invocation-type"] ?? "RequestResponse";
  const { fn, target, version } = findVersion(call);
  const limit = type === "Event" ? MAX_EVENT_BYTES : MAX_PAYLOAD_BYTES;
  const payload = await readBody(request);
  checkSize(payload, limit);
  checkJson(payload);
  const run = () =>
    start(call, fn, version, target, payload, {
      clientContext: request.headers["x-amz-client-context"],
    });
  const headers = { "x-amz-executed-version": version.version };
  switch (type) {
    case "DryRun":
      return { status: 204, headers };
    case "Event":
      run().catch(() => {}); // Nobody waits, but the function's log has the error. Lambda would retry.
      return { status: 202 };
    case "RequestResponse": {
      const outcome = await run();
      return {
        status: 200,
        headers: {
          ...headers,
          "content-type": "application/json",
          ...(outcome.functionError && { "x-amz-function-error": outcome.functionError }),
          ...(request.headers["x-amz-log-type"] === "Tail" && {
            "x-amz-log-result": outcome.logTail.toString("base64"),
          }),
        },
        body: outcome.payload,
      };
    }
    default:
      throw invalidParameter(
        `The invocation type \`${type}\` is not one of RequestResponse, Event, DryRun`,
      );
  }
}

/** Creates the invoker for other services. The policy of the invoked qualifier must permit the invocation. */
export function createInvoker(context: LambdaContext): FunctionInvoker {
  return {
    async invoke(arn, payload, source, sink) {
      const target = parseTarget(arn);
      const fn = context.functions.get(target.name);
      const version = fn && versionFor(fn, target.qualifier);
      if (fn === undefined || version === undefined) throw missing(context, target);
      const statements = fn.policies[target.qualifier ?? LATEST] ?? [];
      if (!permits(statements, { ...source, account: context.account })) {
        throw new AwsError(
          403,
          "AccessDeniedException",
          `User: ${source.service} is not authorized to perform: lambda:InvokeFunction on resource: ${arn} because no resource-based policy allows the lambda:InvokeFunction action`,
        );
      }
      checkSize(payload, MAX_PAYLOAD_BYTES);
      const outcome = await start(context, fn, version, target, payload, { sink });
      const { functionError } = outcome;
      // What a function does not stream comes in one piece, once it is whole.
      if (sink && !outcome.streamed && functionError === undefined) {
        await sink.write(outcome.payload);
        return { payload: Buffer.alloc(0) };
      }
      return { payload: outcome.payload, ...(functionError !== undefined && { functionError }) };
    },
  };
}

function start(
  context: LambdaContext,
  fn: LambdaFunction,
  version: Version,
  target: Target,
  payload: Buffer,
  { clientContext, sink }: { clientContext?: string | undefined; sink?: ResponseSink | undefined },
) {
  if (context.now() < version.activeFrom) {
    throw conflict(
      "The operation cannot be performed at this time. The function is currently in the following state: Pending",
    );
  }
  return context.invocations.run(fn, version, {
    requestId: randomUUID(),
    payload: payload.length === 0 ? Buffer.from("{}") : payload,
    functionArn: functionArn(context, fn.name, target.qualifier),
    ...(clientContext !== undefined && {
      clientContext: Buffer.from(clientContext, "base64").toString("utf8"),
    }),
    ...(sink && { sink }),
  });
}

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html#function-configuration-deployment-and-execution */
function checkSize(payload: Buffer, limit: number): void {
  if (payload.length <= limit) return;
  throw new AwsError(
    413,
    "RequestTooLargeException",
    `Request must be smaller than ${limit} bytes for the InvokeFunction operation`,
    { Type: "User" },
  );
}

function checkJson(payload: Buffer): void {
  if (payload.length === 0) return;
  try {
    JSON.parse(payload.toString("utf8"));
  } catch (cause) {
    const message = `Could not parse request body into json: ${(cause as Error).message}`;
    throw new AwsError(400, "InvalidRequestContentException", message, { Type: "User" });
  }
}
