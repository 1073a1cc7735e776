import { Env } from "../../contract/environment.ts";
import { type PublicUrl, parsePublicUrl } from "../../contract/public-url.ts";
import { isReference } from "../../contract/reference.ts";

/** Seconds. */
const DEFAULT_REQUEST_TIMEOUT = 28;

// Each function reads the text of one variable. It throws an Error that names the variable if the text is wrong.

/** Returns the time that one HTTP request may take, in milliseconds. */
export function requestTimeoutMs(text: string | undefined): number {
  const seconds = Number(text ?? DEFAULT_REQUEST_TIMEOUT);
  if (seconds > 0) return seconds * 1000;
  throw new Error(`${Env.requestTimeout} must be a number of seconds: ${text}`);
}

export function publicUrl(text: string | undefined): PublicUrl | undefined {
  if (!text) return undefined;
  try {
    return parsePublicUrl(text);
  } catch (error) {
    throw new Error(`${Env.publicUrl} ${(error as Error).message}`);
  }
}

export function flag(name: string, text = ""): boolean {
  if (/^(1|true)$/i.test(text)) return true;
  if (/^(0|false|)$/i.test(text)) return false;
  throw new Error(`${name} must be \`true\` or \`false\`: ${text}`);
}

/** The proxy needs its own variables before it can read anything: a reference would count as a text. */
export function assertNoReferences(env: Readonly<Record<string, string | undefined>>): void {
  const wrong = Object.values(Env).find((name) => isReference(env[name] ?? ""));
  if (wrong) throw new Error(`${wrong} cannot be kept in AWS: give its value itself`);
}

/** Of what only the app reads. With another level Rails does not boot, in words that do not name the variable. */
export function assertLogLevel(level: string | undefined): void {
  if (/^(debug|info|warn|error|fatal|unknown)?$/.test(level ?? "")) return;
  throw new Error(
    `${Env.logLevel} must be one of debug, info, warn, error, fatal and unknown: ${level}`,
  );
}

export function authorizationSource(name: string | undefined): string | undefined {
  if (!name) return undefined;
  if (/^[a-z0-9-]+$/i.test(name)) return name.toLowerCase();
  throw new Error(`${Env.authorizationSource} must be the name of a header: ${name}`);
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
export function metricsNamespace(text: string | undefined): string | undefined {
  if (!text || /^(?!AWS\/)[\w./#-][\w./#:-]{0,254}$/.test(text)) return text || undefined;
  throw new Error(
    `${Env.metrics} must be a namespace of CloudWatch metrics, such as Shop: ${text}`,
  );
}

export function staticPaths(list: string): readonly string[] {
  const paths = list
    .split(",")
    .map((path) => path.trim())
    .filter((path) => path !== "")
    .map((path) => path.replace(/\/+$/, ""));
  const wrong = paths.find((path) => !/^(?:\/[^/.][^/]*)+$/.test(path));
  if (wrong === undefined) return paths;
  throw new Error(
    `${Env.staticPaths} must be paths such as \`/assets,/favicon.ico\`, separated by commas: ${wrong || "/"}`,
  );
}
