import { randomBytes, randomUUID } from "node:crypto";
import { rejectUnknownFields } from "../../http/fields.ts";
import { partitionOf } from "../../partition.ts";
import { AwsError } from "../../service.ts";
import { notAllowed } from "../refuse.ts";
import type { Secret, SecretsContext } from "./store.ts";

type Operation = (context: SecretsContext) => Readonly<Record<string, unknown>>;

/** Bytes of a value. */
const MOST = 65_536;

const refused = (code: string, message: string) => new AwsError(400, code, message);

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
const createSecret: Operation = ({ input, secrets, now, region, principal, permits }) => {
  rejectUnknownFields(
    input,
    ["Name", "ClientRequestToken", "SecretString", "SecretBinary", "KmsKeyId"],
    "InvalidParameterException",
  );
  const { Name, SecretString, SecretBinary, KmsKeyId } = input;
  const name = String(Name ?? "");
  const start = `arn:${partitionOf(region)}:secretsmanager:${region}:${principal.account}:secret:`;
  if (!permits(principal, "secretsmanager:CreateSecret", start + name)) {
    throw notAllowed(principal, "secretsmanager:CreateSecret", name);
  }
  if (!/^[\w/+=.@!-]{1,512}$/.test(name)) {
    throw refused(
      "ValidationException",
      "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
    );
  }
  if (secrets.get(name)) {
    const message = `The operation failed because the secret ${name} already exists.`;
    throw refused("ResourceExistsException", message);
  }
  const isText = typeof SecretString === "string";
  const text = isText ? SecretString : SecretBinary;
  const bytes = typeof text === "string" ? Buffer.byteLength(text, isText ? "utf8" : "base64") : 0;
  if (isText === (SecretBinary !== undefined) || bytes < 1 || bytes > MOST) {
    const message = `You must provide either SecretString or SecretBinary, of 1 to ${MOST} bytes.`;
    throw refused("InvalidParameterException", message);
  }
  const secret: Secret = {
    arn: `${start}${name}-${randomBytes(3).toString("hex")}`,
    versionId: String(input.ClientRequestToken ?? randomUUID()),
    ...(KmsKeyId !== undefined && { keyId: String(KmsKeyId) }),
    value: isText ? { SecretString } : { SecretBinary: String(SecretBinary) },
    created: now(),
  };
  secrets.set(name, secret);
  return { ARN: secret.arn, Name: name, VersionId: secret.versionId };
};

/**
 * The permission is on the secret's ARN, which a secret that does not exist lacks: then only a policy for all of them lets
 * the caller learn that it does not exist. A refusal names the secret as it was asked for:
 * https://github.com/mongodb/awscdk-resources-mongodbatlas/issues/207
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
const getSecretValue: Operation = ({ input, secrets, principal, permits, region }) => {
  rejectUnknownFields(
    input,
    ["SecretId", "VersionId", "VersionStage"],
    "InvalidParameterException",
  );
  const { SecretId, VersionId, VersionStage = "AWSCURRENT" } = input;
  const id = String(SecretId ?? "");
  if (!/^[\w/+=.@!:-]{1,2048}$/.test(id)) {
    throw refused("ValidationException", "Invalid name. Must be a valid name or ARN.");
  }
  const name = secrets.keys().find((one) => one === id || secrets.get(one)?.arn === id);
  const secret = name === undefined ? undefined : secrets.get(name);
  if (!permits(principal, "secretsmanager:GetSecretValue", secret?.arn ?? id)) {
    throw notAllowed(principal, "secretsmanager:GetSecretValue", id);
  }
  if (secret === undefined) {
    const message = "Secrets Manager can't find the specified secret.";
    throw refused("ResourceNotFoundException", message);
  }
  if (VersionStage !== "AWSCURRENT" || (VersionId ?? secret.versionId) !== secret.versionId) {
    const message = `Secrets Manager can't find the specified secret value for staging label: ${VersionStage}`;
    throw refused("ResourceNotFoundException", message);
  }
  // The key that AWS keeps for Secrets Manager is for everybody in the account.
  const context = { "kms:ViaService": `secretsmanager.${region}.amazonaws.com` };
  if (
    secret.keyId !== undefined &&
    secret.keyId !== "alias/aws/secretsmanager" &&
    !permits(principal, "kms:Decrypt", secret.keyId, context)
  ) {
    // https://github.com/external-secrets/external-secrets/issues/390
    throw refused("AccessDeniedException", "Access to KMS is not allowed");
  }
  return {
    ...secret.value,
    ARN: secret.arn,
    Name: name,
    VersionId: secret.versionId,
    VersionStages: ["AWSCURRENT"],
    CreatedDate: secret.created / 1000,
  };
};

export const SECRETS_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateSecret: createSecret,
  GetSecretValue: getSecretValue,
};
