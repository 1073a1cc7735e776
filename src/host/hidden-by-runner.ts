/** Of a mask in quotes that is not longer, the runner does not hide what they enclose. */
const QUOTED = 8;

/** It hides no shorter part of a mask that has an `&`. */
const SHORTEST_PART = 6;

/**
 * Returns what the runner hides for a mask besides its own text. It also hides what contains the mask, only escaped.
 * https://github.com/actions/runner/blob/main/src/Sdk/DTLogging/Logging/ValueEncoders.cs
 */
export function hiddenByRunner(mask: string): readonly string[] {
  const [, quoted = ""] = mask.length > QUOTED ? (/^"(.*)"$/s.exec(mask) ?? []) : [];
  const plus = mask.indexOf("&+");
  const parts =
    plus < 0
      ? [mask.slice(0, mask.lastIndexOf("&") + 1), mask.slice(mask.lastIndexOf("&") + 1)]
      : [mask.slice(0, plus + 2), mask.slice(plus + 3)];
  const bytes = Buffer.from(mask);
  const encoded = [0, 1, 2].map((from) => bytes.subarray(from).toString("base64"));
  return [
    quoted,
    ...parts.filter((part) => part.length >= SHORTEST_PART),
    ...encoded.map((text) => text.replace(/=+$/, "")),
  ].filter(Boolean);
}
