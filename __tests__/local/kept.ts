import { type Call, openService } from "../../runtime/src/aws/json-call.ts";
import type { Signer } from "../../runtime/src/aws/sign.ts";

/** What of an embedded AWS is needed to call it. */
interface Endpoint {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Omit<Signer, "region">;
}

/** Calls one operation of a service whose protocol is JSON 1.1, such as `ssm`. */
export async function callJson(
  aws: Endpoint,
  service: string,
  target: string,
  input: unknown,
): ReturnType<Call> {
  const signer = { region: aws.region, ...aws.credentials };
  const { call, close } = openService(aws.endpoint, service, signer);
  try {
    return await call(target, input);
  } finally {
    close();
  }
}

/** Keeps a parameter in Systems Manager, as `aws ssm put-parameter` does. */
export function putParameter(aws: Endpoint, Name: string, Value: string, more: object = {}) {
  const input = { Name, Value, Type: "SecureString", ...more };
  return callJson(aws, "ssm", "AmazonSSM.PutParameter", input);
}

/** Keeps a secret in Secrets Manager, as `aws secretsmanager create-secret` does. */
export function createSecret(aws: Endpoint, Name: string, SecretString: string, more: object = {}) {
  const input = { Name, SecretString, ...more };
  return callJson(aws, "secretsmanager", "secretsmanager.CreateSecret", input);
}
