import { randomBytes } from "node:crypto";
import { readJson } from "../../http/body.ts";
import { rejectUnknownFields, rejectUnknownParameters } from "../../http/fields.ts";
import { type ApiContext, findApi } from "./context.ts";
import { describeDeployment } from "./describe.ts";
import { badRequest, type Deployment, notFound, nowInSeconds, own } from "./model.ts";
import { newStage, variablesOf } from "./stages/stages.ts";

const FIELDS = ["stageName", "stageDescription", "description", "variables"];

/** Freezes the API as it is now. If the request names a stage, the stage serves it. */
export async function createDeployment(context: ApiContext): Promise<unknown> {
  const input = await readJson(context.request);
  rejectUnknownFields(input, FIELDS, "BadRequestException");
  const api = findApi(context);
  if (api.definition.resources.every(({ methods }) => Object.keys(methods).length === 0)) {
    throw badRequest("The REST API doesn't contain any methods");
  }
  const deployment: Deployment = {
    id: randomBytes(3).toString("hex"),
    ...(typeof input.description === "string" && { description: input.description }),
    created: nowInSeconds(),
    snapshot: api.definition,
  };
  const deployments = { ...api.deployments, [deployment.id]: deployment };
  if (typeof input.stageName !== "string" || input.stageName === "") {
    context.apis.set(api.id, { ...api, deployments });
    return describeDeployment(deployment);
  }
  const existing = own(api.stages, input.stageName);
  const stage = {
    ...(existing ?? newStage(api, input.stageName, deployment.id)),
    deploymentId: deployment.id,
    updated: nowInSeconds(),
    ...(typeof input.stageDescription === "string" && { description: input.stageDescription }),
    ...(input.variables !== undefined && { variables: variablesOf(input.variables) }),
  };
  context.apis.set(api.id, { ...api, deployments, stages: { ...api.stages, [stage.name]: stage } });
  return describeDeployment(deployment);
}

export async function getDeployment(context: ApiContext): Promise<unknown> {
  rejectUnknownParameters(context.request.query, [], "BadRequestException");
  const deployment = own(findApi(context).deployments, context.params.deploymentId ?? "");
  if (deployment === undefined) throw notFound("Invalid Deployment identifier specified");
  return describeDeployment(deployment);
}
