const NAME = /^[\w.:-]{1,64}$/;

/**
 * Names the source of an event that is not HTTP by the name that it has in the event: `aws:sqs`, `aws:sns`, `aws:s3`,
 * `aws:kinesis`, `aws:dynamodb`, `aws:kafka`; for EventBridge its `source`, such as `aws.events`. Without one it is
 * `invoke`. Samples: https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html
 */
export function eventSource(event: unknown): string {
  const { Records, eventSource, source } = Object(event);
  const first = Object(Array.isArray(Records) ? Records[0] : undefined);
  const name = first.eventSource ?? first.EventSource ?? eventSource ?? source;
  return typeof name === "string" && NAME.test(name) ? name : "invoke";
}
