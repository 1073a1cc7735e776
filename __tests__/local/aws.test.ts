import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  CreateDeploymentCommand,
  CreateRestApiCommand,
  PutRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { expect, test } from "@jest/globals";
import type { Domain } from "../../local/gateway/domains.ts";
import { openRecords } from "../../local/state/records.ts";
import { freePort } from "../free-port.ts";
import { clientsOf, openStandIn } from "./stand-in.ts";

test("a restart keeps ports, keys, authority, objects and what APIs serve", async () => {
  const standIn = await openStandIn();
  const { endpoint, credentials, caFile } = standIn.aws;
  const { s3, gateway } = clientsOf(standIn.aws);
  const authority = readFileSync(caFile, "utf8");
  await s3.send(
    new CreateBucketCommand({
      Bucket: "kept",
      CreateBucketConfiguration: { LocationConstraint: "eu-west-1" },
    }),
  );
  await s3.send(new PutObjectCommand({ Bucket: "kept", Key: "a/b", Body: "still here" }));
  const integration = {
    type: "aws_proxy",
    httpMethod: "POST",
    uri: "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:app/invocations",
  };
  const { id: restApiId = "" } = await gateway.send(new CreateRestApiCommand({ name: "kept" }));
  await gateway.send(
    new PutRestApiCommand({
      restApiId,
      body: Buffer.from(
        JSON.stringify({
          openapi: "3.0.1",
          info: { title: "kept" },
          paths: {
            "/": {
              "x-amazon-apigateway-any-method": { "x-amazon-apigateway-integration": integration },
            },
          },
        }),
      ),
    }),
  );
  await gateway.send(new CreateDeploymentCommand({ restApiId, stageName: "s" }));

  await standIn.restart();

  expect(standIn.aws).toMatchObject({ endpoint, credentials });
  expect(readFileSync(caFile, "utf8")).toBe(authority);
  const found = await s3.send(new GetObjectCommand({ Bucket: "kept", Key: "a/b" }));
  expect(await found.Body?.transformToString()).toBe("still here");
  const reply = await fetch(`http://localhost:${restApiId}/s`);
  expect(await reply.text()).toBe("ok");

  // A domain is served from the start after its record was written.
  const port = await freePort();
  const domains = openRecords<Domain>(join(standIn.stateDir, "domains"));
  domains.set(String(port), { apiId: restApiId, stage: "s" });
  const events: { path: string; requestContext: { path: string } }[] = [];
  standIn.lambda.invoke = async (_, payload) => {
    events.push(JSON.parse(payload.toString()));
    return { payload: Buffer.from(JSON.stringify({ statusCode: 204 })) };
  };
  await standIn.restart();
  expect((await fetch(`http://localhost:${port}/`)).status).toBe(204);
  expect((await fetch(`http://localhost:${port}/s`)).status).toBe(403); // no such resource
  await fetch(`http://localhost:${restApiId}/s`);
  expect(events.map((event) => [event.path, event.requestContext.path])).toEqual([
    ["/", "/"],
    ["/", "/s/"],
  ]);
  await standIn.close();
});
