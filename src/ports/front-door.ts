/** What a stage needs of its front door, whichever kind it is. */
export interface FrontDoorSpec {
  /** Name of the stage's function, and of the front door. */
  readonly name: string;
  readonly stage: string;
  /** ARN of the alias that carries the traffic: what the front door invokes. */
  readonly aliasArn: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Whether it gives responses on as the function writes them. Absent: once they are whole. */
  readonly streams?: boolean;
}

/** Begins the digest of a front door that streams. Those of earlier versions of ours, which could not, have no such prefix. */
export const STREAMS = "stream-";

/** A front door that exists. */
export interface ObservedFrontDoor {
  readonly id: string;
  /** Public URL of the stage, without a trailing slash. */
  readonly url: string;
  /** Digest of what it serves; undefined if it serves nothing yet or may not invoke the alias. */
  readonly serves: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

export interface NamedFrontDoor {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** What calls the function: today a REST API. Each kind has its own implementation. */
export interface FrontDoor {
  /** What messages call this kind: `REST API`. */
  readonly noun: string;
  /** Computes the digest of what a front door of this spec serves: with `STREAMS` in front if it streams. Makes no call. */
  digest(spec: FrontDoorSpec): string;
  /**
   * Finds the front door of the name that is ours.
   * @param check called with the tags of each that has the name; throws if it is somebody else's
   * @throws what `check` threw, if none is ours
   */
  find(
    spec: Pick<FrontDoorSpec, "name" | "stage" | "aliasArn">,
    check?: (tags: Readonly<Record<string, string>>) => void,
  ): Promise<ObservedFrontDoor | undefined>;
  /** Lists all front doors of the region, ours or not. */
  list(): Promise<readonly NamedFrontDoor[]>;
  /** Creates a front door that serves what the spec says, unless it is there. The alias must exist. */
  create(spec: FrontDoorSpec): Promise<ObservedFrontDoor>;
  /** Makes a front door serve what the spec says. The alias must exist. */
  update(id: string, spec: FrontDoorSpec): Promise<void>;
  /** Removes a front door, if it still exists. */
  remove(id: string): Promise<void>;
}
