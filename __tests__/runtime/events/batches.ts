/** A message as a mapping of SQS sends it. */
export function sqsRecord(id: string, group?: string) {
  return {
    messageId: id,
    body: `{"order":"${id}"}`,
    attributes: { ApproximateReceiveCount: "1", ...(group ? { MessageGroupId: group } : {}) },
    eventSource: "aws:sqs",
    eventSourceARN: `arn:aws:sqs:eu-west-1:123456789012:orders${group ? ".fifo" : ""}`,
    awsRegion: "eu-west-1",
  };
}

export function kinesisRecord(sequenceNumber: string) {
  return {
    kinesis: { partitionKey: "k", sequenceNumber, data: "aGk=" },
    eventSource: "aws:kinesis",
    eventID: `shardId-000000000006:${sequenceNumber}`,
    eventSourceARN: "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks",
  };
}

export function dynamoRecord(SequenceNumber: string) {
  return {
    eventID: `id-${SequenceNumber}`,
    eventName: "INSERT",
    dynamodb: { Keys: { Id: { N: "1" } }, SequenceNumber },
    eventSource: "aws:dynamodb",
    eventSourceARN: "arn:aws:dynamodb:eu-west-1:123456789012:table/t/stream/2026-11-30",
  };
}
