import { CreateDeploymentCommand, PutRestApiCommand } from "@aws-sdk/client-api-gateway";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import { STREAM_VALUE, STREAM_VARIABLE } from "../../../contract/response-mode.ts";
import { urlSuffix } from "../../../contract/url-suffix.ts";
import { sha256Hex } from "../../digest.ts";
import { type FrontDoor, type FrontDoorSpec, STREAMS } from "../../ports/front-door.ts";
import { allow, isAllowed, type Permission } from "../lambda/permission.ts";
import type { Access } from "./access.ts";
import { changing } from "./changing.ts";
import { restApiDefinition } from "./definition.ts";
import { ensureApi } from "./ensure-api.ts";
import { deployedDigest, listApis } from "./lookup.ts";
import { apisNamed, type ExistingApi, isAbandoned, oursAmong } from "./own-apis.ts";
import { removeApi } from "./remove-api.ts";

/** What front doors that are REST APIs are made of. */
export interface RestApiParts extends Access {
  readonly lambda: LambdaClient;
  /** Template of an API's base URL with `{api}` and `{region}`; undefined: API Gateway's own host. */
  readonly executeApiUrl: string | undefined;
}

/** Front doors that are REST APIs of API Gateway: one API, with one stage, for each stage of an app. */
export function createRestApiDoor(parts: RestApiParts): FrontDoor {
  const { gateway, once, lambda, region, clock, say } = parts;
  const { executeApiUrl = `https://{api}.execute-api.{region}.${urlSuffix(region)}` } = parts;
  const definition = (spec: FrontDoorSpec) => restApiDefinition(spec, region);
  const digest = (spec: FrontDoorSpec) =>
    `${spec.streams ? STREAMS : ""}${sha256Hex(definition(spec))}`;
  const url = (apiId: string, stage: string) =>
    new URL(`/${stage}`, executeApiUrl.replace("{api}", apiId).replace("{region}", region)).href;

  /** Allows first and deploys last, so that an API that serves may always invoke the function. */
  const serve = async (restApiId: string, spec: FrontDoorSpec) => {
    const body = Buffer.from(definition(spec));
    // The default mode merges, and would keep paths that are no longer wanted.
    const put = new PutRestApiCommand({ restApiId, mode: "overwrite", body });
    const { warnings = [] } = await changing(parts, "PutRestApi", () => once.send(put));
    for (const text of warnings) say(`API Gateway warns of the API \`${spec.name}\`: ${text}`);
    await allow(lambda, clock, permission(restApiId, region, spec));
    // By the variable the function knows how it is invoked: both change with this one call.
    const variables = { [STREAM_VARIABLE]: spec.streams ? STREAM_VALUE : "buffer" };
    const deployment = { restApiId, stageName: spec.stage, description: digest(spec), variables };
    await changing(parts, "CreateDeployment", () =>
      once.send(new CreateDeploymentCommand(deployment)),
    );
  };

  return {
    noun: "REST API",
    digest,

    async find(spec, check = () => {}) {
      const candidates: ExistingApi[] = [];
      for (const api of await apisNamed(gateway, spec.name)) {
        if (!(await isAbandoned(gateway, api, spec, region))) candidates.push(api);
      }
      const ours = oursAmong(candidates, check);
      const observed = await Promise.all(
        ours.map(async ({ id, tags = {} }) => {
          const allowed = await isAllowed(lambda, permission(id, region, spec));
          const serves = allowed ? await deployedDigest(gateway, id, spec.stage) : undefined;
          return { id, url: url(id, spec.stage), serves, tags };
        }),
      );
      return observed.find(({ serves }) => serves !== undefined) ?? observed[0];
    },

    async list() {
      const apis = await listApis(gateway);
      return apis.map(({ name = "", tags = {} }) => ({ name, tags }));
    },

    async create(spec) {
      const id = await ensureApi(parts, spec);
      await serve(id, spec);
      return { id, url: url(id, spec.stage), serves: digest(spec), tags: spec.tags };
    },

    update: serve,
    remove: (id) => removeApi(parts, id),
  };
}

/** Covers every stage, method and path of the API, so that the alias's policy never has to grow. */
function permission(
  apiId: string,
  region: string,
  { aliasArn }: Pick<FrontDoorSpec, "aliasArn">,
): Permission {
  const [, partition, , , account] = aliasArn.split(":");
  return {
    aliasArn,
    // In every partition: https://github.com/aws/aws-cdk/pull/3491
    principal: "apigateway.amazonaws.com",
    sourceArn: `arn:${partition}:execute-api:${region}:${account}:${apiId}/*/*/*`,
  };
}
