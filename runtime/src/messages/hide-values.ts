import type { Sandbox } from "../server/sandbox.ts";

/** Characters. What is shorter stands in other texts, too. */
const SHORTEST = 8;

/**
 * Bytes of the longest value that is kept in AWS. Where a text without an end of line is cut, this much on both sides must be
 * looked at. https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html
 */
export const LONGEST_VALUE = 64 * 1024;

/**
 * Returns a function that replaces, in what goes into the log of a job, the keys of the role's session and what is kept
 * in AWS: an app may print its variables. Nobody else can, because only this function knows those values.
 */
export function hiding({
  environment,
  options,
}: Pick<Sandbox, "environment" | "options">): (text: string) => string {
  const kept = Object.entries(environment)
    .flatMap(([name, value]) =>
      value === options.environment[name] ? [] : [value, ...value.split(/\r?\n/)],
    )
    .filter((text) => text.length >= SHORTEST);
  const { AWS_SECRET_ACCESS_KEY = "", AWS_SESSION_TOKEN = "" } = environment;
  const texts = [AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, ...kept]
    // As the bytes of UTF-8 look, too: output is handled before it is decoded.
    .flatMap((text) => [text, Buffer.from(text).toString("latin1")])
    .filter(Boolean)
    .sort((a, b) => b.length - a.length);
  return (text) => texts.reduce((shown, one) => shown.replaceAll(one, "***"), text);
}
