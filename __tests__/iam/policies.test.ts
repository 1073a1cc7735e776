import { describe, expect, test } from "@jest/globals";
import { contextOfTags } from "../../local/services/iam/conditions.ts";
import { evaluate, parsePolicy } from "../../local/services/iam/policy.ts";
import {
  bucketName,
  olderBucketName,
  resourceName,
  roleName,
  schedulerRoleName,
} from "../../src/release/place/names.ts";
import { tagsOf } from "../../src/release/place/ownership.ts";
import { ACCOUNT, deployRole } from "../deploy-role.ts";

const region = "eu-west-1";
const of = { app: "shop", region };
const roles = {
  deployed: parsePolicy(deployRole("deployed", of)),
  preview: parsePolicy(deployRole("preview", of)),
};

const bucket = `arn:aws:s3:::${bucketName(ACCOUNT, region)}`;
const olderBucket = `arn:aws:s3:::${olderBucketName(ACCOUNT, region)}`;
const object = (key: string) => `${bucket}/${key}`;
const log = (name: string) =>
  `arn:aws:logs:${region}:${ACCOUNT}:log-group:/aws/lambda/${name}:log-stream:`;
const fn = (name: string) => `arn:aws:lambda:${region}:${ACCOUNT}:function:${name}`;
const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const schedule = (name: string) =>
  `arn:aws:scheduler:${region}:${ACCOUNT}:schedule/default/${name}`;
const api = `arn:aws:apigateway:${region}::/restapis/a1`;
const tagsOfApi = (id: string) =>
  `arn:aws:apigateway:${region}::/tags/${encodeURIComponent(`arn:aws:apigateway:${region}::/restapis/${id}`)}`;
const tags = tagsOfApi("a1");
// https://github.com/mattclay/aws-terminator/pull/284
const newTags = tagsOfApi("*");
const toLambda = { "iam:PassedToService": "lambda.amazonaws.com" };
const toScheduler = { "iam:PassedToService": "scheduler.amazonaws.com" };
const ofProduction = contextOfTags(tagsOf("shop", "production", "org/shop", undefined, "1001"));
const ofPreview = contextOfTags(tagsOf("shop", "pr-12", "org/shop", 12, "1001"));

/** An action, and whether deployed stages' deploys may do it, and previews'. */
type Row = readonly [
  action: string,
  resource: string,
  deployed: boolean,
  preview: boolean,
  context?: Readonly<Record<string, string>>,
];

