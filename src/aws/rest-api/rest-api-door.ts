import {
  type APIGatewayClient,
  CreateDeploymentCommand,
  DeleteRestApiCommand,
  ImportRestApiCommand,
  PutRestApiCommand,
  TagResourceCommand,
} from "@aws-sdk/client-api-gateway";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import { sha256Hex } from "../../digest.ts";
import type { Clock } from "../../ports/clock.ts";
import type { FrontDoor, FrontDoorSpec } from "../../ports/front-door.ts";
import { isNotFound, nameOf } from "../errors/failure.ts";
import { allow, isAllowed, type Permission } from "../lambda/permission.ts";
import { retrying } from "../retry.ts";
import { restApiDefinition } from "./definition.ts";
import { deployedDigest, listApis } from "./lookup.ts";

/**
 * Front doors that are REST APIs of API Gateway: one API, with one stage, for each stage of an app.
 * @param executeApiUrl template of an API's base URL with `{api}` and `{region}`; undefined: API Gateway's own host
 */
export function createRestApiDoor(
  gateway: APIGatewayClient,
  lambda: LambdaClient,
  region: string,
  clock: Clock,
  executeApiUrl = "https://{api}.execute-api.{region}.amazonaws.com",
): FrontDoor {
  const definition = (spec: FrontDoorSpec) => restApiDefinition(spec, region);
  const digest = (spec: FrontDoorSpec) => sha256Hex(definition(spec));
  const url = (apiId: string, stage: string) =>
    new URL(`/${stage}`, executeApiUrl.replace("{api}", apiId).replace("{region}", region)).href;
  /** Allows first and deploys last, so that an API that serves may always invoke the function. */
  const serve = async (apiId: string, spec: FrontDoorSpec) => {
    await allow(lambda, permission(apiId, region, spec));
    await gateway.send(
      new CreateDeploymentCommand({
        restApiId: apiId,
        stageName: spec.stage,
        description: digest(spec),
      }),
    );
  };
  return {
    noun: "REST API",
    digest,

    async find(spec, check) {
      const api = (await listApis(gateway)).find(({ name }) => name === spec.name);
      if (!api?.id) return undefined;
      check?.(api.tags ?? {});
      const allowed = await isAllowed(lambda, permission(api.id, region, spec));
      return {
        id: api.id,
        url: url(api.id, spec.stage),
        serves: allowed ? await deployedDigest(gateway, api.id, spec.stage) : undefined,
        tags: api.tags ?? {},
      };
    },

    async list() {
      const apis = await listApis(gateway);
      return apis.map(({ name = "", tags = {} }) => ({ name, tags }));
    },

    async create(spec) {
      const api = await gateway.send(
        new ImportRestApiCommand({
          body: Buffer.from(definition(spec)),
          failOnWarnings: true,
          parameters: { endpointConfigurationTypes: "REGIONAL" },
        }),
      );
      const id = api.id ?? "";
      await gateway.send(
        new TagResourceCommand({
          resourceArn: `arn:aws:apigateway:${region}::/restapis/${id}`,
          tags: { ...spec.tags },
        }),
      );
      await serve(id, spec);
      return { id, url: url(id, spec.stage), serves: digest(spec), tags: spec.tags };
    },

    async update(id, spec) {
      await gateway.send(
        // The default mode merges, and would keep paths that are no longer wanted.
        new PutRestApiCommand({
          restApiId: id,
          mode: "overwrite",
          failOnWarnings: true,
          body: Buffer.from(definition(spec)),
        }),
      );
      await serve(id, spec);
    },

    async remove(id) {
      try {
        // An account may delete one API in 30 s.
        // https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
        await retrying(clock, isThrottled, () =>
          gateway.send(new DeleteRestApiCommand({ restApiId: id })),
        );
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    },
  };
}

/** Covers every stage, method and path of the API, so that the alias's policy never has to grow. */
function permission(
  apiId: string,
  region: string,
  { aliasArn }: Pick<FrontDoorSpec, "aliasArn">,
): Permission {
  const account = aliasArn.split(":")[4];
  return {
    aliasArn,
    principal: "apigateway.amazonaws.com",
    sourceArn: `arn:aws:execute-api:${region}:${account}:${apiId}/*/*/*`,
  };
}

function isThrottled(error: unknown): boolean {
  return nameOf(error) === "TooManyRequestsException";
}
