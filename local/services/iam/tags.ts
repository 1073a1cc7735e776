import { tagsOf } from "../../http/query-protocol.ts";
import { AwsError } from "../../service.ts";

const MAX_TAGS = 50;
const KEY = /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu;
const VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

/**
 * Reads a role's tags and refuses those that IAM refuses.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html
 * @param present tags that it has already
 */
export function readTags(
  form: URLSearchParams,
  present: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const given = tagsOf(form);
  for (const [key, value] of Object.entries(given)) {
    if (!KEY.test(key)) throw invalid("tags.member.key", key);
    if (!VALUE.test(value)) throw invalid("tags.member.value", value);
  }
  const tags = { ...present, ...given };
  if (Object.keys(tags).length > MAX_TAGS) {
    const message = `The number of tags has reached the maximum limit of ${MAX_TAGS}.`;
    throw new AwsError(409, "LimitExceeded", message);
  }
  return tags;
}

function invalid(member: string, value: string): AwsError {
  return new AwsError(
    400,
    "ValidationError",
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint`,
  );
}
