import { sha256Base64, sha256Hex } from "../../src/digest.ts";
import { LIVE } from "../../src/release/place/names.ts";
import { tagsOf } from "../../src/release/place/ownership.ts";
import { type CloudState, makeBucket, roleArn } from "./cloud/state.ts";
import type { FakeCloud } from "./cloud.ts";

export interface StageThere {
  readonly app: string;
  readonly stage: string;
  readonly repository: string;
  readonly repositoryId?: string;
  readonly pullRequest?: number;
  /** Of the version that is live. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Variables that somebody has added to the working copy since. */
  readonly addedByHand?: Readonly<Record<string, string>>;
}

/** Version that `addStage` makes live. */
export const LIVE_VERSION = "3";

/** Puts a stage there as a deploy leaves it: function, front door, schedule, records and an archive. */
export function addStage(cloud: Pick<FakeCloud, "state">, of: StageThere): void {
  const { state } = cloud;
  const { app, stage } = of;
  const name = `${app}-${stage}`;
  const tags = tagsOf(app, stage, of.repository, of.pullRequest, of.repositoryId);
  const aliasArn = `arn:aws:lambda:eu-west-1:123456789012:function:${name}:${LIVE}`;
  const snapshot = {
    codeSha256: sha256Base64(Buffer.from(name)),
    architecture: "x86_64" as const,
    settings: {
      Role: roleArn(`megamode-${app}`),
      Handler: "index.handler",
      Runtime: "nodejs24.x",
      MemorySize: 1769,
      Timeout: 900,
      EphemeralStorage: { Size: 512 },
      Environment: { Variables: { ...of.variables } },
    },
  };
  const Variables = { ...of.variables, ...of.addedByHand };
  const changed = { ...snapshot, settings: { ...snapshot.settings, Environment: { Variables } } };
  const id = `door-of-${name}`;
  state.functions.set(name, {
    tags,
    versions: new Map([[LIVE_VERSION, snapshot]]),
    aliases: new Map([[LIVE, LIVE_VERSION]]),
    permissions: new Set([`${LIVE} ${id}`]),
    workingCopy: changed,
  });
  const deployed = new Map([[stage, sha256Hex(`${name} ${aliasArn}`)]]);
  state.frontDoors.set(id, { name, tags, deployed });
  state.logGroups.add(`/aws/lambda/${name}`);
  state.schedules.set(name, {
    expression: "rate(30 minutes)",
    target: aliasArn,
    role: roleArn(`megamode-${app}.scheduler`),
    input: "{}",
  });
  addObject(state, `${app}/${stage}/releases/${LIVE_VERSION}.json`, "{}");
  addObject(state, `${app}/archives/0123.zst`, "an archive");
}

/** The bucket that the account's apps share. */
export const BUCKET = "megamode-123456789012-eu-west-1-an";

function addObject(state: CloudState, key: string, content: string): void {
  makeBucket(state, BUCKET).set(key, Buffer.from(content));
}
