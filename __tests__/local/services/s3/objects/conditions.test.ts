import { describe, expect, test } from "@jest/globals";
import { AwsError } from "../../../../../local/service.ts";
import type { S3Context } from "../../../../../local/services/s3/context.ts";
import {
  checkReadConditions,
  checkWriteConditions,
} from "../../../../../local/services/s3/objects/conditions.ts";
import type { StoredObject } from "../../../../../local/services/s3/store.ts";

const object = { etag: '"e1"' } as StoredObject;

describe("a read", () => {
  test.each([
    [{}, false],
    [{ "if-match": '"e1"' }, false],
    [{ "if-match": "e1" }, false],
    [{ "if-match": "*" }, false],
    [{ "if-none-match": '"e1"' }, true],
    [{ "if-none-match": "*" }, true],
    [{ "if-none-match": '"e2"' }, false],
  ])("with %j: the client has the object already: %s", (headers, has) => {
    expect(checkReadConditions(headers, object)).toBe(has);
  });

  test("of another object than expected is refused", () => {
    expect(() => checkReadConditions({ "if-match": '"e2"' }, object)).toThrow(
      expect.objectContaining({ status: 412, fields: { Condition: "If-Match" } }),
    );
  });
});

describe("a write", () => {
  const check = (
    headers: Record<string, string>,
    existing?: StoredObject,
    when: "before" | "during" = "before",
  ) =>
    checkWriteConditions(
      {
        store: { objects: () => ({ get: () => existing }) },
        request: { headers },
        access: { missing: () => new AwsError(404, "NoSuchKey", "no") },
        bucket: "b",
        key: "k",
      } as unknown as S3Context,
      when,
    );

  test.each<[Record<string, string>, StoredObject | undefined]>([
    [{}, object],
    [{ "if-none-match": "*" }, undefined],
    [{ "if-match": '"e1"' }, object],
  ])("with %j is done", (headers, existing) => {
    expect(() => check(headers, existing)).not.toThrow();
  });

  test.each<[Record<string, string>, StoredObject | undefined, number]>([
    [{ "if-none-match": "*" }, object, 412],
    [{ "if-none-match": '"e1"' }, undefined, 501],
    [{ "if-match": '"e2"' }, object, 412],
    [{ "if-match": '"e1"' }, undefined, 404],
  ])("with %j is refused for %j by %i", (headers, existing, status) => {
    expect(() => check(headers, existing)).toThrow(expect.objectContaining({ status }));
  });

  test("of what another has created meanwhile conflicts with that", () => {
    expect(() => check({ "if-none-match": "*" }, object, "during")).toThrow(
      expect.objectContaining({ status: 409, code: "ConditionalRequestConflict" }),
    );
  });
});
