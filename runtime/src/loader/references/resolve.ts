import { SECRET_DENIED } from "../../../../contract/messages.ts";
import { isReference, parseReference, type Reference } from "../../../../contract/reference.ts";
import { openService, parsed } from "../../aws/json-call.ts";
import type { Signer } from "../../aws/sign.ts";
import type { ReferenceUrls } from "../../config.ts";
import { LoadError } from "../load-error.ts";
import { explainCall } from "./explain.ts";
import { type Found, type Problem, type Read, readParameters, readSecrets } from "./readers.ts";

type Environment = Readonly<Record<string, string>>;
type Service = Reference["service"];

const READ: Readonly<Record<Service, Read>> = { ssm: readParameters, secretsmanager: readSecrets };

/**
 * Says that variables refer to what cannot be read. Where the role may not read it, the name tells whoever asked: that
 * passes by itself if the role was just changed.
 */
export class UnresolvedError extends LoadError {
  constructor(message: string, denied: boolean) {
    super(message);
    if (denied) this.name = SECRET_DENIED;
  }
}

/** Whether something has to be resolved. */
export function hasReferences(environment: Environment): boolean {
  return Object.values(environment).some(isReference);
}

/**
 * Puts what is kept in AWS in the place of the values that refer to it.
 * @throws LoadError that names each variable that has none, and its reference; never a value
 */
export async function resolveReferences(
  environment: Environment,
  urls: ReferenceUrls,
  signer: Signer,
  open: typeof openService = openService,
): Promise<Environment> {
  const wanted = Object.entries(environment).flatMap(([name, value]) => {
    try {
      const reference = parseReference(value);
      return reference ? [{ name, value, ...reference }] : [];
    } catch (error) {
      throw new LoadError(`${name} ${(error as Error).message}`);
    }
  });
  const readFrom = async (service: Service): Promise<Found> => {
    const ids = new Set(wanted.filter((one) => one.service === service).map(({ id }) => id));
    if (ids.size === 0) return new Map();
    const { call, close } = open(urls[service], service, signer);
    const { host } = new URL(urls[service]);
    const found = await READ[service]([...ids], call, (error) =>
      explainCall(error, host, signer.region),
    );
    close();
    return found;
  };
  const [ssm, secretsmanager] = await Promise.all([readFrom("ssm"), readFrom("secretsmanager")]);
  const all = { ssm, secretsmanager };
  const problems: (Problem & { readonly line: string })[] = [];
  const resolved = wanted.map(({ name, value, service, id, key }) => {
    const text = textOf(all[service].get(id)!, key);
    if (typeof text !== "string") problems.push({ ...text, line: `${name}: ${value} ${text.why}` });
    return [name, text];
  });
  if (problems.length === 0) return { ...environment, ...Object.fromEntries(resolved) };
  const said = problems.map(({ line }) => line).join("; ");
  throw new UnresolvedError(
    said,
    problems.every(({ denied }) => denied),
  );
}

/** Returns a member of the text if one is wanted, and a problem if that is nothing a variable can hold. */
function textOf(text: string | Problem, key: string | undefined): string | Problem {
  if (typeof text !== "string") return text;
  const object = key === undefined ? {} : parsed(text, asWritten);
  const value = key === undefined ? text : Object.hasOwn(object, key) ? object[key] : null;
  if (typeof value === "object") {
    return { why: `has no JSON with a member \`${key}\` that is a text, a number or a flag` };
  }
  // No process can be given it, and Node's error would show the value.
  if (String(value).includes("\0")) return { why: "holds a NUL, which no variable can" };
  return String(value);
}

/** Keeps a number's digits: an id may have more of them than a number of JavaScript. */
function asWritten(...[, value, context]: unknown[]): unknown {
  return typeof value === "number" ? (context as { readonly source: string }).source : value;
}
