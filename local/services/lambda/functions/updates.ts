import { type Call, checkIdle, checkRevision, findFunction } from "../context.ts";
import { checkRole } from "../settings/role-permissions.ts";
import { architecturesIn, mergeSettings } from "../settings/settings.ts";
import { changed } from "../versions/changes.ts";
import { describeVersion } from "../versions/describe.ts";
import { publish } from "../versions/versions.ts";
import { zipIn } from "./code-store.ts";

export const UPDATE_CODE_FIELDS = ["ZipFile", "Architectures", "DryRun", "Publish", "RevisionId"];

export async function updateFunctionConfiguration(call: Call): Promise<unknown> {
  const { input, functions, roles } = call;
  const before = findFunction(call).fn;
  const settings = mergeSettings({ ...before.latest.settings }, input);
  await checkRole(roles, call.account, before.name, settings);
  const { fn } = findFunction(call); // Another request may have changed it meanwhile.
  checkIdle(call, fn);
  checkRevision(call, fn.latest);
  const now = call.now();
  const latest = changed(fn.latest, { settings }, now);
  functions.set(fn.name, { ...fn, latest });
  await call.invocations.retire(fn.latest.instance);
  return describeVersion(call, fn.name, latest, now);
}

/**
 * Replaces the code, and the architecture where the request names one: otherwise the function keeps its own.
 * https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html
 */
export async function updateFunctionCode(call: Call): Promise<unknown> {
  const { input, functions, codes } = call;
  const { fn } = findFunction(call);
  const settings = { ...fn.latest.settings, ...architecturesIn(input.Architectures) };
  const zip = zipIn({ ZipFile: input.ZipFile });
  checkIdle(call, fn);
  checkRevision(call, fn.latest);
  const now = call.now();
  if (input.DryRun === true) {
    return describeVersion(call, fn.name, { ...fn.latest, settings, code: codes.check(zip) }, now);
  }
  const latest = changed(fn.latest, { settings, code: codes.store(zip) }, now);
  const updated = { ...fn, latest };
  functions.set(fn.name, updated);
  await call.invocations.retire(fn.latest.instance);
  if (input.Publish !== true) return describeVersion(call, fn.name, latest, now);
  const version = publish(call, updated);
  return describeVersion(call, fn.name, version, now, version.version);
}
