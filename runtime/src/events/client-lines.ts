import { namesIn } from "../http/hop-by-hop.ts";
import { BadRequestError, type HeaderLines } from "../http/message.ts";
import { CONTROL, TOKEN } from "../http/validity.ts";
import type { Invocation } from "./adapter.ts";
import { isNotTheClients } from "./not-the-clients.ts";

/**
 * Parts what a client may tell the app from what it may not, some of which the front door wrote. `Connection` names
 * headers to drop: it counts for the client's alone. Several lines of cookies become one: Rack would join them with
 * commas (RFC 9113, 8.2.3).
 * @throws BadRequestError for a name that is not a token, or a value with a control character
 */
export function partLines(
  client: HeaderLines,
  { trustedProxy, authorizationSource }: Invocation,
): { readonly kept: readonly [string, string][]; readonly front: ReadonlyMap<string, string[]> } {
  const kept: [string, string][] = [];
  const front = new Map<string, string[]>();
  let cookies: [string, string] | undefined;
  for (const [given, value] of client) {
    const name = given.toLowerCase();
    if (!TOKEN.test(name)) throw new BadRequestError("a header's name has invalid characters");
    if (CONTROL.test(value)) {
      throw new BadRequestError(`the header ${name} has a line break or a control character`);
    }
    if (isNotTheClients(name) && name !== authorizationSource) {
      const known = front.get(name);
      if (known) known.push(value);
      else front.set(name, [value]);
    } else if (name === "cookie" && cookies) cookies[1] += `; ${value}`;
    else if (name !== trustedProxy?.header) {
      const line: [string, string] = [name, value];
      if (name === "cookie") cookies = line;
      kept.push(line);
    }
  }
  const named = new Set(front.get("connection")?.flatMap(namesIn));
  const rest = named.size === 0 ? kept : kept.filter(([name]) => !named.has(name));
  return { kept: authorized(rest, authorizationSource), front };
}

/** Puts the header that holds the real authorization in the place of `Authorization`, if the client sent it. */
function authorized(
  lines: readonly [string, string][],
  source: string | undefined,
): readonly [string, string][] {
  if (source === undefined || !lines.some(([name]) => name === source)) return lines;
  return lines
    .filter(([name]) => name !== "authorization")
    .map(([name, value]) => [name === source ? "authorization" : name, value]);
}
