/** Characters of a line, of a name and of a value. */
const LINE = 16_000;
const NAME = 100;
const VALUE = 500;
/** Members of one object that are shown. */
const MEMBERS = 200;

const HIDDEN = "[FILTERED]";

const FIELDS = words(`
  version type resource resourcepath routekey path rawpath httpmethod method protocol requestid extendedrequestid
  requesttime requesttimeepoch time timeepoch stage apiid resourceid domainname domainprefix accountid sourceip useragent
  targetgrouparn isbase64encoded proxy`);

/** Headers that are no secret and name nobody but the client's address and program. */
const HEADERS = words(`
  accept accept-charset accept-encoding accept-language cache-control cdn-loop cloudfront-forwarded-proto
  cloudfront-viewer-country connection content-encoding content-length content-type dnt expect host if-modified-since
  if-none-match if-unmodified-since origin pragma priority range sec-ch-ua sec-ch-ua-mobile sec-ch-ua-platform
  sec-fetch-dest sec-fetch-mode sec-fetch-site sec-fetch-user te upgrade-insecure-requests user-agent via
  x-amz-cf-id x-amzn-trace-id x-forwarded-for x-forwarded-port x-forwarded-proto x-requested-with`);

const PARAMETERS = words(`
  asc category columns commit desc dir direction format lang limit locale offset order order_by page page_size
  per per_page size sort sort_by utf8 view _method`);

/** What is shown of the members of which object, all in lower case. The values of any other are hidden. */
const SHOWN: Readonly<Record<string, ReadonlySet<string>>> = {
  "": FIELDS,
  requestcontext: FIELDS,
  http: FIELDS,
  identity: FIELDS,
  elb: FIELDS,
  pathparameters: FIELDS,
  headers: HEADERS,
  multivalueheaders: HEADERS,
  querystringparameters: PARAMETERS,
  multivaluequerystringparameters: PARAMETERS,
};

const NONE: ReadonlySet<string> = new Set();

/**
 * Renders the lines that show what a request brought. What may be secret is hidden: all values but those that are named
 * here, and with them bodies, cookies and everything that the app names itself.
 * @param target path and query; undefined if the event is no request
 */
export function eventLines(event: unknown, target: string | undefined): string {
  const lines = `Event: ${cut(redact(event, "", SHOWN[""]!))}\n`;
  return target === undefined ? lines : `${lines}Parameters: ${cut(parameters(target))}\n`;
}

function parameters(target: string): unknown {
  const at = target.indexOf("?");
  const values = new Map<string, unknown[]>();
  for (const [name, value] of new URLSearchParams(at < 0 ? "" : target.slice(at))) {
    const shown = redactMember(name, value, PARAMETERS);
    values.set(name, [...(values.get(name) ?? []).slice(0, MEMBERS), shown]);
  }
  const entries = [...values].slice(0, MEMBERS);
  return Object.fromEntries(
    entries.map(([name, all]) => [shownName(name, all), all.length > 1 ? all : all[0]]),
  );
}

/** @returns what is shown of a parameter's name. One without a value, as in `/unsubscribe?TOKEN`, may be a secret */
function shownName(name: string, value: unknown): string {
  const isBare = Array.isArray(value) ? value.every((one) => !one) : !value;
  return isBare && !PARAMETERS.has(name.toLowerCase()) ? HIDDEN : name.slice(0, NAME);
}

function redact(value: unknown, name: string, shown: ReadonlySet<string>): unknown {
  if (Array.isArray(value))
    return value.slice(0, MEMBERS).map((one) => redactMember(name, one, shown));
  if (typeof value !== "object" || value === null) return value === null ? null : HIDDEN;
  const inner = name === "" ? shown : (SHOWN[name.toLowerCase()] ?? NONE);
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MEMBERS)
      .map(([member, one]) => [
        inner === PARAMETERS ? shownName(member, one) : member.slice(0, NAME),
        redactMember(member, one, inner),
      ]),
  );
}

function redactMember(name: string, value: unknown, shown: ReadonlySet<string>): unknown {
  if (value === null || value === "") return value;
  if (typeof value === "object") return redact(value, name, shown);
  if (!shown.has(name.toLowerCase())) return HIDDEN;
  return typeof value === "string" ? value.slice(0, VALUE) : value;
}

function cut(value: unknown): string {
  // A terminal obeys some of these too, and some show two of them as a line break.
  const text = JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return text.length > LINE ? `${text.slice(0, LINE)}…` : text;
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
