/** Says that the app did not take an event: the invocation fails, so that the event's source tries again. */
export class EventFailed extends Error {
  constructor(message: string) {
    super(message);
    this.name = "EventFailed";
  }
}
