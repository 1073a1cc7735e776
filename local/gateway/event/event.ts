import type { Stage } from "../../services/apigateway/model.ts";
import type { Match } from "../match.ts";
import type { Arrived } from "./arrived.ts";
import { allValues, decodeQuery, lastValues } from "./query.ts";
import { requestHeaders } from "./request-headers.ts";

/** What the event says about the API itself. */
export interface ApiPlace {
  readonly apiId: string;
  readonly account: string;
  readonly stage: Stage;
  readonly binary: boolean;
  readonly requestId: string;
  readonly extendedRequestId: string;
  readonly traceId: string;
}

/**
 * Makes the event of a REST API's Lambda proxy integration.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format
 */
export function proxyEvent(
  arrived: Arrived,
  match: Match,
  place: ApiPlace,
): Record<string, unknown> {
  const headers = requestHeaders(arrived, place.traceId);
  const query = decodeQuery(arrived.rawQuery);
  const domainName = `localhost:${arrived.port}`;
  const variables = place.stage.variables;
  return {
    resource: match.resource.path,
    path: arrived.path,
    httpMethod: arrived.method,
    headers: lastValues(headers),
    multiValueHeaders: allValues(headers),
    queryStringParameters: lastValues(query),
    multiValueQueryStringParameters: allValues(query),
    pathParameters: match.pathParameters,
    stageVariables: Object.keys(variables).length > 0 ? variables : null,
    requestContext: {
      resourceId: match.resource.id,
      resourcePath: match.resource.path,
      httpMethod: arrived.method,
      extendedRequestId: place.extendedRequestId,
      requestTime: commonLogTime(new Date(arrived.time)),
      path: `${arrived.base}${arrived.path}`,
      accountId: place.account,
      protocol: `HTTP/${arrived.httpVersion}`,
      stage: place.stage.name,
      domainPrefix: "localhost",
      requestTimeEpoch: arrived.time,
      requestId: place.requestId,
      identity: {
        cognitoIdentityPoolId: null,
        accountId: null,
        cognitoIdentityId: null,
        caller: null,
        sourceIp: arrived.sourceIp,
        principalOrgId: null,
        accessKey: null,
        cognitoAuthenticationType: null,
        cognitoAuthenticationProvider: null,
        userArn: null,
        userAgent: headers.get("User-Agent")?.at(-1) ?? headers.get("user-agent")?.at(-1) ?? null,
        user: null,
      },
      domainName,
      deploymentId: place.stage.deploymentId,
      apiId: place.apiId,
    },
    ...bodyOf(arrived.body, place.binary),
  };
}

function bodyOf(body: Buffer, binary: boolean): { body: string | null; isBase64Encoded: boolean } {
  if (body.length === 0) return { body: null, isBase64Encoded: false };
  return { body: body.toString(binary ? "base64" : "utf8"), isBase64Encoded: binary };
}

/** Writes a time as `23/Nov/2026:19:21:00 +0000`. */
function commonLogTime(time: Date): string {
  const [, day, month, year, clock] = time.toUTCString().split(" ");
  return `${day}/${month}/${year}:${clock} +0000`;
}
