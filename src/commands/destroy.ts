import type { Inputs } from "../inputs/inputs.ts";
import { runDestroyCommand } from "../release/destroy/destroy-command.ts";
import {
  findStageResources,
  removeStageResources,
  type StageResources,
} from "../release/destroy/stage-resources.ts";
import { patient } from "../release/invoke/patient.ts";
import { findPlace, type Place } from "../release/place/find-place.ts";
import { code } from "../report/markdown.ts";
import type { CloudContext } from "./context.ts";
import { maskVariables } from "./mask-variables.ts";

/** Removes the stage that the inputs name. A stage that does not exist, or only in part, is no error. */
export async function destroy(context: CloudContext): Promise<void> {
  const { inputs, reporter } = context;
  const there = await destroyStage(context, inputs);
  const said = there
    ? `The stage ${code(inputs.stage)} is removed.`
    : `There was no stage ${code(inputs.stage)}.`;
  reporter.output("stage", inputs.stage);
  reporter.info(said);
  await reporter.summary(`${said}\n`);
}

/**
 * Removes a stage's schedule, function, log, release records and front door.
 * @returns false when there was neither a function nor a front door
 */
export async function destroyStage(
  context: CloudContext,
  target: Pick<Inputs, "stage" | "preview">,
): Promise<boolean> {
  const { cloud, reporter, inputs } = context;
  const { app, bucket } = inputs;
  const { stage, preview } = target;
  return reporter.group(`Remove the stage \`${stage}\``, async () => {
    const place = await findPlace(cloud, { app, bucket, stage, preview }, context);
    const resources = await findStageResources(cloud, place);
    if (preview) await runFarewell(context, place, resources);
    const hasOwnRole = inputs.executionRole !== undefined;
    const stays = await removeStageResources(cloud, place, resources, hasOwnRole);
    if (stays) reporter.warning(`${stays.message}\n${stays.fix}`);
    return resources.hasFunction || resources.frontDoorId !== undefined;
  });
}

/** Runs `preview-destroy-command` in the live version. A failure is only a warning: the preview is removed anyway. */
async function runFarewell(
  { cloud, clock, inputs, reporter }: CloudContext,
  place: Place,
  { live }: StageResources,
): Promise<void> {
  const command = inputs.previewDestroyCommand;
  if (command === undefined || live === undefined) return;
  maskVariables(reporter, await cloud.functions.find(place.name, live));
  const where = { ...place, functionName: place.name, qualifier: live };
  const waiting = { clock, say: reporter.info };
  const functions = patient(cloud.functions, "room", waiting);
  const ports = { ...cloud, ...waiting, functions };
  const { output, problem } = await runDestroyCommand(ports, where, command);
  for (const line of output.trimEnd().split("\n")) reporter.info(line);
  if (problem === undefined) return;
  reporter.warning(`\`preview-destroy-command\` (\`${command}\`) ${problem}`);
}
