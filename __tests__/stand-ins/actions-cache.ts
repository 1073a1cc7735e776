import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** One entry: reserved, then uploaded, then final. Only then it is found. */
interface Entry {
  readonly key: string;
  readonly version: string;
  content: Buffer | undefined;
  final: boolean;
}

/** What the service is to do wrong. */
type Fault = "read denied" | "write denied" | "never final" | undefined;

/** GitHub's cache service, second version: Twirp for the entries, Azure's block blobs for their content. */
export interface ActionsCache {
  /** For ACTIONS_RESULTS_URL. */
  readonly url: string;
  /** Bearer of every call: ACTIONS_RUNTIME_TOKEN. */
  readonly token: string;
  readonly entries: Entry[];
  /** Names of the methods that were called. */
  readonly calls: string[];
  fault: Fault;
  close(): Promise<void>;
}

const TWIRP = "/twirp/github.actions.results.api.v1.CacheService/";

/**
 * The messages: https://github.com/actions/toolkit/blob/main/packages/cache/src/generated/results/api/v1/cache.ts
 * The blobs: https://learn.microsoft.com/en-us/rest/api/storageservices/put-block-list
 */
export async function serveActionsCache(): Promise<ActionsCache> {
  let server: Server;
  const blocks = new Map<string, Buffer>();
  const cache: ActionsCache = {
    url: "",
    token: "token-of-the-job",
    entries: [],
    calls: [],
    fault: undefined,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  server = createServer((request, response) => {
    body(request).then((bytes) => {
      const url = new URL(request.url ?? "", cache.url);
      if (url.pathname.startsWith(TWIRP)) {
        const method = url.pathname.slice(TWIRP.length);
        const isOurs = request.headers.authorization === `Bearer ${cache.token}`;
        const [status, answer] = isOurs
          ? call(cache, method, JSON.parse(bytes.toString()))
          : [401, { code: "unauthenticated", msg: "no token" }];
        response.writeHead(status as number, { "content-type": "application/json" });
        response.end(JSON.stringify(answer));
        return;
      }
      // A blob: /account/container/<index>?sig=...
      const entry = cache.entries[Number(url.pathname.split("/").at(-1))];
      if (entry === undefined || url.searchParams.get("sig") !== "signed") {
        response.writeHead(403).end();
      } else if (request.method === "PUT") {
        putBlob(entry, url, bytes, blocks);
        response.writeHead(201, { etag: '"1"', "x-ms-request-id": "1" }).end();
      } else {
        response
          .writeHead(200, { "content-length": entry.content?.length ?? 0 })
          .end(entry.content);
      }
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return Object.assign(cache, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
  });
}

type Message = Readonly<Record<string, unknown>>;

function call(cache: ActionsCache, method: string, message: Message): readonly [number, Message] {
  cache.calls.push(method);
  const { entries, fault } = cache;
  const same = (entry: Entry) => entry.key === message.key && entry.version === message.version;
  const blob = (entry: Entry) =>
    `${cache.url}account/container/${entries.indexOf(entry)}?sig=signed`;
  if (method === "CreateCacheEntry") {
    if (fault === "write denied") {
      return [200, { ok: false, message: "cache write denied: the token may only read" }];
    }
    if (entries.some(same)) {
      return [409, { code: "already_exists", msg: "cache entry with the same key exists" }];
    }
    const entry: Entry = {
      key: String(message.key),
      version: String(message.version),
      content: undefined,
      final: false,
    };
    entries.push(entry);
    return [200, { ok: true, signed_upload_url: blob(entry) }];
  }
  if (method === "FinalizeCacheEntryUpload") {
    const entry = entries.find(same);
    const isWhole = entry?.content?.length === Number(message.size_bytes);
    if (entry === undefined || !isWhole || fault === "never final") return [200, { ok: false }];
    entry.final = true;
    return [200, { ok: true, entry_id: String(entries.indexOf(entry) + 1) }];
  }
  if (method === "GetCacheEntryDownloadURL") {
    if (fault === "read denied") {
      return [403, { code: "permission_denied", msg: "cache read denied: no scope" }];
    }
    const found = find(entries, message);
    if (found === undefined) return [200, { ok: false }];
    return [200, { ok: true, signed_download_url: blob(found), matched_key: found.key }];
  }
  return [404, { code: "bad_route", msg: method }];
}

/** The key itself; else the newest that begins with a restore key, or with the key. */
function find(
  entries: readonly Entry[],
  { key, version, restore_keys }: Message,
): Entry | undefined {
  const ours = entries.filter((entry) => entry.final && entry.version === version).reverse();
  const starts = [String(key), ...((restore_keys as string[] | undefined) ?? [])];
  return (
    ours.find((entry) => entry.key === key) ??
    starts.flatMap((start) => ours.filter((entry) => entry.key.startsWith(start))).at(0)
  );
}

/** In one piece, or in blocks that a list puts in order. */
function putBlob(entry: Entry, url: URL, bytes: Buffer, blocks: Map<string, Buffer>): void {
  const part = url.searchParams.get("comp");
  if (part === "block") {
    blocks.set(url.searchParams.get("blockid") ?? "", bytes);
  } else if (part === "blocklist") {
    const ids = [...bytes.toString().matchAll(/<Latest>([^<]+)<\/Latest>/g)];
    entry.content = Buffer.concat(ids.map(([, id = ""]) => blocks.get(id) ?? Buffer.alloc(0)));
  } else {
    entry.content = bytes;
  }
}

async function body(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
