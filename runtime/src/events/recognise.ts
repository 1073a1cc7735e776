import type { Adapter } from "./adapter.ts";
import { functionUrl } from "./function-url.ts";
import { httpApi1 } from "./http-api-1.ts";
import { httpApi2 } from "./http-api-2.ts";
import { loadBalancer } from "./load-balancer.ts";
import { restApi } from "./rest-api.ts";

/** What an event is. */
export type Recognised =
  /** One of our own, which only a direct Invoke can send. */
  | { readonly kind: "message" }
  /** Looks like a request, but must never be run as one. The reason says what to connect instead. */
  | { readonly kind: "refused"; readonly reason: string }
  /** A warm-up: it succeeds without the app. */
  | { readonly kind: "answered" }
  // biome-ignore lint/suspicious/noExplicitAny: each adapter has an event type of its own
  | { readonly kind: "http"; readonly adapter: Adapter<any> }
  /** From a queue, a bucket, a bus and the like. */
  | { readonly kind: "other" };

/** Most specific first: the first match wins. */
// biome-ignore lint/suspicious/noExplicitAny: as above
const ADAPTERS: readonly Adapter<any>[] = [loadBalancer, functionUrl, httpApi2, httpApi1, restApi];

const AUTHORIZER = "an authorizer of API Gateway";

/**
 * Decides what an event is by its shape. Only a Function URL is told by its domain: its event is an HTTP API's otherwise. Every
 * value may be of any type.
 * @param eventsPath where the app takes events that are not HTTP, if it takes any
 */
export function recognise(event: unknown, eventsPath: string | undefined): Recognised {
  if (Object.hasOwn(Object(event), "megamode")) return { kind: "message" };
  const source = neverForwarded(event);
  if (source !== undefined) return { kind: "refused", reason: refusal(source) };
  const from = of(event, "source");
  if (from === "serverless-plugin-warmup") return { kind: "answered" };
  const scheduled = from === "aws.events" && of(event, "detail-type") === "Scheduled Event";
  if (scheduled && eventsPath === undefined) return { kind: "answered" };
  const adapter = ADAPTERS.find((candidate) => candidate.matches(event));
  return adapter ? { kind: "http", adapter } : { kind: "other" };
}

/** Names what sent an event that has a request in it, and wants another answer than a response. */
function neverForwarded(event: unknown): string | undefined {
  const type = of(event, "type");
  const asked = of(event, "methodArn") ?? of(event, "routeArn");
  if ((type === "REQUEST" || type === "TOKEN") && asked !== undefined) return AUTHORIZER;
  const context = of(event, "requestContext");
  if (of(context, "connectionId") !== undefined) return "a WebSocket API";
  const lattice = of(context, "serviceNetworkArn") ?? of(event, "raw_path");
  if (lattice !== undefined) return "VPC Lattice";
  return of(of(of(event, "Records"), "0"), "cf") === undefined ? undefined : "Lambda@Edge";
}

function refusal(source: string): string {
  const fix =
    source === AUTHORIZER
      ? "Give the authorizer a function of its own, and connect this one as the integration of the routes."
      : "Connect a REST API, an HTTP API, a Function URL or an Application Load Balancer instead.";
  return `The event is from ${source}, which the app cannot answer. ${fix}`;
}

/** Reads a member of what may be of any type. Emulators write null for what is not there. */
function of(value: unknown, key: string): unknown {
  return Object(value)[key] ?? undefined;
}
