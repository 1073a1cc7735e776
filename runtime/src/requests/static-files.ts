import fs from "node:fs";
import { mediaType } from "../http/media-types.ts";
import { type HttpResponse, headerValue } from "../http/message.ts";
import { staticPath } from "../http/static-path.ts";
import type { Output } from "../logs/output.ts";
import { withDeadline } from "../server/deadline.ts";
import { failurePage } from "../server/failure.ts";
import type { Sandbox } from "../server/sandbox.ts";
import type { OwnAnswer } from "./request-deps.ts";

/** Bytes. A larger file is the app's, which can send parts of it, or stream it. */
const LARGEST = 4 * 1024 * 1024;

/** Where builds put files with a digest in their names: elsewhere eight digits may be a date. */
const BUILT = /^\/(assets|packs|vite)\//;
/** As our gem knows them: `shared_answer.rb`. */
const DIGESTED =
  /-(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32}|[0-9a-f]{8})\.[^/]+$|-[\w-]{7,128}\.digested\.[^/]+$/i;
const FOREVER = "public, max-age=31536000, immutable";

/** Encodings with the ends of the files that hold them, the smallest first. */
const ENCODED = [
  ["br", ".br"],
  ["gzip", ".gz"],
] as const;

/**
 * Serves files from the app's `public/`, also while the app still boots.
 * @param paths below which, or at which, files are served
 * @param folder the root's `app/public`
 * @returns a function that gives undefined for what is the app's to answer
 */
export function staticFiles(
  paths: readonly string[],
  folder: string,
  sandbox: Pick<Sandbox, "loaded" | "settled">,
  output: Output,
): OwnAnswer {
  return async ({ method, target, headers }, requestId, limitMs) => {
    const path = /^(GET|HEAD)$/.test(method) && staticPath(target, paths);
    // What asks for a part of a file is the app's business.
    if (!path || headerValue(headers, "range")) return undefined;
    const deadline = withDeadline(limitMs);
    try {
      await deadline.race(sandbox.loaded().then(() => sandbox.settled(path)));
      if (deadline.signal.aborted) {
        const reason = `Its files were not there within ${Math.round(limitMs / 100) / 10} s.`;
        return failurePage({ kind: "starting", reason }, requestId, headers, output);
      }
      return answer(path, method, folder, (name) => headerValue(headers, name) ?? "");
    } catch {
      return undefined; // The app says what is wrong with it, or that there is no such file.
    } finally {
      deadline.clear();
    }
  };
}

/** @throws Error if there is no such file, or it is none of the folder's own */
function answer(
  path: string,
  method: string,
  folder: string,
  header: (name: string) => string,
): HttpResponse | undefined {
  const whole = find(folder, path);
  const accepted = header("accept-encoding");
  const others = ENCODED.filter(([, end]) => fs.existsSync(folder + path + end));
  const chosen = others.find(([name]) => accepts(accepted, name));
  const file = chosen ? find(folder, path + chosen[1]) : whole;
  if (file.size > LARGEST) return undefined;
  const modified = file.mtime.toUTCString();
  // A file's time follows from its content. The tag is a weak one, because texts are compressed after this.
  const tag = `W/"${(file.mtimeMs / 1000).toString(36)}-${file.size.toString(36)}"`;
  const common: [string, string][] = [
    ["ETag", tag],
    ["Last-Modified", modified],
    ...(BUILT.test(path) && DIGESTED.test(path)
      ? [["Cache-Control", FOREVER] as [string, string]]
      : []),
    ...(others.length > 0 ? [["Vary", "Accept-Encoding"] as [string, string]] : []),
  ];
  const known = header("if-none-match");
  const fresh = known
    ? known.split(",").some((one) => ["*", tag].includes(one.trim().replace(/^"/, 'W/"')))
    : header("if-modified-since") === modified;
  if (fresh) return { status: 304, headers: common, body: Buffer.alloc(0) };
  const more: [string, string][] = [
    ["Content-Type", mediaType(path)],
    ...(chosen ? [["Content-Encoding", chosen[0]] as [string, string]] : []),
  ];
  const body = method === "HEAD" ? Buffer.alloc(0) : fs.readFileSync(file.path);
  return { status: 200, headers: [...more, ...common], body };
}

/** A regular file in the folder, not one that a link leads to elsewhere. */
function find(folder: string, path: string): fs.Stats & { readonly path: string } {
  const real = fs.realpathSync(folder + path);
  const stats = fs.statSync(real);
  if (!stats.isFile() || !real.startsWith(`${fs.realpathSync(folder)}/`)) throw new Error(path);
  return Object.assign(stats, { path: real });
}

/** Whether a client takes an encoding: it names it, and not with the quality 0. */
function accepts(header: string, encoding: string): boolean {
  const named = new RegExp(`(?:^|,)\\s*${encoding}\\s*(?:;\\s*q=([\\d.]+)\\s*)?(?:,|$)`, "i").exec(
    header,
  );
  return named !== null && Number(named[1] ?? 1) > 0;
}
