/**
 * The variable of an API Gateway stage whose integration streams, and its value. It arrives in each event. A version that
 * can stream has no other way to know how it was invoked, and an answer in the other form is a broken page.
 */
export const STREAM_VARIABLE = "responseMode";
export const STREAM_VALUE = "stream";
