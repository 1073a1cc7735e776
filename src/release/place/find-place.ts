import type { Inputs } from "../../inputs/inputs.ts";
import type { Cloud } from "../../ports/cloud.ts";
import type { Identity } from "../../ports/roles.ts";
import { chooseBucket } from "./choose-bucket.ts";
import { LIVE, type RoleLevel, resourceName } from "./names.ts";
import { tagsOf } from "./ownership.ts";

/** Where a stage lies in AWS: the names that every step needs. */
export interface Place {
  readonly identity: Identity;
  readonly region: string;
  readonly app: string;
  readonly stage: string;
  /** Whose roles the stage has. */
  readonly level: RoleLevel;
  /** Name of the function and of the front door. */
  readonly name: string;
  readonly bucket: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly aliasArn: string;
}

/** The repository that deploys, as the runner names it. Unknown at a terminal. */
interface Owner {
  readonly repository: string | undefined;
  readonly repositoryId: string | undefined;
}

/** Asks AWS for the account and the bucket, and derives all names from that. @throws BucketRefused */
export async function findPlace(
  cloud: Cloud,
  inputs: Pick<Inputs, "app" | "stage" | "preview" | "bucket">,
  { repository, repositoryId }: Owner,
): Promise<Place> {
  const identity = await cloud.roles.identity();
  const { app, stage, preview } = inputs;
  const { region } = cloud;
  const name = resourceName(app, stage);
  return {
    identity,
    region,
    app,
    stage,
    level: preview ? "preview" : "deployed",
    name,
    bucket: await chooseBucket(cloud.store, identity.account, region, inputs.bucket),
    tags: tagsOf(app, stage, repository, preview?.number, repositoryId),
    aliasArn: `arn:${identity.partition}:lambda:${region}:${identity.account}:function:${name}:${LIVE}`,
  };
}
