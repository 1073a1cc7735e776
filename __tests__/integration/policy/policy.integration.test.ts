import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { matches } from "../../../local/services/wildcards.ts";
import { UserError } from "../../../src/errors.ts";
import { type Published, policyOf, statementsOf } from "../../deploy-role.ts";
import { type Account, openAccount, REGION } from "./account.ts";
import { STEPS, type Step } from "./steps.ts";

const of = { app: "shop", region: REGION };
const published = {
  deployed: [...statementsOf("deployed", of), ...statementsOf("network", of)],
  preview: statementsOf("preview", of),
};
type Level = keyof typeof published;

const listOf = (value: string | readonly string[]) => [value].flat();

/** Every action of every statement that allows something. */
const actions = Object.entries(published).flatMap(([level, statements]) =>
  statements
    .filter(({ Effect }) => Effect === "Allow")
    .flatMap(({ Sid, Action }) =>
      listOf(Action).map((action) => [action, Sid, level as Level] as const),
    ),
);

/** A step as it went undisturbed under the published policy. */
interface Done {
  readonly step: Step;
  /** A copy of the state folder before. */
  readonly before: string;
  /** What the account held afterwards. */
  readonly picture: unknown;
  readonly asked: readonly { readonly action: string; readonly resource: string }[];
}

const folder = mkdtempSync(join(tmpdir(), "megamode-policy-"));
const done: Done[] = [];
let count = 0;

function copyOf(stateDir: string): string {
  count += 1;
  const copy = join(folder, String(count));
  cpSync(stateDir, copy, { recursive: true });
  return copy;
}

/** Opens an account, does something in it and closes it again. */
async function inAccount<T>(state: string, act: (account: Account) => Promise<T>): Promise<T> {
  const account = await openAccount(state);
  try {
    return await act(account);
  } finally {
    await account.close();
  }
}

beforeAll(async () => {
  const state = mkdtempSync(join(folder, "undisturbed-"));
  for (const step of STEPS) {
    await inAccount(state, async (account) => step.before?.(account));
    const before = copyOf(state);
    await inAccount(state, async (account) => {
      await account.run(step.job, policyOf(published[step.level]));
      done.push({ step, before, asked: account.asked(), picture: account.picture() });
    });
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The steps of a level that ask for an action on something that the statement names. */
function stepsThatAsk(action: string, sid: string, level: Level): readonly Done[] {
  const resources = listOf(published[level].find(({ Sid }) => Sid === sid)?.Resource ?? []);
  const isMeant = (one: { readonly action: string; readonly resource: string }) =>
    one.action === action && resources.some((each) => matches(each, one.resource));
  return done.filter(({ step, asked }) => step.level === level && asked.some(isMeant));
}

/** The statements without one action of one of them. */
function without(action: string, sid: string, level: Level): readonly Published[] {
  return published[level].flatMap((statement) => {
    if (statement.Sid !== sid) return [statement];
    const Action = listOf(statement.Action).filter((each) => each !== action);
    return Action.length === 0 ? [] : [{ ...statement, Action }];
  });
}

/** What a job has told about a denied call: as its error, or as a warning if it went on without. */
async function toldOf(running: Promise<readonly string[]>): Promise<string | undefined> {
  try {
    return (await running).find((warning) => warning.includes("AWS denies "));
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

/** Does the step's job without the action, and then with it, if it could not do without. @returns what it told */
async function attempt({ before, step, picture }: Done, lacking: string) {
  return inAccount(copyOf(before), async (account) => {
    const told = await toldOf(account.run(step.job, lacking));
    if (told === undefined) return undefined;
    await account.run(step.job, policyOf(published[step.level]));
    expect(account.picture()).toEqual(picture);
    return told;
  });
}

describe("an action of the published policy", () => {
  test.each(actions)("%s (%s, %s): its lack says so and harms nothing", async (...one) => {
    const [action] = one;
    const asking = stepsThatAsk(...one);
    expect(asking.map(({ step }) => step.name)).not.toEqual([]); // Else the policy has it for nothing.
    let told: string | undefined;
    for (const step of asking) told ??= await attempt(step, policyOf(without(...one)));
    expect(told).toContain("AWS denies ");
    expect(told).toContain(`\`${action}\``);
  });
});
