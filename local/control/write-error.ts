import { type XmlValue, xmlDocument } from "../http/xml.ts";
import type { AwsError, AwsResponse, Service } from "../service.ts";

type Writer = (error: AwsError, requestId: string) => AwsResponse;

const WRITERS: Readonly<Record<Service["protocol"], Writer>> = {
  // https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html#operation-error-serialization
  // A denied call is 400 too: https://github.com/anomalyco/sst/issues/4256
  json: (error) => ({
    status: error.status < 500 ? 400 : error.status,
    headers: { "content-type": "application/x-amz-json-1.1" },
    body: JSON.stringify({ __type: error.code, message: error.message }),
  }),
  // https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#operation-error-serialization
  "rest-json": (error) => ({
    status: error.status,
    headers: { "content-type": "application/json", "x-amzn-errortype": error.code },
    body: JSON.stringify({
      ...("Message" in error.fields ? {} : { message: error.message }),
      ...error.fields,
    }),
  }),
  "rest-xml": (error, requestId) => ({
    status: error.status,
    headers: { "content-type": "application/xml" },
    body: xmlDocument("Error", {
      Code: error.code,
      Message: error.message,
      ...(error.fields as Record<string, XmlValue>),
      RequestId: requestId,
      HostId: "local",
    }),
  }),
  // https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#operation-error-serialization
  query: (error, requestId) => ({
    status: error.status,
    headers: { "content-type": "text/xml" },
    body: xmlDocument("ErrorResponse", {
      Error: {
        Type: error.status < 500 ? "Sender" : "Receiver",
        Code: error.code,
        Message: error.message,
        ...(error.fields as Record<string, XmlValue>),
      },
      RequestId: requestId,
    }),
  }),
};

/** Writes an error in the service's wire format. */
export function writeError(
  error: AwsError,
  protocol: Service["protocol"],
  requestId: string,
): AwsResponse {
  return WRITERS[protocol](error, requestId);
}
