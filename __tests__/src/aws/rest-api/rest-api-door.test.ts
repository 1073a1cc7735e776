import type { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import { expect, test } from "@jest/globals";
import { createRestApiDoor } from "../../../../src/aws/rest-api/rest-api-door.ts";

/** A door of a region, whose API Gateway answers each kind of call in the same way. */
function doorOf(region: string, answers: Readonly<Record<string, unknown>> = {}) {
  const said: string[] = [];
  const sent: { name: string; input: Record<string, unknown> }[] = [];
  const client = {
    async send({ constructor: { name }, input }: { constructor: { name: string }; input: never }) {
      sent.push({ name, input });
      return answers[name] ?? {};
    },
  };
  const door = createRestApiDoor({
    gateway: client as unknown as APIGatewayClient,
    once: client as unknown as APIGatewayClient,
    lambda: client as unknown as LambdaClient,
    region,
    clock: { now: () => 0, sleep: async () => {} },
    say: (line) => void said.push(line),
    executeApiUrl: undefined,
  });
  const spec = (partition: string) => ({
    name: "shop-live",
    stage: "live",
    aliasArn: `arn:${partition}:lambda:${region}:123456789012:function:shop-live:live`,
    tags: {},
  });
  return { door, spec, said, sent };
}

test.each([
  ["aws", "eu-west-1", "https://a1.execute-api.eu-west-1.amazonaws.com/live"],
  ["aws-us-gov", "us-gov-west-1", "https://a1.execute-api.us-gov-west-1.amazonaws.com/live"],
  ["aws-cn", "cn-north-1", "https://a1.execute-api.cn-north-1.amazonaws.com.cn/live"],
])(
  "in %s, a door of %s has the URL %s, and may invoke from there",
  async (partition, region, url) => {
    const { door, spec, sent } = doorOf(region, { CreateRestApiCommand: { id: "a1" } });
    expect((await door.create(spec(partition))).url).toBe(url);
    expect(sent.find(({ name }) => name === "AddPermissionCommand")?.input).toMatchObject({
      Principal: "apigateway.amazonaws.com",
      SourceArn: `arn:${partition}:execute-api:${region}:123456789012:a1/*/*/*`,
    });
  },
);

test("what API Gateway warns of is said", async () => {
  const { door, spec, said } = doorOf("eu-west-1", {
    PutRestApiCommand: { warnings: ["Parse issue: one", "Parse issue: two"] },
  });
  await door.update("a1", spec("aws"));
  expect(said).toEqual([
    "API Gateway warns of the API `shop-live`: Parse issue: one",
    "API Gateway warns of the API `shop-live`: Parse issue: two",
  ]);
});
