import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { own, type RestApi } from "../apigateway/model.ts";
import type { FunctionInvoker } from "../service.ts";
import { AwsError } from "../service.ts";
import { type Arrived, proxyEvent } from "./event.ts";
import { matchResource } from "./match.ts";
import { isBinary } from "./media-type.ts";
import { type ApiResponse, proxyResponse } from "./response.ts";

/** What serves an API. */
export interface Backend {
  readonly invoker: FunctionInvoker;
  readonly region: string;
  readonly account: string;
}

/** Answer a request below a stage, as the stage's deployment says; the path begins with the stage. */
export async function answerRequest(
  api: RestApi,
  whole: Omit<Arrived, "path"> & { readonly wholePath: string },
  backend: Backend,
): Promise<ApiResponse> {
  const requestId = randomUUID();
  const extendedRequestId = randomBytes(9).toString("base64");
  const own_ = (response: ApiResponse): ApiResponse => ({
    ...response,
    headers: [
      ...response.headers,
      ["x-amzn-RequestId", requestId],
      ["x-amz-apigw-id", extendedRequestId],
    ],
  });
  const [, stageName = "", ...rest] = whole.wholePath.split("/");
  const stage = own(api.stages, stageName);
  if (stage === undefined) return own_(gatewayResponse(403, "Forbidden", "ForbiddenException"));
  const arrived: Arrived = { ...whole, path: `/${rest.join("/")}` };
  const { resources, binaryMediaTypes } = own(api.deployments, stage.deploymentId)!.snapshot;
  const match = matchResource(resources, arrived.method, arrived.path);
  if (match === undefined) {
    return own_(
      gatewayResponse(403, "Missing Authentication Token", "MissingAuthenticationTokenException"),
    );
  }
  const traceId = newTraceId(arrived.time);
  const event = proxyEvent(arrived, match, {
    apiId: api.id,
    account: backend.account,
    stage,
    binary: isBinary(headerOf(arrived, "content-type"), binaryMediaTypes),
    requestId,
    extendedRequestId,
    traceId,
  });
  const functionArn = match.integration.functionArn.replace(
    /\$\{stageVariables\.(\w+)\}/g,
    (_, name: string) => own(stage.variables, name) ?? "",
  );
  const source = `arn:aws:execute-api:${backend.region}:${backend.account}:${api.id}/${stage.name}/${arrived.method}${match.resource.path}`;
  const timer = new AbortController();
  const outcome = await Promise.race([
    invoke(backend.invoker, functionArn, event, source),
    sleep(match.integration.timeoutInMillis, "timeout" as const, { signal: timer.signal }),
  ]);
  timer.abort();
  if (outcome === "timeout")
    return own_(gatewayResponse(504, "Endpoint request timed out", "InternalServerErrorException"));
  if (outcome === "refused")
    return own_(gatewayResponse(500, "Internal server error", "InternalServerErrorException"));
  const accepted = isBinary(headerOf(arrived, "accept"), binaryMediaTypes);
  const response = outcome === "failed" ? undefined : proxyResponse(outcome, accepted);
  if (response === undefined)
    return own_(gatewayResponse(502, "Internal server error", "InternalServerErrorException"));
  return own_({ ...response, headers: [...response.headers, ["X-Amzn-Trace-Id", traceId]] });
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html */
export function gatewayResponse(status: number, message: string, errorType: string): ApiResponse {
  return {
    status,
    headers: [
      ["Content-Type", "application/json"],
      ["x-amzn-ErrorType", errorType],
    ],
    body: Buffer.from(JSON.stringify({ message })),
  };
}

async function invoke(
  invoker: FunctionInvoker,
  functionArn: string,
  event: unknown,
  arn: string,
): Promise<Buffer | "failed" | "refused"> {
  try {
    const result = await invoker.invoke(functionArn, Buffer.from(JSON.stringify(event)), {
      service: "apigateway.amazonaws.com",
      arn,
    });
    return result.functionError === undefined ? result.payload : "failed";
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    // Lambda took it and could not answer, or would not take it from us.
    return [
      "AccessDeniedException",
      "ResourceNotFoundException",
      "TooManyRequestsException",
    ].includes(error.code)
      ? "refused"
      : "failed";
  }
}

/** The first value. */
function headerOf(arrived: Arrived, wanted: string): string | undefined {
  const index = arrived.rawHeaders.findIndex(
    (text, at) => at % 2 === 0 && text.toLowerCase() === wanted,
  );
  return index === -1 ? undefined : arrived.rawHeaders[index + 1];
}

function newTraceId(time: number): string {
  const seconds = Math.floor(time / 1000).toString(16);
  return `Root=1-${seconds}-${randomBytes(12).toString("hex")}`;
}
