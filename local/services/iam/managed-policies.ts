import type { Statement } from "./policy.ts";

const LOGS: Statement = {
  effect: "Allow",
  actions: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
  resources: ["*"],
  services: [],
};

const NETWORK: Statement = {
  effect: "Allow",
  actions: [
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
  ],
  resources: ["*"],
  services: [],
};

const FILES: Statement = {
  effect: "Allow",
  actions: [
    "elasticfilesystem:ClientMount",
    "elasticfilesystem:ClientWrite",
    "elasticfilesystem:DescribeMountTargets",
  ],
  resources: ["*"],
  services: [],
};

/** By what follows `policy/` in their ARNs. */
const MANAGED: Readonly<Record<string, readonly Statement[]>> = {
  // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaBasicExecutionRole.html
  "service-role/AWSLambdaBasicExecutionRole": [LOGS],
  // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaVPCAccessExecutionRole.html
  "service-role/AWSLambdaVPCAccessExecutionRole": [LOGS, NETWORK],
  // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonElasticFileSystemClientReadWriteAccess.html
  AmazonElasticFileSystemClientReadWriteAccess: [FILES],
};

/** The statements of a policy that AWS maintains. Undefined if the embedded IAM does not know it. */
export function managedPolicy(arn: string): readonly Statement[] | undefined {
  const name = /^arn:aws[a-z-]*:iam::aws:policy\/(.+)$/.exec(arn)?.[1] ?? "";
  return Object.hasOwn(MANAGED, name) ? MANAGED[name] : undefined;
}
