/** A schedule that invokes a function at a rate. */
export interface ScheduleSpec {
  /** Such as `rate(30 minutes)`. */
  readonly expression: string;
  /** ARN of the function, with its qualifier. */
  readonly target: string;
  /** ARN of the role that invokes it. */
  readonly role: string;
  /** The event that the function gets, as JSON. */
  readonly input: string;
}

export interface Schedules {
  find(name: string): Promise<ScheduleSpec | undefined>;
  create(name: string, spec: ScheduleSpec): Promise<void>;
  update(name: string, spec: ScheduleSpec): Promise<void>;
  /** Removes a schedule, if it still exists. */
  remove(name: string): Promise<void>;
}
