import { rejectUnknownFields } from "../../http/fields.ts";
import { AwsError } from "../../service.ts";
import type { Records } from "../../state/records.ts";
import { type Caller, parameterArn, requireKey, requirePermission } from "./access.ts";
import { type Parameter, whyNoName, whyNoValue } from "./store.ts";

/** One call. */
export interface SsmContext extends Caller {
  readonly parameters: Records<Parameter>;
  readonly now: () => number;
  readonly input: Readonly<Record<string, unknown>>;
}

type Operation = (context: SsmContext) => Readonly<Record<string, unknown>>;

const TYPES = ["String", "StringList", "SecureString"] as const;

const invalid = (message: string) => new AwsError(400, "ValidationException", message);

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
const putParameter: Operation = ({ input, parameters, now, ...context }) => {
  rejectUnknownFields(input, ["Name", "Value", "Type", "KeyId", "Overwrite"]);
  const { Name, Value, Type, KeyId, Overwrite = false } = input;
  const name = String(Name ?? "");
  requirePermission(context, "ssm:PutParameter", parameterArn(context, name));
  const why = whyNoName(name) ?? whyNoValue(Value);
  if (why !== undefined) throw invalid(why);
  const known = parameters.get(name);
  if (known && Overwrite !== true) {
    const message =
      "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.";
    throw new AwsError(400, "ParameterAlreadyExists", message);
  }
  const type = TYPES.find((one) => one === (Type ?? known?.type));
  if (type === undefined) {
    throw invalid("A parameter type is required when you create a parameter.");
  }
  if (KeyId !== undefined && type !== "SecureString") {
    throw invalid("KeyId is required for SecureString type parameter only.");
  }
  const values = [...(known?.values ?? []), String(Value)];
  const key = KeyId === undefined ? {} : { keyId: String(KeyId) };
  parameters.set(name, { type, ...key, values, changed: now() });
  return { Version: values.length, Tier: "Standard" };
};

/**
 * Fails as a whole if the caller may not read one of them. Those that are not there are named.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html
 */
const getParameters: Operation = ({ input, parameters, ...context }) => {
  rejectUnknownFields(input, ["Names", "WithDecryption"]);
  const { Names, WithDecryption = false } = input;
  if (!Array.isArray(Names) || Names.length < 1 || Names.length > 10) {
    throw invalid(
      "1 validation error detected: Value at 'names' failed to satisfy constraint: Member must have length less than or equal to 10",
    );
  }
  if (typeof WithDecryption !== "boolean") throw invalid("WithDecryption must be a boolean");
  const wanted = Names.map((asked: unknown) => selected(context, parameters, String(asked)));
  for (const { arn } of wanted) requirePermission(context, "ssm:GetParameters", arn);
  if (new Set(Names).size < Names.length) throw invalid("Duplicate parameter names");
  const found = wanted.flatMap(({ name, arn, selector, asked }) => {
    const parameter = parameters.get(name);
    const version = selector === "" ? parameter?.values.length : Number(selector.slice(1));
    const value = version === undefined ? undefined : parameter?.values[version - 1];
    if (parameter === undefined || value === undefined) return [];
    if (WithDecryption) requireKey(context, parameter);
    const isHidden = parameter.type === "SecureString" && !WithDecryption;
    const answer = {
      Name: name,
      Type: parameter.type,
      Value: isHidden ? Buffer.from(`encrypted ${name}`).toString("base64") : value,
      Version: version,
      ...(selector !== "" && { Selector: selector }),
      LastModifiedDate: parameter.changed / 1000,
      ARN: arn,
      DataType: "text",
    };
    return [{ asked, answer }];
  });
  const answers = found.map(({ answer }) => answer);
  return {
    Parameters: answers.toSorted((a, b) => (a.Name < b.Name ? -1 : 1)),
    InvalidParameters: Names.filter((name) => !found.some(({ asked }) => asked === name)),
  };
};

export const SSM_OPERATIONS: Readonly<Record<string, Operation>> = {
  PutParameter: putParameter,
  GetParameters: getParameters,
};

/** A name or an ARN, perhaps with a version behind it. Labels are not implemented: nothing has one. */
function selected(caller: Caller, parameters: Records<Parameter>, asked: string) {
  const [, base = asked, selector = ""] =
    /^((?:arn:(?:[^:]*:){4})?[^:]*)(:[\w.-]+)?$/.exec(asked) ?? [];
  if (!base.startsWith("arn:")) {
    return { asked, selector, name: base, arn: parameterArn(caller, base) };
  }
  const name = parameters.keys().find((one) => parameterArn(caller, one) === base) ?? base;
  return { asked, selector, name, arn: base };
}
