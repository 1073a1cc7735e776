/** What a stage asks of its front door, whichever kind that is. */
export interface FrontDoorSpec {
  /** Name of the stage's function; a front door that has a name bears the same. */
  readonly name: string;
  readonly stage: string;
  /** ARN of the alias that carries the traffic: what the front door invokes. */
  readonly aliasArn: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** A front door that is there. */
export interface ObservedFrontDoor {
  readonly id: string;
  /** Public URL of the stage, without a trailing slash. */
  readonly url: string;
  /** Digest of what it serves; undefined where it serves nothing yet or may not invoke the alias. */
  readonly serves: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

export interface NamedFrontDoor {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** What calls the function: a REST API today. One implementation for each kind. */
export interface FrontDoor {
  /** The kind, as messages name it: `REST API`. */
  readonly noun: string;
  /** Digest of what a front door of this spec serves. Asks nobody. */
  digest(spec: FrontDoorSpec): string;
  find(
    spec: Pick<FrontDoorSpec, "name" | "stage" | "aliasArn">,
  ): Promise<ObservedFrontDoor | undefined>;
  /** All front doors of the region, ours or not. */
  list(): Promise<readonly NamedFrontDoor[]>;
  /** Creates a front door that serves. The alias must exist. */
  create(spec: FrontDoorSpec): Promise<ObservedFrontDoor>;
  /** Makes a front door serve what the spec says. The alias must exist. */
  update(id: string, spec: FrontDoorSpec): Promise<void>;
  /** One that is gone already is fine. */
  remove(id: string): Promise<void>;
}