const rows: readonly Row[] = [
  // The bucket
  ["s3:PutObject", object("shop/owner.json"), true, false],
  ["s3:GetObject", object("shop/owner.json"), true, true],
  ["s3:PutObject", object("shop/recipes/protected/0.json"), true, false],
  ["s3:PutObject", object("shop/recipes/deployed/0.json"), true, false],
  ["s3:PutObject", object("shop/recipes/preview/0.json"), true, true],
  ["s3:GetObject", object("shop/recipes/protected/0.json"), true, true],
  ["s3:PutObject", object("shop/archives/protected/gems/0.zst"), true, false],
  ["s3:PutObject", object("shop/archives/deployed/app/0.zst"), true, false],
  ["s3:PutObject", object("shop/archives/preview/app/0.zst"), true, true],
  ["s3:GetObject", object("shop/archives/protected/gems/0.zst"), true, true],
  ["s3:GetObject", object("shop/archives/protected/app/0.zst"), true, false],
  ["s3:PutObject", object("shop/production/releases/1.json"), true, false],
  ["s3:GetObject", object("shop/production/releases/1.json"), true, false],
  ["s3:PutObject", object("shop/production/runs/x/claim"), true, false],
  ["s3:PutObject", object("shop/pr-12/releases/1.json"), true, true],
  ["s3:DeleteObject", object("shop/pr-12/runs/x/claim"), true, true],
  ["s3:DeleteObject", object("shop/production/releases/1.json"), true, false],
  ["s3:DeleteObject", object("shop/archives/preview/app/0.zst"), false, false],
  ["s3:DeleteObject", object("shop/owner.json"), false, false],
  ["s3:PutObject", object("blog/archives/preview/app/0.zst"), false, false],
  ["s3:CreateBucket", bucket, true, false],
  ["s3:ListBucket", bucket, true, true],
  // An older version's bucket stays in use.
  ["s3:ListBucket", olderBucket, true, true],
  ["s3:PutObject", `${olderBucket}/shop/archives/deployed/app/0.zst`, true, false],
  ["s3:PutObject", `${olderBucket}/shop/archives/preview/app/0.zst`, true, true],
  ["s3:GetObject", `${olderBucket}/shop/owner.json`, true, true],
  ["s3:GetObject", `${olderBucket}/shop/archives/protected/app/0.zst`, true, false],
  ["s3:DeleteObject", `${olderBucket}/shop/pr-12/runs/x/claim`, true, true],
  ["s3:PutObject", `${olderBucket}/blog/archives/preview/app/0.zst`, false, false],
  // Functions
  ["lambda:UpdateFunctionCode", fn("shop-production"), true, false],
  ["lambda:InvokeFunction", fn("shop-production:live"), true, false],
  ["lambda:UpdateAlias", fn("shop-production"), true, false],
  ["lambda:AddPermission", fn("shop-production:live"), true, false],
  ["lambda:GetFunction", fn("shop-production"), true, false],
  ["lambda:UpdateFunctionCode", fn("shop-pr-12"), true, true],
  ["lambda:UpdateFunctionCode", fn("blog-pr-12"), false, false],
  // The resource of a denied call: https://github.com/anomalyco/sst/issues/4256
  ["logs:DeleteLogGroup", log("shop-production"), true, false],
  ["logs:DeleteLogGroup", log("shop-pr-12"), true, true],
  ["logs:DeleteLogGroup", log("blog-pr-12"), false, false],
  // Roles. Who may write a role may take any permission of the account by it.
  ["iam:PutRolePolicy", role("megamode-shop"), true, false],
  ["iam:PutRolePolicy", role("megamode-shop.preview"), true, false],
  ["iam:AttachRolePolicy", role("megamode-shop"), false, false],
  ["iam:AttachRolePolicy", role("megamode-shop.preview"), false, false],
  ["iam:UpdateAssumeRolePolicy", role("megamode-shop.preview"), true, false],
  ["iam:GetRole", role("megamode-shop.preview"), true, true],
  ["iam:PutRolePolicy", role("megamode-blog"), false, false],
  ["iam:PassRole", role("megamode-shop"), true, false, toLambda],
  ["iam:PassRole", role("megamode-shop"), false, false, toScheduler],
  ["iam:PassRole", role("megamode-shop.preview"), false, true, toLambda],
  ["iam:PassRole", role("megamode-shop.scheduler"), true, false, toScheduler],
  ["iam:PassRole", role("megamode-shop.preview"), false, false, toScheduler],
  ["iam:PassRole", role("admin"), false, false, toLambda],
  // Schedules
  ["scheduler:GetSchedule", schedule("shop-pr-12"), true, true],
  ["scheduler:UpdateSchedule", schedule("shop-production"), true, false],
  // APIs have no names in their ARNs: tags say whose they are.
  ["apigateway:GET", `arn:aws:apigateway:${region}::/restapis`, true, true],
  ["apigateway:POST", `arn:aws:apigateway:${region}::/restapis`, true, true],
  ["apigateway:PUT", api, true, false, ofProduction],
  ["apigateway:DELETE", api, true, false, ofProduction],
  ["apigateway:POST", `${api}/deployments`, true, false, ofProduction],
  ["apigateway:PUT", tags, true, false, ofProduction],
  // They say it only as long as nobody takes them from an API that is there, or gives it others.
  ["apigateway:PUT", newTags, true, true],
  ["apigateway:DELETE", tags, false, false],
  ["apigateway:POST", tags, false, false],
  ["apigateway:PATCH", api, false, false, ofPreview],
  ["apigateway:PUT", api, true, true, ofPreview],
  ["apigateway:DELETE", api, true, true, ofPreview],
];

describe("who deploys", () => {
  test.each(rows)("may %s on %s: deployed stages %s, previews %s", (action, resource, ...row) => {
    const [deployed, preview, context] = row;
    const may = (level: keyof typeof roles) => evaluate(roles[level], action, resource, context);
    expect({ deployed: may("deployed"), preview: may("preview") }).toEqual({ deployed, preview });
  });
});

test("the longest names are those of the policies, too, though they are shortened", () => {
  const app = "a".repeat(40);
  const policy = (level: keyof typeof roles) => parsePolicy(deployRole(level, { app, region }));
  const [deployed, preview] = [policy("deployed"), policy("preview")];
  const both = ["deployed", "preview"] as const;
  const names = both.flatMap((level) => [roleName(app, level), schedulerRoleName(app, level)]);
  const may = (who: typeof deployed, action: string, resource: string) =>
    expect([resource, evaluate(who, action, resource)]).toEqual([resource, true]);
  for (const name of names) may(deployed, "iam:DeleteRolePolicy", role(name));
  may(preview, "iam:GetRole", role(roleName(app, "preview")));
  may(deployed, "lambda:GetFunction", fn(resourceName(app, "s".repeat(40))));
  may(preview, "lambda:GetFunction", fn(resourceName(app, `pr-${"9".repeat(10)}`)));
});
