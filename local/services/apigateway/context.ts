import type { AwsRequest } from "../../service.ts";
import type { Records } from "../../state/records.ts";
import { notFound, own, type RestApi, type Stage } from "./model.ts";

/** Opens and closes the ports on which APIs are served. */
export interface ApiPorts {
  /** Starts to serve a new API. @returns its id */
  open(): Promise<string>;
  close(apiId: string): Promise<void>;
}

/** What an API Gateway operation receives. */
export interface ApiContext {
  readonly apis: Records<RestApi>;
  readonly ports: ApiPorts;
  readonly region: string;
  readonly account: string;
  readonly request: AwsRequest;
  /** The parts of the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the API that the path names. @throws AwsError if there is none */
export function findApi({ apis, params, account }: ApiContext): RestApi {
  const api = apis.get(params.restApiId ?? "");
  if (api === undefined)
    throw notFound(`Invalid API identifier specified ${account}:${params.restApiId}`);
  return api;
}

/** Finds the stage that the path names. @throws AwsError if there is none */
export function findStage(context: ApiContext): Stage {
  const stage = own(findApi(context).stages, context.params.stageName ?? "");
  if (stage === undefined) throw notFound("Invalid stage identifier specified");
  return stage;
}

/** Cuts one page out of a list. `position` is where the next page begins. */
export function page<T>(
  all: readonly T[],
  query: URLSearchParams,
): { item: T[]; position?: string } {
  const start = Number(query.get("position") ?? 0);
  const limit = Math.min(Math.max(Number(query.get("limit") ?? 25), 1), 500);
  const item = all.slice(start, start + limit);
  return start + limit < all.length ? { item, position: String(start + limit) } : { item };
}
