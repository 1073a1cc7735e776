import { type Call, checkRevision, findVersion } from "../context.ts";
import { conflict, invalidValue, notFound, staleRevision } from "../errors.ts";
import { LATEST, type LambdaFunction, type Version } from "../model.ts";
import { functionArn } from "../names.ts";
import { touched } from "../versions/changes.ts";
import { revisionOf } from "../versions/describe.ts";
import { type Permission, planStatement, renderPolicy, type Statement } from "./statement.ts";

export const PERMISSION_FIELDS = [
  "StatementId",
  "Action",
  "Principal",
  "SourceArn",
  "SourceAccount",
  "RevisionId",
];

const REQUIRED: Readonly<Record<string, RegExp>> = {
  StatementId: /^[a-zA-Z0-9-_]{1,100}$/,
  Action: /^(lambda:[*]|lambda:[a-zA-Z]+|[*])$/,
  Principal: /^[^\s]+$/,
};

export async function addPermission(call: Call): Promise<unknown> {
  for (const [name, pattern] of Object.entries(REQUIRED)) {
    const value = call.input[name];
    if (typeof value !== "string" || !pattern.test(value)) {
      const member = name.slice(0, 1).toLowerCase() + name.slice(1);
      throw invalidValue(
        value,
        member,
        `Member must satisfy regular expression pattern: ${pattern.source}`,
      );
    }
  }
  const { fn, target, statements, checkRevisionId } = findPolicy(call);
  checkRevisionId();
  checkNoUpdate(call, fn);
  const permission = call.input as unknown as Permission;
  if (statements.some(({ Sid }) => Sid === permission.StatementId)) {
    throw conflict(
      `The statement id (${permission.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
    );
  }
  const statement = planStatement(permission, functionArn(call, fn.name, target.qualifier));
  const all = [...statements, statement];
  renderPolicy(all); // Refuses a policy that is too long.
  setPolicy(call, fn, target.qualifier, all);
  return { Statement: JSON.stringify(statement) };
}

export async function getPolicy(call: Call): Promise<unknown> {
  const { statements, revision } = findPolicy(call);
  if (statements.length === 0) throw notFound("The resource you requested does not exist.");
  return { Policy: renderPolicy(statements), RevisionId: revision };
}

/** The same error code as that of a statement that is there. https://github.com/anomalyco/sst/issues/6923 */
function checkNoUpdate(call: Call, { latest }: LambdaFunction): void {
  if (call.now() >= Math.max(latest.activeFrom, latest.updatedFrom)) return;
  throw conflict("The function could not be updated due to a concurrent update operation.");
}

/** Finds the policy of the qualifier: each qualifier has its own. */
function findPolicy(call: Call) {
  const { fn, target, version } = findVersion(call);
  const alias = fn.aliases.find(({ name }) => name === target.qualifier);
  return {
    fn,
    target,
    statements: fn.policies[target.qualifier ?? LATEST] ?? [],
    revision: alias?.revision ?? revisionOf(version, call.now()),
    checkRevisionId: () => {
      if (alias === undefined) checkRevision(call, version);
      else if (![undefined, alias.revision].includes(call.input.RevisionId as string))
        throw staleRevision();
    },
  };
}

function setPolicy(
  call: Call,
  fn: LambdaFunction,
  qualifier: string = LATEST,
  statements: readonly Statement[],
): void {
  const touch = (version: Version) => (version.version === qualifier ? touched(version) : version);
  call.functions.set(fn.name, {
    ...fn,
    latest: touch(fn.latest),
    versions: fn.versions.map(touch),
    aliases: fn.aliases.map((alias) =>
      alias.name === qualifier ? { ...alias, revision: crypto.randomUUID() } : alias,
    ),
    policies: { ...fn.policies, [qualifier]: statements },
  });
}
