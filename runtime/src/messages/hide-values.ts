import type { Sandbox } from "../server/sandbox.ts";

/** Characters. What is shorter stands in other texts, too. */
const SHORTEST = 8;

/** Names of members of JSON that are secrets; a database's secret also has its host and kind. */
const SECRET_MEMBER = /pass|pwd|secret|token|key|credential/i;

/** The password of a URL. */
const PASSWORD = /:\/\/[^/?#\s:]*:([^/?#\s]+)@/;

type Values = Pick<Sandbox, "environment" | "options">;

/**
 * Bytes of the longest value that is kept in AWS, as a URL has it. Where a text without an end of line is cut, this much on
 * both sides must be looked at. https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html
 */
export const LONGEST_VALUE = 3 * 64 * 1024;

/**
 * Returns a function that replaces, in what leaves the sandbox, the keys of the role's session and what is kept in AWS: an
 * app may print its variables. Nobody else can, because only this function knows those values.
 */
export function hiding({ environment, options }: Values): (text: string) => string {
  const kept = Object.entries(environment).flatMap(([name, value]) =>
    value === options.environment[name] ? [] : partsOf(value),
  );
  const { AWS_SECRET_ACCESS_KEY = "", AWS_SESSION_TOKEN = "" } = environment;
  const texts = [AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, ...kept]
    .filter((text) => text.length >= SHORTEST)
    .flatMap(escapedToo)
    // As the bytes of UTF-8 look, too: output is handled before it is decoded.
    .flatMap((text) => [text, Buffer.from(text).toString("latin1")])
    .sort((a, b) => b.length - a.length);
  const distinct = [...new Set(texts)];
  return (text) => distinct.reduce((shown, one) => shown.replaceAll(one, "***"), text);
}

/** Carries something out. @throws what it throws, without those values: an error may end with the app's last lines */
export async function hidingErrors<T>(sandbox: Values, carryOut: () => Promise<T>): Promise<T> {
  try {
    return await carryOut();
  } catch (error) {
    const hide = hiding(sandbox);
    const thrown = error as Error;
    const stack = hide(thrown.stack ?? "");
    throw Object.assign(thrown, { message: hide(thrown.message), stack });
  }
}

/** What an app may print of a value: all of it, a line, what is secret in its JSON, the password of a URL. */
function partsOf(value: string): readonly string[] {
  const password = PASSWORD.exec(value)?.[1] ?? "";
  return [value, ...value.split(/\r?\n/), ...membersOf(value), password, decoded(password)];
}

function membersOf(value: string): readonly string[] {
  const found: string[] = [];
  try {
    JSON.parse(value, (name, member: unknown) => {
      if (typeof member === "string" && SECRET_MEMBER.test(name)) found.push(member);
      return member;
    });
  } catch {
    // It is no JSON.
  }
  return found;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A text as it is, in JSON, as Ruby's `inspect` and a shell's `export -p` write it, and in a URL. */
function escapedToo(text: string): readonly string[] {
  const json = JSON.stringify(text).slice(1, -1);
  const inspected = json.replace(/#(?=[{$@])/g, "\\#");
  const quoted = text.replaceAll("'", "'\\''");
  return [text, json, inspected, quoted, encodeURIComponent(text.toWellFormed())];
}
