import {
  type APIGatewayClient,
  GetResourcesCommand,
  GetStagesCommand,
  type RestApi,
} from "@aws-sdk/client-api-gateway";
import { UserError } from "../../errors.ts";
import type { FrontDoorSpec } from "../../ports/front-door.ts";
import { integrationUri } from "./definition.ts";
import { listApis } from "./lookup.ts";

type Tags = Readonly<Record<string, string>>;

/** An API that exists. */
export type ExistingApi = RestApi & { readonly id: string };

/** Lists the APIs of a name, the oldest first: API Gateway lets several have the same. */
export async function apisNamed(
  gateway: APIGatewayClient,
  name: string,
): Promise<readonly ExistingApi[]> {
  const age = ({ createdDate }: RestApi) => createdDate?.getTime() ?? 0;
  return (await listApis(gateway))
    .filter((api): api is ExistingApi => api.name === name && Boolean(api.id))
    .sort((one, other) => age(one) - age(other));
}

/**
 * Selects the APIs that are ours.
 * @param check throws if an API with these tags is somebody else's
 * @throws what `check` threw, if none is ours
 */
export function oursAmong(
  apis: readonly ExistingApi[],
  check: (tags: Tags) => void,
): readonly ExistingApi[] {
  const problems: unknown[] = [];
  const ours = apis.filter((api) => {
    try {
      check(api.tags ?? {});
      return true;
    } catch (error) {
      problems.push(withId(error, api));
      return false;
    }
  });
  if (ours.length === 0 && problems.length > 0) throw problems[0];
  return ours;
}

/**
 * Whether an older version of ours imported an API and broke off before it had tags: it has neither tags nor a stage, so
 * that it serves nobody, and all that it would do is to invoke the alias.
 */
export async function isAbandoned(
  gateway: APIGatewayClient,
  { id, tags = {} }: ExistingApi,
  { aliasArn }: Pick<FrontDoorSpec, "aliasArn">,
  region: string,
): Promise<boolean> {
  if (Object.keys(tags).length > 0) return false;
  const { item = [] } = await gateway.send(new GetStagesCommand({ restApiId: id }));
  if (item.length > 0) return false;
  const { items = [] } = await gateway.send(
    new GetResourcesCommand({ restApiId: id, embed: ["methods"], limit: 500 }),
  );
  const methods = items.flatMap(({ resourceMethods = {} }) => Object.values(resourceMethods));
  const uri = integrationUri(aliasArn, region);
  return methods.length > 0 && methods.every((one) => one.methodIntegration?.uri === uri);
}

/** Names an API that has no tags, so that its owner finds it: several may have the name. */
function withId(error: unknown, { id, tags = {} }: ExistingApi): unknown {
  if (!(error instanceof UserError) || Object.keys(tags).length > 0) return error;
  const fix = `${error.fix} If nothing uses it, delete it: API Gateway lists it with the id \`${id}\`.`;
  return new UserError(error.message, fix, { cause: error });
}
