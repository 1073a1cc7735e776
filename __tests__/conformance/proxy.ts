import type { Configuration, Lambda } from "../../conformance/types.ts";
import { Env } from "../../contract/environment.ts";
import { parsePublicUrl } from "../../contract/public-url.ts";
import type { Invocation } from "../../runtime/src/events/adapter.ts";
import { readTrustedProxy } from "../../runtime/src/events/trusted-proxy.ts";
import { LeftOutHeaders } from "../../runtime/src/logs/left-out-headers.ts";
import { Once } from "../../runtime/src/logs/once.ts";
import type { StreamDeps } from "../../runtime/src/requests/stream-http.ts";
import { FirstRequest } from "../../runtime/src/server/first-request.ts";
import { Forwarder } from "../../runtime/src/server/forwarder.ts";
import { SandboxHistory } from "../../runtime/src/server/sandbox-history.ts";
import { Collected } from "../runtime/logs/collected.ts";
import { FakeServer } from "../runtime/server/fake-sandbox.ts";

/** What the proxy says to the gem and to the client about itself: no part of the mapping. */
const OURS = /^x-megamode-/;

/** Headers of the connection between an adapter and the server, which each adapter chooses. */
const CONNECTION = new Set(["connection"]);

/** The time at which all fixtures run, so that the deadline in the context is the fixture's. */
export const NOW = 1783711144836;

/** What the runtime client would pass along. */
export function invocationOf(lambda: Lambda, configuration: Configuration): Invocation {
  const { publicUrl, trustedProxy, authorizationSource } = configuration;
  return {
    context: {
      awsRequestId: lambda.requestId,
      functionName: lambda.functionName,
      functionVersion: lambda.functionVersion,
      invokedFunctionArn: lambda.invokedFunctionArn,
      memoryLimitInMB: lambda.memoryLimitInMB,
      ...(lambda.tenantId === null ? {} : { tenantId: lambda.tenantId }),
      getRemainingTimeInMillis: () => lambda.deadlineMs - NOW,
    },
    traceId: lambda.traceId ?? undefined,
    publicUrl: publicUrl === undefined ? undefined : parsePublicUrl(publicUrl),
    trustedProxy:
      trustedProxy &&
      readTrustedProxy({
        [Env.trustedProxyHeaders]: `${trustedProxy.headers.join(" ")} ${trustedProxy.secretHeader}=CDN`,
        CDN: trustedProxy.secret,
      }),
    ...(authorizationSource === undefined
      ? {}
      : { authorizationSource: authorizationSource.toLowerCase() }),
  };
}

/** What an HTTP invocation needs, before a server that is somebody else's. */
export function proxyBefore(socket: string): { deps: StreamDeps; forwarder: Forwarder } {
  const output = new Collected();
  const forwarder = new Forwarder(socket);
  const server = FakeServer.listening(output);
  // The fixtures' server writes no log that could be waited for.
  server.log.requestEnded = async () => undefined;
  const sandbox = {
    warm: true,
    history: new SandboxHistory(0),
    settled: async () => undefined,
    replace: async () => undefined,
    gaveUp: async () => "",
    firstRequest: new FirstRequest(),
    served: () => undefined,
    ready: async () => server,
  };
  const deps = {
    sandbox,
    forwarder,
    output,
    leftOutHeaders: new LeftOutHeaders(output),
    once: new Once(output),
    requestTimeoutMs: 60_000,
    failsInvocation: () => false,
  };
  return { deps, forwarder };
}

/** Takes away what is no part of the mapping. */
export function withoutOurs<T>(headers: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !OURS.test(name) && !CONNECTION.has(name)),
  );
}
