import { expect, test } from "@jest/globals";
import { loggingConfig } from "../../../../src/release/state/logging-config.ts";

const JSON_LOG = { LogFormat: "JSON", ApplicationLogLevel: "TRACE" };

test.each([
  // Text is what Lambda has: nothing is said, so a log group that was set by hand stays.
  ["text", {}, [undefined, undefined], {}],
  ["text", {}, [{ LogFormat: "Text", LogGroup: "mine" }], {}],
  ["json", {}, [undefined], { LoggingConfig: JSON_LOG }],
  [
    "json",
    {},
    [{ LogFormat: "Text", LogGroup: "mine" }],
    { LoggingConfig: { ...JSON_LOG, LogGroup: "mine" } },
  ],
  [
    "json",
    { LogGroup: "other", ApplicationLogLevel: "WARN" },
    [{ LogGroup: "mine" }],
    { LoggingConfig: { LogFormat: "JSON", ApplicationLogLevel: "WARN", LogGroup: "other" } },
  ],
  // Levels of a function that logs as JSON already are whoever's who set them: ours of an earlier deploy, or a user's.
  [
    "json",
    {},
    [{ LogFormat: "JSON", ApplicationLogLevel: "WARN", SystemLogLevel: "DEBUG" }],
    {
      LoggingConfig: { LogFormat: "JSON", ApplicationLogLevel: "WARN", SystemLogLevel: "DEBUG" },
    },
  ],
  [
    "json",
    { ApplicationLogLevel: "ERROR" },
    [{ LogFormat: "JSON", ApplicationLogLevel: "WARN" }],
    { LoggingConfig: { LogFormat: "JSON", ApplicationLogLevel: "ERROR" } },
  ],
  // Back to text: also where only the live version still has the other format.
  [
    "text",
    {},
    [{ LogFormat: "JSON", LogGroup: "mine" }],
    { LoggingConfig: { LogFormat: "Text", LogGroup: "mine" } },
  ],
  [
    "text",
    {},
    [{ LogFormat: "Text" }, { LogFormat: "JSON" }],
    { LoggingConfig: { LogFormat: "Text" } },
  ],
  // `function-configuration` comes before inputs, as with other settings.
  ["text", { LogFormat: "JSON" }, [undefined], { LoggingConfig: JSON_LOG }],
] as const)("%s with %j of the user's on %j", (logFormat, asked, present, wanted) => {
  const functionConfiguration = Object.keys(asked).length > 0 ? { LoggingConfig: asked } : {};
  expect(loggingConfig({ logFormat, functionConfiguration }, present)).toEqual(wanted);
});
