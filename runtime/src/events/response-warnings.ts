import { type HeaderLines, headerValue } from "../http/message.ts";

/** What a front door will not deliver as the app wrote it. Said once a sandbox. */
export interface Warning {
  readonly key: string;
  readonly text: string;
}

/** Bytes of headers from which on API Gateway's limit of 10,240 is near. */
const MANY = 9.5 * 1024;

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html */
export function gatewayWarnings(headers: HeaderLines): readonly Warning[] {
  const warnings: Warning[] = [];
  if (headerValue(headers, "www-authenticate") !== undefined) {
    warnings.push({
      key: "www-authenticate",
      text: "The front door renames the header WWW-Authenticate, so that no browser asks for a password (HTTP Basic). Use a sign-in page, or a load balancer.",
    });
  }
  // A line ends with a colon, a space and a line break.
  const bytes = headers.reduce((all, [name, value]) => all + name.length + value.length + 4, 0);
  if (bytes > MANY) {
    warnings.push({
      key: "headers",
      text: `The response has ${bytes} bytes of headers. API Gateway refuses more than 10240: make cookies and Content-Security-Policy shorter.`,
    });
  }
  return warnings;
}
