import { withoutHopByHop } from "../http/hop-by-hop.ts";
import type { HeaderLines } from "../http/message.ts";

/** Each name as it was first written, with all its values in order: names that differ by case only are one. */
function grouped(headers: HeaderLines): Map<string, { name: string; values: string[] }> {
  const groups = new Map<string, { name: string; values: string[] }>();
  for (const [name, value] of withoutHopByHop(headers)) {
    const key = name.toLowerCase();
    const known = groups.get(key);
    if (known) known.values.push(value);
    else groups.set(key, { name, values: [value] });
  }
  return groups;
}

/** For the front doors that take a list for each name. */
export function multiValueHeaders(headers: HeaderLines): Record<string, readonly string[]> {
  return Object.fromEntries([...grouped(headers).values()].map((one) => [one.name, one.values]));
}

/** For the front doors that take one text for each name, and the cookies apart. */
export function headersAndCookies(headers: HeaderLines): {
  readonly headers: Record<string, string>;
  readonly cookies: readonly string[];
} {
  const groups = grouped(headers);
  const cookies = groups.get("set-cookie")?.values ?? [];
  groups.delete("set-cookie");
  return { headers: joined(groups), cookies };
}

/** For the front doors that take one text for each name. It cannot hold two cookies: the last one is sent. */
export function singleHeaders(headers: HeaderLines): Record<string, string> {
  const groups = grouped(headers);
  const cookies = groups.get("set-cookie")?.values;
  cookies?.splice(0, cookies.length - 1);
  return joined(groups);
}

function joined(groups: ReturnType<typeof grouped>): Record<string, string> {
  return Object.fromEntries([...groups.values()].map((one) => [one.name, one.values.join(", ")]));
}
