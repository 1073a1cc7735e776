import { expect, test } from "@jest/globals";
import { explainConnection } from "../../../../runtime/src/loader/fetch/connection-error.ts";
import { LoadError } from "../../../../runtime/src/loader/load-error.ts";

const url = new URL("https://bucket.example:8443/key");
const explain = (code: string, message = code) =>
  explainConnection(Object.assign(new Error(message), { code }), url);

test.each(["EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND"])(
  "%s says what a VPC needs, and does not say that there is one",
  (code) => {
    expect(explain(code)).toMatchObject({
      name: "Unreachable",
      message: `cannot connect to S3 (bucket.example:8443): ${code}. If the function is in a VPC, it cannot reach S3 by itself: give the route tables of its subnets an S3 gateway endpoint (free) or a NAT gateway, or choose other subnets (VpcConfig.SubnetIds in \`function-configuration\`)`,
    });
  },
);

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
