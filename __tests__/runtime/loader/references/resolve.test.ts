import { describe, expect, test } from "@jest/globals";
import { SECRET_DENIED } from "../../../../contract/messages.ts";
import { AwsError, type openService } from "../../../../runtime/src/aws/json-call.ts";
import { LoadError } from "../../../../runtime/src/loader/load-error.ts";
import {
  hasReferences,
  resolveReferences,
} from "../../../../runtime/src/loader/references/resolve.ts";

const urls = { ssm: "https://ssm.test", secretsmanager: "https://secrets.test" };
const signer = { region: "eu-west-1", accessKeyId: "a", secretAccessKey: "s" };

/** Every value that is kept: none of them may be in an error. */
const PARAMETERS: Readonly<Record<string, string>> = {
  "/shop/key": "hunter2-key",
  plain: "hunter2-plain",
  "/shop/json":
    '{"user":"hunter2-user","port":5432,"id":12345678901234567890,"rate":1.10,"on":true,"none":null,"list":[1]}',
  "/shop/broken": "hunter2 is no JSON",
  "/shop/nul": "hunter2\0",
};
const SECRETS: Readonly<Record<string, string | undefined>> = {
  "shop/db": '{"password":"hunter2-password"}',
  "rds!db-1": "hunter2-rds",
  "shop/binary": undefined,
};

/** The two services, as far as one resolution asks them. */
function aws(refuse: (id: string) => Error | undefined = () => undefined) {
  const asked: { target: string; input: Record<string, unknown> }[] = [];
  let open = 0;
  const openFake: typeof openService = (_, service) => {
    open += 1;
    return {
      call: async (target, input) => {
        const { Names, SecretId } = input as { Names?: string[]; SecretId?: string };
        asked.push({ target, input: input as Record<string, unknown> });
        const refused = [...(Names ?? []), SecretId ?? ""].map(refuse).find(Boolean);
        if (refused) throw refused;
        if (service === "secretsmanager") {
          const SecretString = SECRETS[SecretId!];
          return SecretString === undefined ? { SecretBinary: "aHVudGVyMg==" } : { SecretString };
        }
        const known = Names!.filter((name) => name.replace(/:\d$/, "") in PARAMETERS);
        return {
          Parameters: known.map((name) => {
            const [Name = "", version] = name.split(":");
            const Selector = version && `:${version}`;
            const Value = `${PARAMETERS[Name]}${version ?? ""}`;
            return { Name, ARN: `arn:x:${Name}`, Value, ...(Selector && { Selector }) };
          }),
          InvalidParameters: Names!.filter((name) => !known.includes(name)),
        };
      },
      close: () => {
        open -= 1;
      },
    };
  };
  return { asked, openFake, stillOpen: () => open };
}

const resolve = (environment: Record<string, string>, fake = aws()) =>
  resolveReferences(environment, urls, signer, fake.openFake);

const failure = (environment: Record<string, string>, fake = aws()) =>
  resolve(environment, fake).then(
    () => {
      throw new Error("it was resolved");
    },
    (error: Error) => error,
  );

test("references are replaced, and nothing else is", async () => {
  const fake = aws();
  const environment = {
    GREETING: "see ssm:/shop/key",
    KEY: "ssm:/shop/key",
    OLD_KEY: "ssm:/shop/key:3",
    PLAIN: "ssm:plain",
    USER: "ssm:/shop/json#user",
    PORT: "ssm:/shop/json#port",
    ID: "ssm:/shop/json#id",
    RATE: "ssm:/shop/json#rate",
    ON: "ssm:/shop/json#on",
    PASSWORD: "secretsmanager:shop/db#password",
    WHOLE: "secretsmanager:shop/db",
    RDS: "secretsmanager:rds!db-1",
  };
  expect(await resolve(environment, fake)).toEqual({
    GREETING: "see ssm:/shop/key",
    KEY: "hunter2-key",
    OLD_KEY: "hunter2-key3",
    PLAIN: "hunter2-plain",
    USER: "hunter2-user",
    PORT: "5432",
    ID: "12345678901234567890",
    RATE: "1.10",
    ON: "true",
    PASSWORD: "hunter2-password",
    WHOLE: '{"password":"hunter2-password"}',
    RDS: "hunter2-rds",
  });
  expect(fake.asked.map(({ input }) => input)).toEqual([
    { Names: ["/shop/key", "/shop/key:3", "plain", "/shop/json"], WithDecryption: true },
    { SecretId: "shop/db" },
    { SecretId: "rds!db-1" },
  ]);
  expect(fake.stillOpen()).toBe(0);
});

test("parameters are asked for ten at a time", async () => {
  const fake = aws();
  const names = Array.from({ length: 21 }, (_, index) => [
    `KEY_${index}`,
    `ssm:plain:${index % 9}${index}`,
  ]);
  const environment = Object.fromEntries(names.map(([name], i) => [name, `ssm:/shop/key:${i}`]));
  await failure(environment, fake); // Our fake knows versions of one digit.
  expect(fake.asked.map(({ input }) => (input.Names as string[]).length)).toEqual([10, 10, 1]);
});

test("an environment without references asks nobody, and hasReferences says so", async () => {
  const fake = aws();
  const environment = { A: "b", URL: "https://ssm:x@host" };
  expect(hasReferences(environment)).toBe(false);
  expect(await resolve(environment, fake)).toEqual(environment);
  expect(fake.asked).toEqual([]);
  expect(hasReferences({ ...environment, C: "ssm:x" })).toBe(true);
});

