import { expect, test } from "@jest/globals";
import { explainConnection } from "../../../../runtime/src/loader/fetch/connection-error.ts";
import { LoadError } from "../../../../runtime/src/loader/load-error.ts";

const url = new URL("https://bucket.example:8443/key");
const explain = (code: string, message = code) =>
  explainConnection(Object.assign(new Error(message), { code }), url);

test.each(["EHOSTUNREACH", "ENETUNREACH"])("%s says what a VPC needs", (code) => {
  expect(explain(code)).toMatchObject({
    name: "LoadError",
    message: expect.stringMatching(
      /^cannot connect to S3 \(bucket\.example:8443\) within 2 s\..*S3 gateway endpoint.*`function-configuration`\)$/,
    ),
  });
});

test("another error is worth another attempt", () => {
  const message = "S3 (bucket.example:8443): socket hang up";
  expect(explain("ECONNRESET", "socket hang up")).toMatchObject({
    name: "TransientError",
    message,
  });
  expect(explain("ECONNREFUSED", "").message).toBe("S3 (bucket.example:8443): ECONNREFUSED");
});

test("an explained error stays as it is", () => {
  const error = new LoadError("late");
  expect(explainConnection(error, url)).toBe(error);
});
