import { rejectUnknownParameters } from "../../../http/fields.ts";
import { AwsError } from "../../../service.ts";
import { type ApiContext, findApi, findStage } from "../context.ts";
import { describeStage } from "../describe.ts";
import { badRequest, nowInSeconds, own, type RestApi, type Stage } from "../model.ts";
import { type Patch, readPatches } from "./patches.ts";

// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
const MAX_STAGES = 10;

export async function getStage(context: ApiContext): Promise<unknown> {
  rejectUnknownParameters(context.request.query, [], "BadRequestException");
  return describeStage(findStage(context));
}

export async function getStages(context: ApiContext): Promise<unknown> {
  rejectUnknownParameters(context.request.query, ["deploymentId"], "BadRequestException");
  const deployment = context.request.query.get("deploymentId");
  const stages = Object.values(findApi(context).stages);
  return {
    item: stages
      .filter((stage) => deployment === null || stage.deploymentId === deployment)
      .map(describeStage),
  };
}

export async function updateStage(context: ApiContext): Promise<unknown> {
  const patches = await readPatches(context.request);
  const api = findApi(context);
  return save(
    context,
    patches.reduce((stage, patch) => applyPatch(api, stage, patch), findStage(context)),
  );
}

/** Makes a new stage. */
export function newStage(api: RestApi, name: string, deploymentId: string): Stage {
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(name)) {
    throw badRequest(`Stage name only allows a-zA-Z0-9_- (\`${name}\`)`);
  }
  if (Object.keys(api.stages).length >= MAX_STAGES) {
    throw new AwsError(
      429,
      "LimitExceededException",
      `Maximum number of stages for this API has been reached: ${MAX_STAGES}`,
    );
  }
  const now = nowInSeconds();
  return { name, deploymentId, variables: {}, tags: {}, created: now, updated: now };
}

/** Checks stage variables as AWS does. */
export function variablesOf(value: unknown): Record<string, string> {
  const variables = Object.entries((value ?? {}) as Record<string, unknown>);
  for (const [name, text] of variables) {
    if (
      !/^\w{1,64}$/.test(name) ||
      typeof text !== "string" ||
      !/^[A-Za-z0-9\-._~:/?#&=,]{0,512}$/.test(text)
    ) {
      throw badRequest(`Stage variable \`${name}\` is not valid: \`${String(text)}\``);
    }
  }
  return Object.fromEntries(variables) as Record<string, string>;
}

function applyPatch(api: RestApi, stage: Stage, { op, path, value }: Patch): Stage {
  const variable = /^\/variables\/(\w+)$/.exec(path)?.[1];
  if (variable !== undefined && op === "remove") {
    const rest = Object.entries(stage.variables).filter(([name]) => name !== variable);
    return { ...stage, variables: Object.fromEntries(rest) };
  }
  if (op !== "replace") throw badRequest(`Invalid patch operation specified: ${op} ${path}`);
  if (variable !== undefined) {
    return { ...stage, variables: { ...stage.variables, ...variablesOf({ [variable]: value }) } };
  }
  if (path === "/deploymentId") return { ...stage, deploymentId: deploymentOf(api, value) };
  if (path === "/description") return { ...stage, description: value };
  throw badRequest(`Invalid patch path specified: ${path}`);
}

function deploymentOf(api: RestApi, id: unknown): string {
  if (typeof id !== "string" || own(api.deployments, id) === undefined) {
    throw badRequest("Deployment id does not exist");
  }
  return id;
}

function save(context: ApiContext, stage: Stage): unknown {
  const api = findApi(context);
  const updated = { ...stage, updated: nowInSeconds() };
  context.apis.set(api.id, { ...api, stages: { ...api.stages, [stage.name]: updated } });
  return describeStage(updated);
}