describe("an error names the variables and what they refer to, and shows no value", () => {
  const denied = (action: string, resource: string) =>
    new AwsError(
      "AccessDeniedException",
      `User: arn:aws-cn:sts::1:assumed-role/r/f is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
    );

  test.each([
    [
      "a parameter that is not there",
      { A: "ssm:/none" },
      /^A: ssm:\/none does not exist in this region: create it/,
    ],
    [
      "several at once",
      { A: "ssm:/none", B: "ssm:/shop/key", C: "ssm:/gone" },
      /^A: ssm:\/none .*; C: ssm:\/gone /,
    ],
    [
      "a member that is not there",
      { A: "ssm:/shop/json#x" },
      /^A: ssm:\/shop\/json#x has no JSON with a member `x`/,
    ],
    [
      "a member of every object",
      { A: "ssm:/shop/json#constructor" },
      /has no JSON with a member `constructor`/,
    ],
    ["null", { A: "ssm:/shop/json#none" }, /has no JSON with a member `none`/],
    ["a list", { A: "ssm:/shop/json#list" }, /has no JSON with a member `list`/],
    ["what is no JSON", { A: "ssm:/shop/broken#x" }, /has no JSON with a member `x`/],
    ["a NUL", { A: "ssm:/shop/nul" }, /^A: ssm:\/shop\/nul holds a NUL/],
    [
      "a binary secret",
      { A: "secretsmanager:shop/binary" },
      /is binary: a variable holds text only/,
    ],
    [
      "a form that is none",
      { A: "ssm:hunter2 2" },
      /^A begins with `ssm:` and names no parameter: write/,
    ],
  ])("%s", async (_, environment, message) => {
    const error = await failure(environment as Record<string, string>);
    expect(error).toBeInstanceOf(LoadError);
    expect(error.message).toMatch(message);
    expect(`${error.message}${error.stack}`).not.toMatch(/hunter2/);
    expect(error.name).not.toBe(SECRET_DENIED);
  });

  test("a parameter that the role may not read: with the statement that is missing", async () => {
    const arn = "arn:aws:ssm:eu-west-1:1:parameter/shop/key";
    const fake = aws((id) => (id === "/shop/key" ? denied("ssm:GetParameters", arn) : undefined));
    const error = await failure({ A: "ssm:/shop/key", B: "secretsmanager:shop/db" }, fake);
    expect(error.message).toBe(
      `A: ssm:/shop/key may not be read by the function's role: its policies must have {"Effect":"Allow","Action":"ssm:GetParameters","Resource":"${arn}"}`,
    );
    expect(error.name).toBe(SECRET_DENIED);
    expect(fake.stillOpen()).toBe(0);
  });

  test("of several parameters of a call, only those that the role may not read", async () => {
    const arn = (id: string) => `arn:aws:ssm:eu-west-1:1:parameter${id}`;
    const fake = aws((id) =>
      /^\/shop\/(key|json)$/.test(id) ? denied("ssm:GetParameters", arn(id)) : undefined,
    );
    const environment = { A: "ssm:/shop/key", B: "ssm:plain", C: "ssm:/shop/json#user" };
    const error = await failure(environment, fake);
    expect(error.message.split("; ")).toEqual([
      expect.stringMatching(/^A: ssm:\/shop\/key may not be read .*parameter\/shop\/key"}$/),
      expect.stringMatching(/^C: ssm:\/shop\/json#user may not .*parameter\/shop\/json"}$/),
    ]);
  });

  test("a secret that the role may not read, or that is not there: AWS does not tell which", async () => {
    const refuse = () => denied("secretsmanager:GetSecretValue", "shop/db");
    const error = await failure({ A: "secretsmanager:shop/db#password" }, aws(refuse));
    expect(error.message).toBe(
      `A: secretsmanager:shop/db#password does not exist in this region, or may not be read by the function's role: its policies must have {"Effect":"Allow","Action":"secretsmanager:GetSecretValue","Resource":"arn:aws-cn:secretsmanager:eu-west-1:1:secret:shop/db-??????"}`,
    );
    expect(error.name).toBe(SECRET_DENIED);
  });

  test("a role that lacks a permission, and something that does not exist: waiting would not help", async () => {
    const fake = aws((id) =>
      id === "shop/db" ? denied("secretsmanager:GetSecretValue", "shop/db") : undefined,
    );
    const error = await failure({ A: "ssm:/none", B: "secretsmanager:shop/db" }, fake);
    expect(error.message).toMatch(
      /^A: ssm:\/none does not exist.*; B: secretsmanager:shop\/db does not exist in this region, or may not be read/,
    );
    expect(error.name).not.toBe(SECRET_DENIED);
  });

  test.each([
    ["Access to KMS is not allowed"],
    [
      "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access. (Service: AWSKMS; Status Code: 400)",
    ],
    [
      "User: x is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:1:key/k",
    ],
  ])("a key that the role may not use: %s", async (message) => {
    const fake = aws(() => new AwsError("AccessDeniedException", message));
    const error = await failure({ A: "secretsmanager:shop/db" }, fake);
    expect(error.message).toBe(
      `A: secretsmanager:shop/db is encrypted by a key that the function's role may not use: allow kms:Decrypt on that key: ${message}`,
    );
    expect(error.name).toBe(SECRET_DENIED);
  });

  test.each([
    [
      new AwsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret."),
      /does not exist in this region/,
    ],
    [
      new AwsError(
        "InvalidRequestException",
        "You can't perform this operation on the secret because it was marked for deletion.",
      ),
      /cannot be read: InvalidRequestException: .*marked for deletion/,
    ],
    [
      new Error("no connection within 2 s"),
      /cannot be read: secrets\.test: no connection within 2 s\. A function in a VPC needs a NAT gateway or an interface endpoint/,
    ],
  ])("%s", async (refusal, message) => {
    const error = await failure(
      { A: "secretsmanager:shop/db" },
      aws(() => refusal),
    );
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/^A: secretsmanager:shop\/db /);
  });
});
