import type { Inputs } from "../../inputs/inputs.ts";
import type { Cloud } from "../../ports/cloud.ts";
import type { Identity } from "../../ports/roles.ts";
import { bucketName, LIVE, resourceName } from "./names.ts";
import { tagsOf } from "./ownership.ts";

/** Where a stage lies in AWS: the names that every step needs. */
export interface Place {
  readonly identity: Identity;
  readonly region: string;
  readonly app: string;
  readonly stage: string;
  /** Name of the function and of the front door. */
  readonly name: string;
  readonly bucket: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly aliasArn: string;
}

/** Asks AWS for the account and derives all names from it. */
export async function findPlace(
  cloud: Cloud,
  inputs: Pick<Inputs, "app" | "stage" | "preview" | "bucket">,
  repository: string | undefined,
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
    name,
    bucket: inputs.bucket ?? bucketName(identity.account, region),
    tags: tagsOf(app, stage, repository, preview?.number),
    aliasArn: `arn:${identity.partition}:lambda:${region}:${identity.account}:function:${name}:${LIVE}`,
  };
}
