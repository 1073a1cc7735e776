import { APIGatewayClient, CreateDeploymentCommand } from "@aws-sdk/client-api-gateway";
import {
  AttachRolePolicyCommand,
  IAMClient,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { trustPolicy } from "../../../src/release/role-policies.ts";
import { bundle } from "../../src/commands/release/bundle.ts";
import { dispatch, pullRequest, push } from "../../src/inputs/event/payloads.ts";
import type { Account, Job } from "./account.ts";

/** One job in the life of the app `shop`. */
export interface Step {
  readonly name: string;
  /** Whose role does it. */
  readonly level: "deployed" | "preview";
  /** What an administrator, or an older version, has done before. */
  readonly before?: (account: Account) => Promise<void>;
  readonly job: Job;
}

const built = (app: string, trust: "deployed" | "preview") =>
  bundle({ app, trust, recipe: "0123" });
const inputs = {
  stages: "main: staging",
  environment: "SECRET_KEY_BASE=the same in each run",
  "prewarm-concurrency": "1",
  "release-command": "migrate",
  "preview-release-command": "prepare",
};
const NETWORK = {
  "function-configuration": JSON.stringify({
    VpcConfig: { SubnetIds: ["subnet-1"], SecurityGroupIds: ["sg-1"] },
    FileSystemConfigs: [
      {
        Arn: "arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-0000000000000000a",
        LocalMountPath: "/mnt/data",
      },
    ],
  }),
};
const main = push("refs/heads/main");

/** The steps in their order. Each finds what the one before has left. */
export const STEPS: readonly Step[] = [
  {
    name: "the first deploy",
    level: "deployed",
    job: { event: main, inputs, built: await built("one", "deployed") },
  },
  {
    name: "the next deploy, into a network, where an older version had deployed",
    level: "deployed",
    before: leaveAsAnOlderVersion,
    job: {
      event: main,
      inputs: { ...inputs, ...NETWORK, "prewarm-rate": "1 hour" },
      built: await built("two", "deployed"),
    },
  },
  {
    name: "a preview's first deploy",
    level: "preview",
    job: { event: pullRequest("opened", "branch"), inputs, built: await built("one", "preview") },
  },
  {
    name: "a preview's next deploy, where an older version had deployed",
    level: "preview",
    before: (account) => deployOtherwise(account, "shop-pr-12", "pr-12"),
    job: {
      event: pullRequest("synchronize", "branch"),
      inputs,
      built: await built("two", "preview"),
    },
  },
  {
    name: "the end of a preview",
    level: "preview",
    job: { event: pullRequest("closed", "branch"), inputs },
  },
  {
    name: "the end of a stage",
    level: "deployed",
    job: {
      event: dispatch("refs/heads/main"),
      inputs: { ...inputs, command: "destroy", stage: "staging" },
    },
  },
];

async function leaveAsAnOlderVersion(account: Account): Promise<void> {
  const iam = new IAMClient({ region: account.aws.region });
  const RoleName = "megamode-shop";
  const PolicyArn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
  const PolicyDocument = trustPolicy("ec2.amazonaws.com");
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
  await deployOtherwise(account, "shop-staging", "staging");
}

/** Makes an API serve something else than it should. */
async function deployOtherwise(account: Account, name: string, stageName: string): Promise<void> {
  const gateway = new APIGatewayClient({ region: account.aws.region });
  const restApiId = await account.apiNamed(name);
  const description = "of an older version";
  await gateway.send(new CreateDeploymentCommand({ restApiId, stageName, description }));
}
