import { expect, test } from "@jest/globals";
import { S3_DENIED } from "../../../../contract/messages.ts";
import { explainRefusal, Refused } from "../../../../runtime/src/loader/fetch/refusal.ts";

const NAME = "s3://bucket/key";
const explain = (status: number, text: string) => explainRefusal(new Refused(status, text), NAME);

test.each([
  [500, "", "S3 answered 500 for s3://bucket/key"],
  [503, "<Error><Code>SlowDown</Code></Error>", "S3 answered 503 SlowDown for s3://bucket/key"],
  [429, "", "S3 answered 429 for s3://bucket/key"],
  [408, "", "S3 answered 408 for s3://bucket/key"],
])("%i %s is worth another attempt", (status, text, message) => {
  expect(explain(status, text)).toMatchObject({ name: "TransientError", message });
});

test("a bucket that S3 does not know is told by the same type: it may be new, as the role may be", () => {
  expect(explain(404, "<Code>NoSuchBucket</Code>")).toMatchObject({
    name: S3_DENIED,
    message: expect.stringMatching(/^S3 answered 404 NoSuchBucket for .* so new that S3 /),
  });
});

test("403 is told from all others by its type, for a role that may just have been changed", () => {
  expect(explain(403, "<Code>AccessDenied</Code>")).toMatchObject({
    name: S3_DENIED,
    message: expect.stringMatching(/^S3 answered 403 AccessDenied for .*s3:GetObject on it$/),
  });
});

test.each([
  [404, "<Code>NoSuchKey</Code>", /^S3 answered 404 NoSuchKey for .*was deleted; deploy again$/],
  [400, "<Code>Bad</Code><Message>Expired</Message>", /^S3 answered 400 Bad for .*: Expired$/],
  [499, "x".repeat(300), /^S3 answered 499 for .*: x{200}$/],
])("%i %s is not, and says what to do", (status, text, message) => {
  expect(explain(status, text)).toMatchObject({
    name: "LoadError",
    message: expect.stringMatching(message),
  });
});
