import { expect, test } from "@jest/globals";
import {
  addressBefore,
  forwardedFor,
  sourceAddress,
  viewerAddress,
} from "../../../runtime/src/events/source-address.ts";

test.each([
  ["203.0.113.9", "203.0.113.9"],
  [" 203.0.113.9 ", "203.0.113.9"],
  ["2001:db8::1", "2001:db8::1"],
  ["test-invoke-source-ip", undefined],
  ["203.0.113.9, 1.2.3.4", undefined],
  ["300.1.1.1", undefined],
  ["", undefined],
  [undefined, undefined],
])("the source %j is the address %s", (sourceIp, address) => {
  expect(sourceAddress(sourceIp)).toBe(address);
});

test.each([
  [[], "203.0.113.9", "203.0.113.9"],
  [["203.0.113.9"], "203.0.113.9", "203.0.113.9"],
  [["1.2.3.4, 203.0.113.9"], "203.0.113.9", "1.2.3.4, 203.0.113.9"],
  [["1.2.3.4"], "203.0.113.9", "1.2.3.4, 203.0.113.9"],
  [["1.2.3.4", "5.6.7.8"], "203.0.113.9", "1.2.3.4, 5.6.7.8, 203.0.113.9"],
  [["10.9.9.9, 203.0.113.9, 130.176.1.2"], "203.0.113.9", "10.9.9.9, 203.0.113.9"],
  [["203.0.113.9, 1.2.3.4, 10.0.0.1"], "203.0.113.9", "203.0.113.9"],
  // The client guessed its own address: the last one is the front door's.
  [["203.0.113.9, 1.2.3.4, 203.0.113.9"], "203.0.113.9", "203.0.113.9, 1.2.3.4, 203.0.113.9"],
  // A load balancer that preserves the client's port.
  [["1.2.3.4, 203.0.113.9:51234"], "203.0.113.9", "1.2.3.4, 203.0.113.9"],
  [["1.2.3.4, [2001:db8::9]:51234"], "2001:db8::9", "1.2.3.4, 2001:db8::9"],
  [
    ["nobody, 300.1.1.1:x,, 203.0.113.90"],
    "203.0.113.9",
    "nobody, 300.1.1.1:x, 203.0.113.90, 203.0.113.9",
  ],
  [["1.2.3.4, 10.0.0.7"], "10.0.0.7", "10.0.0.7"],
  [["1.2.3.4"], "::ffff:127.0.0.1", "::ffff:127.0.0.1"],
  [["1.2.3.4"], "172.31.0.1", "172.31.0.1"],
  [["1.2.3.4"], "fd12::1", "fd12::1"],
  [["1.2.3.4"], "172.32.0.1", "1.2.3.4, 172.32.0.1"],
  [["1.2.3.4"], undefined, undefined],
])("X-Forwarded-For %j of the source %s is %j", (lines, source, expected) => {
  expect(forwardedFor(lines, source)).toBe(expected);
});

const EDGE = "130.176.1.2";
test.each([
  [["198.51.100.7, 130.176.1.2"], EDGE, "198.51.100.7"],
  [["1.2.3.4, 198.51.100.7, 130.176.1.2"], EDGE, "198.51.100.7"],
  [["1.2.3.4", "2001:db8::7,130.176.1.2"], EDGE, "2001:db8::7"],
  // The client guessed the CDN's address: the last one is the front door's.
  [["1.2.3.4, 130.176.1.2, 198.51.100.7, 130.176.1.2"], EDGE, "198.51.100.7"],
  // In front of an API that is not regional stands CloudFront too.
  [["198.51.100.7, 130.176.1.2, 10.0.0.7"], EDGE, "198.51.100.7"],
  [["198.51.100.7, 130.176.1.2:443"], EDGE, "198.51.100.7"],
  [["nobody, 130.176.1.2"], EDGE, undefined],
  [["130.176.1.2"], EDGE, undefined],
  [["198.51.100.7"], EDGE, undefined],
  [[], EDGE, undefined],
  [["198.51.100.7"], undefined, undefined],
])("in X-Forwarded-For %j of the source %s, the CDN wrote %j", (lines, source, expected) => {
  expect(addressBefore(lines, source)).toBe(expected);
});

test.each([
  ["198.51.100.7:46532", "198.51.100.7"],
  ["2001:db8::7:46532", "2001:db8::7"],
  ["[2001:db8::7]:46532", "2001:db8::7"],
  ["198.51.100.7", "198.51.100.7"],
  ["nobody:1", undefined],
  ["198.51.100.7, 1.2.3.4:5", undefined],
  ["", undefined],
  [undefined, undefined],
])("CloudFront-Viewer-Address %j is %j", (value, expected) => {
  expect(viewerAddress(value)).toBe(expected);
});
