import {
  CreateRoleCommand,
  GetRoleCommand,
  type IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { asServicesSee, changed } from "../../../../local/services/iam/propagation.ts";
import type { Role } from "../../../../local/services/iam/store.ts";
import { clientsOf, openStandIn, type StandIn } from "../../stand-in.ts";

const role: Role = {
  name: "app",
  id: "AROA",
  arn: "arn:aws:iam::1:role/app",
  path: "/",
  created: new Date(0).toISOString(),
  maxSessionDuration: 3600,
  trustPolicy: "first",
  policies: {},
  attached: [],
  tags: {},
};

test("changes that follow each other count together, some time after the last", () => {
  const once = changed(role, { policies: { p: "1" } }, 1000, 500);
  const twice = changed(once, { trustPolicy: "second" }, 1400, 500);
  expect(twice).toMatchObject({ policies: { p: "1" }, trustPolicy: "second" });
  expect(asServicesSee(twice, 1899)).toMatchObject({ policies: {}, trustPolicy: "first" });
  expect(asServicesSee(twice, 1900)).toMatchObject({ policies: { p: "1" }, trustPolicy: "second" });
  const later = changed(once, { policies: {} }, 1500, 500);
  expect(asServicesSee(later, 1999)).toMatchObject({ policies: { p: "1" } });
});

test("without a delay a change counts at once", () => {
  expect(asServicesSee(changed(role, { attached: ["a"] }, 1000, 0), 1000).attached).toEqual(["a"]);
});

let standIn: StandIn;
let iam: IAMClient;
beforeAll(async () => {
  standIn = await openStandIn({}, { readDelay: 1000 });
  ({ iam } = clientsOf(standIn.aws));
});
afterAll(() => standIn.close());

test("IAM shows a new role only after a while, and knows at once that its name is taken", async () => {
  const RoleName = "new";
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [] });
  const create = () => iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const put = () =>
    iam.send(
      new PutRolePolicyCommand({
        RoleName,
        PolicyName: "p",
        PolicyDocument: AssumeRolePolicyDocument,
      }),
    );
  await create();
  const hidden = expect.objectContaining({ name: "NoSuchEntityException" });
  await expect(iam.send(new GetRoleCommand({ RoleName }))).rejects.toThrow(hidden);
  await expect(put()).rejects.toThrow(hidden);
  await expect(create()).rejects.toMatchObject({ name: "EntityAlreadyExistsException" });
  standIn.settle();
  await put();
  await iam.send(new GetRoleCommand({ RoleName }));
});
