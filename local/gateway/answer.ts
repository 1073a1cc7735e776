import { randomBytes, randomUUID } from "node:crypto";
import { partitionOf } from "../partition.ts";
import type { FunctionInvoker } from "../service.ts";
import { own, type RestApi } from "../services/apigateway/model.ts";
import { type Domain, routeOf } from "./domains.ts";
import type { Arrived } from "./event/arrived.ts";
import { proxyEvent } from "./event/event.ts";
import { invokeFunction } from "./invoke-function.ts";
import { matchResource } from "./match.ts";
import { isBinary } from "./media-type.ts";
import { gatewayResponse } from "./response/gateway-response.ts";
import { type ApiResponse, proxyResponse } from "./response/proxy-response.ts";
import { streamFunction } from "./stream-function.ts";

/** What is behind an API. */
export interface Backend {
  readonly invoker: FunctionInvoker;
  readonly region: string;
  readonly account: string;
}

/** Answers a request as the stage's deployment says. */
export async function answerRequest(
  api: RestApi,
  whole: Omit<Arrived, "base" | "path"> & { readonly wholePath: string },
  domain: Domain | undefined,
  backend: Backend,
): Promise<ApiResponse> {
  const requestId = randomUUID();
  const extendedRequestId = randomBytes(9).toString("base64");
  const marked = (response: ApiResponse): ApiResponse => ({
    ...response,
    headers: [
      ...response.headers,
      ["x-amzn-RequestId", requestId],
      ["x-amz-apigw-id", extendedRequestId],
    ],
  });
  const { stage: stageName, base, path } = routeOf(whole.wholePath, domain);
  const stage = own(api.stages, stageName);
  if (stage === undefined) return marked(gatewayResponse("no-stage"));
  const arrived: Arrived = { ...whole, base, path };
  const { resources, binaryMediaTypes } = own(api.deployments, stage.deploymentId)!.snapshot;
  const match = matchResource(resources, arrived.method, arrived.path);
  if (match === undefined) return marked(gatewayResponse("no-resource"));
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
  const source = `arn:${partitionOf(backend.region)}:execute-api:${backend.region}:${backend.account}:${api.id}/${stage.name}/${arrived.method}${match.resource.path}`;
  const traced = (response: ApiResponse) =>
    marked({ ...response, headers: [...response.headers, ["X-Amzn-Trace-Id", traceId]] });
  const from = { arn: source, timeoutMs: match.integration.timeoutInMillis };
  if (match.integration.responseTransferMode === "STREAM") {
    const streamed = await streamFunction(backend.invoker, functionArn, event, from);
    if (typeof streamed === "string") return marked(gatewayResponse(streamed));
    return traced(streamed);
  }
  const outcome = await invokeFunction(backend.invoker, functionArn, event, from);
  if (typeof outcome === "string") return marked(gatewayResponse(outcome));
  const accepted = isBinary(headerOf(arrived, "accept"), binaryMediaTypes);
  const response = proxyResponse(outcome, accepted);
  if (response === undefined) return marked(gatewayResponse("malformed"));
  return traced(response);
}

/** Reads the first value of a header. */
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
