import type { Statement } from "./policy.ts";

const LOGS: Statement = {
  effect: "Allow",
  actions: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
  resources: ["*"],
  services: [],
};

const MANAGED: Readonly<Record<string, readonly Statement[]>> = {
  // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaBasicExecutionRole.html
  "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole": [LOGS],
};

/** The statements of a policy that AWS maintains; undefined where the stand-in does not have it. */
export function managedPolicy(arn: string): readonly Statement[] | undefined {
  return Object.hasOwn(MANAGED, arn) ? MANAGED[arn] : undefined;
}
