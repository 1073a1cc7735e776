import { describe, expect, test } from "@jest/globals";
import type { Invocation } from "../../../runtime/src/events/adapter.ts";
import { type RestApiEvent, restApi } from "../../../runtime/src/events/rest-api.ts";
import type { HeaderLines } from "../../../runtime/src/http/message.ts";
import {
  arrivedEvent,
  GUARDED,
  hostileLines,
  SOURCE,
  seeded,
  throughLaxDoor,
} from "./hostile-headers.ts";
import { invocation } from "./rest-event.ts";

const SEED = 20260101;
const ROUNDS = 300;

const cgi = (name: string) => `HTTP_${name.toUpperCase().replaceAll("-", "_")}`;

/** The names under which Rack sees the request's lines; lines of one name are joined. */
function rackNames(event: RestApiEvent, of: Invocation): Record<string, string> {
  const names: Record<string, string> = {};
  for (const [name, value] of restApi.toRequest(event, of).headers) {
    const key = cgi(name);
    names[key] = key in names ? `${names[key]},${value}` : value;
  }
  return names;
}

/** What no client decides: all that is guarded, but for the part of X-Forwarded-For that a client may send. */
function decided(event: RestApiEvent, of: Invocation): Record<string, string | undefined> {
  const seen = rackNames(event, of);
  const { deadlineMs: _, ...context } = JSON.parse(seen.HTTP_X_AMZN_LAMBDA_CONTEXT!);
  return {
    ...Object.fromEntries([...GUARDED, "X-Cdn-Secret"].map((name) => [cgi(name), seen[cgi(name)]])),
    HTTP_X_AMZN_LAMBDA_CONTEXT: JSON.stringify(context),
    HTTP_X_FORWARDED_FOR: seen.HTTP_X_FORWARDED_FOR?.split(/[,\s]+/).at(-1),
  };
}

const plain = { method: "POST", body: "body" };
const publicUrl = { host: "www.example.com", port: "443", prefix: "/shop" };
const trustedProxy = {
  names: ["x-forwarded-host", "forwarded"],
  header: "x-cdn-secret",
  secret: "0123456789abcdef",
};
/** The lines that the CDN sets itself, whatever the client sent under these names. */
const byCdn: HeaderLines = [
  ["X-Forwarded-Host", "shop.example"],
  ["Forwarded", "host=shop.example"],
  ["X-CDN-Secret", trustedProxy.secret],
];
const trustedForClient = {
  ...trustedProxy,
  names: [...trustedProxy.names, "x-forwarded-for"],
};
/** Appends the address that it saw to what the client sent, as CDNs do. */
const VIEWER = "198.51.100.7";
const throughAppendingCdn = (client: HeaderLines) => {
  const sent = client.filter(([name]) => /^x-forwarded-for$/i.test(name)).map(([, value]) => value);
  const rest = client.filter(([name]) => !/^x-forwarded-for$/i.test(name));
  return throughCdn([...rest, ["X-Forwarded-For", [...sent, VIEWER].join(", ")]]);
};
const overwritten = /^(x-forwarded-host|forwarded|x-cdn-secret)$/i;
const throughCdn = (client: HeaderLines) => [
  ...client.filter(([name]) => !overwritten.test(name)),
  ...byCdn,
];
const guessing = (client: HeaderLines) => [...client, ["X-CDN-Secret", "guess"] as const];
const asSent = (client: HeaderLines) => client;

describe(`whatever headers a client sends (seed ${SEED})`, () => {
  test("the expected headers are those of a request that sends none", () => {
    expect(decided(arrivedEvent([], plain)!, invocation)).toMatchObject({
      HTTP_CONTENT_LENGTH: "4",
      HTTP_HOST: "localhost:443",
      HTTP_X_FORWARDED_HOST: "localhost:443",
      HTTP_X_FORWARDED_PROTO: "https",
      HTTP_X_FORWARDED_FOR: SOURCE,
      HTTP_FORWARDED: undefined,
      HTTP_CLIENT_IP: undefined,
    });
  });

  test.each([
    ["through the front door", false, asSent, invocation, undefined],
    ["through a door that lets everything pass", true, asSent, invocation, undefined],
    ["with a public URL", true, asSent, { ...invocation, publicUrl }, undefined],
    ["without the CDN's secret", true, guessing, { ...invocation, trustedProxy }, undefined],
    ["through the CDN", true, throughCdn, { ...invocation, trustedProxy }, "shop.example"],
    [
      "through a CDN that names the client",
      false,
      throughAppendingCdn,
      { ...invocation, trustedProxy: trustedForClient },
      "shop.example",
    ],
  ])("%s, none that the proxy sets is set, changed or removed", (_title, lax, via, of, host) => {
    const none = of === invocation || !("trustedProxy" in of) || via === guessing ? [] : via([]);
    const wanted = decided(arrivedEvent(none, plain)!, of);
    const named = via === throughAppendingCdn ? VIEWER : SOURCE;
    expect(wanted.HTTP_X_FORWARDED_FOR).toBe(named);
    if (host) expect(wanted.HTTP_X_FORWARDED_HOST).toBe(host);
    const random = seeded(SEED);
    for (let round = 0; round < ROUNDS; round += 1) {
      const client = via(hostileLines(random));
      const arrived = arrivedEvent(client, plain)!;
      const seen = decided(lax ? throughLaxDoor(client, arrived) : arrived, of);
      if (JSON.stringify(seen) !== JSON.stringify(wanted)) {
        expect({ client, seen }).toEqual({ client, seen: wanted });
      }
    }
  });
});
