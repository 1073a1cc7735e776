/** Parsers of one input's text. Each throws an Error whose message says what would be right. */

/** Lower case, digits, hyphens: a part of resource names. */
export function name(text: string): string {
  if (!/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/.test(text)) {
    throw new Error(
      `\`${text}\` must be 1 to 40 lower-case letters, digits and hyphens, such as \`${sanitised(text)}\`.`,
    );
  }
  return text;
}

/** The nearest allowed name: `My_Shop` becomes `my-shop`. */
export function sanitised(text: string): string {
  const clean = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-+|-+$/g, "");
  return clean || "app";
}

export function lines(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

/** Names as the dynamic loader knows them, or absolute paths. */
export function libraries(text: string): readonly string[] {
  return eachLine(
    text,
    /^(\/\S*\/)?[^/\s]+\.so(\.\d+)*$/,
    "a library's name, such as `libsodium.so.23`, or its absolute path",
  );
}

/** Names as PATH finds them, or absolute paths. */
export function executables(text: string): readonly string[] {
  return eachLine(
    text,
    /^(\/\S*\/)?[\w.+-]+$/,
    "a program's name, such as `pdftotext`, or its absolute path",
  );
}

export function absolutePaths(text: string): readonly string[] {
  return eachLine(text, /^\/(?!.*(^|\/)\.\.(\/|$))/, "an absolute path");
}

function eachLine(text: string, form: RegExp, what: string): readonly string[] {
  for (const line of lines(text)) {
    if (!form.test(line)) throw new Error(`\`${line}\` must be ${what}.`);
  }
  return lines(text);
}

/** `KEY=value` lines; the value is kept as it is, quotes and `=` included. */
export function variables(text: string): Readonly<Record<string, string>> {
  const result: Record<string, string> = {};
  for (const line of lines(text)) {
    const at = line.indexOf("=");
    const key = at === -1 ? line : line.slice(0, at).trimEnd();
    if (at === -1 || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) {
      // The line may hold a secret: only its place is told.
      throw new Error(`line ${lines(text).indexOf(line) + 1} is not of the form \`KEY=value\`.`);
    }
    if (/^(AWS_LAMBDA_|_HANDLER$|_X_AMZN_|LAMBDA_)/.test(key) || RESERVED.has(key)) {
      throw new Error(`\`${key}\` is set by Lambda itself and cannot be given.`);
    }
    result[key] = line.slice(at + 1).trimStart();
  }
  return result;
}

// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
const RESERVED = new Set([
  "AWS_REGION",
  "AWS_DEFAULT_REGION",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_EXECUTION_ENV",
]);

export function between(least: number, most: number, unit: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new Error(`\`${text}\` must be a whole number of ${unit} from ${least} to ${most}.`);
    }
    return value;
  };
}

export function urlPath(text: string): string {
  if (!/^\/[\x21-\x7e]*$/.test(text))
    throw new Error(`\`${text}\` must be a path such as \`/up\`.`);
  return text;
}

/** What is not said there would be guessed wrongly: where to listen, and which rackup file knows the stage. */
export function serverCommand(text: string): string {
  const missing = ["{socket}", "{rackup}"].filter((place) => !text.includes(place));
  if (missing.length === 0) return text;
  throw new Error(
    `\`${text}\` lacks \`${missing.join("` and `")}\`: the path of the Unix socket to listen on, and the rackup file to start, such as in \`bundle exec thin start --socket {socket} --rackup {rackup}\`.`,
  );
}

export function roleArn(text: string): string {
  if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(text)) {
    throw new Error(
      `\`${text}\` must be a role's ARN such as \`arn:aws:iam::123456789012:role/app\`.`,
    );
  }
  return text;
}

export function jsonObject(text: string): Readonly<Record<string, unknown>> {
  const value = parseJson(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error('must be a JSON object, such as `{"TracingConfig": {"Mode": "Active"}}`.');
  }
  return value as Record<string, unknown>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`is not JSON: ${(error as Error).message}.`);
  }
}

/** One of a few words. */
export function oneOf<Word extends string>(words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    const all = words.map((word) => `\`${word}\``).join(", ");
    throw new Error(`\`${text}\` must be one of ${all}.`);
  };
}
