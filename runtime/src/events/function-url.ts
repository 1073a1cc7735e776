import type { Adapter } from "./adapter.ts";
import { type HttpApi2Event, httpApi2 } from "./http-api-2.ts";
import { headersAndCookies } from "./result-headers.ts";

/** A Function URL's event: an HTTP API's with the stage `$default` and an encoded path. https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html */
export const functionUrl: Adapter<HttpApi2Event> = {
  ...httpApi2,
  name: "Function URL",
  matches: (value: unknown): value is HttpApi2Event => {
    const domainName: unknown = httpApi2.matches(value) && value.requestContext.domainName;
    return typeof domainName === "string" && /\.lambda-url\.[\w-]+\.on\.aws$/.test(domainName);
  },
  toPrelude: (_event, { status, headers }) => ({
    statusCode: status,
    ...headersAndCookies(headers),
  }),
};
