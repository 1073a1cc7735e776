/**
 * The path by which a named stage of an HTTP API is reached, such as `/dev`; empty for `$default`.
 * @param context the event's `requestContext`
 */
export function stagePath(context: unknown): string {
  const { stage } = Object(context);
  return typeof stage === "string" && stage !== "" && stage !== "$default" ? `/${stage}` : "";
}

/** Whether a request came to the API's own domain, where the stage is a part of the public path. @param context as above */
export function onOwnDomain(context: unknown): boolean {
  const { domainName, apiId } = Object(context);
  const known = typeof domainName === "string" && typeof apiId === "string";
  return known && domainName.startsWith(`${apiId}.execute-api.`);
}
