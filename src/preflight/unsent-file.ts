import type { TrialPlan, TrialResult } from "../ports/trial.ts";

/** Says that an app does not send a file below `public/`, though it answers; undefined if it does, or nobody knows. */
export function unsentFile(
  { request }: Pick<TrialPlan, "request">,
  { fileStatus }: Pick<TrialResult, "fileStatus">,
): string | undefined {
  if (request?.file === undefined || fileStatus !== 404) return undefined;
  return `The app does not send \`public${request.file}\`: \`${request.file}\` answers 404, and there is no web server here that would send it. Let the app send the files in \`public/\`, such as by \`Rack::Static\`, Roda's \`public\` plugin or \`config.public_file_server.enabled\`.`;
}
