import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { resolveReferences } from "../../../../runtime/src/loader/references/resolve.ts";
import { previewReferences } from "../../../../src/inputs/references.ts";
import type { RoleSpec } from "../../../../src/ports/roles.ts";
import { tagsOf } from "../../../../src/release/place/ownership.ts";
import { previewsRoleSpec, roleSpec } from "../../../../src/release/role-specs.ts";
import { createSecret, putParameter } from "../../../local/kept.ts";
import { clientsOf, openStandIn, type StandIn } from "../../../local/stand-in.ts";

/** What the proxy can read by the roles that the action makes, at the embedded AWS. */
let standIn: StandIn;
beforeAll(async () => {
  standIn = await openStandIn();
  await putParameter(standIn.aws, "/shop/production/key", "of production");
  await putParameter(standIn.aws, "/shop/pr-12/key", "of the preview");
  await createSecret(standIn.aws, "shop/production/db", '{"password":"of production"}');
});
afterAll(() => standIn.close());

const production = {
  app: "shop",
  stage: "production",
  level: "deployed" as const,
  name: "shop-production",
  region: "eu-west-1",
  bucket: "bundles",
  identity: { account: "123456789012", partition: "aws" },
  functionConfiguration: {},
  tags: tagsOf("shop", "production", "org/shop", undefined, "1001"),
  fansOut: false,
};

/** Resolves a function's variables by its role. */
async function readBy(spec: RoleSpec, environment: Readonly<Record<string, string>>) {
  const { iam } = clientsOf(standIn.aws);
  const RoleName = `${spec.name}-${Object.values(environment).join().length}`;
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: spec.trustPolicy }),
  );
  for (const { name: PolicyName, policy: PolicyDocument } of spec.inline) {
    if (PolicyDocument === undefined) continue;
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
  }
  standIn.settle(10_000);
  const { endpoint, region } = standIn.aws;
  const signer = { region, ...(await standIn.lambda.roles!.sessionFor(Role!.Arn!)) };
  const urls = { ssm: endpoint, secretsmanager: endpoint };
  return resolveReferences(environment, urls, signer);
}

const ofProduction = {
  KEY: "ssm:/shop/production/key",
  PASSWORD: "secretsmanager:shop/production/db#password",
};
const named = { KEY: "ssm:/shop/{stage}/key" };
const ofPreviews = () =>
  previewsRoleSpec({
    ...production,
    previewReferences: previewReferences(ofProduction, named, false),
  });

test("a deployed stage reads what its variables refer to", async () => {
  const spec = roleSpec({ ...production, kept: Object.values(ofProduction) });
  expect(await readBy(spec, ofProduction)).toEqual({
    KEY: "of production",
    PASSWORD: "of production",
  });
});

test("a preview reads its own", async () => {
  expect(await readBy(ofPreviews(), { KEY: "ssm:/shop/pr-12/key" })).toEqual({
    KEY: "of the preview",
  });
});

test("a preview whose workflow names production's reads neither, and the error says which", async () => {
  const refused = readBy(ofPreviews(), ofProduction);
  await expect(refused).rejects.toMatchObject({
    name: "SecretDenied",
    message: [
      `KEY: ssm:/shop/production/key may not be read by the function's role: its policies must have {"Effect":"Allow","Action":"ssm:GetParameters","Resource":"arn:aws:ssm:eu-west-1:123456789012:parameter/shop/production/key"}`,
      `PASSWORD: secretsmanager:shop/production/db#password does not exist in this region, or may not be read by the function's role: its policies must have {"Effect":"Allow","Action":"secretsmanager:GetSecretValue","Resource":"arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/production/db-??????"}`,
    ].join("; "),
  });
});
