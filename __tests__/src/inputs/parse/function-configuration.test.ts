import type { UpdateFunctionConfigurationCommandInput } from "@aws-sdk/client-lambda";
import { expect, test } from "@jest/globals";
import {
  functionConfiguration,
  SETTINGS,
} from "../../../../src/inputs/parse/function-configuration.ts";

test("every setting is a parameter of an update", () => {
  // The compiler checks it.
  const parameters: readonly (keyof UpdateFunctionConfigurationCommandInput)[] = SETTINGS;
  expect(parameters).toContain("Layers");
});

test.each(SETTINGS)("%s can be set", (name) => {
  const json = { [name]: {} };
  expect(functionConfiguration(JSON.stringify(json))).toEqual(json);
});

test.each([
  ["Environment", "`Environment` cannot be set here; give the input `environment`."],
  ["Role", "`Role` cannot be set here; give the input `execution-role`."],
  ["Architectures", "`Architectures` cannot be set here; it follows from the machine"],
  ["TracngConfig", "`TracngConfig` cannot be set here; it must be one of CapacityProviderConfig, "],
  ["Tags", "`Tags` cannot be set here; it must be one of "],
  ["toString", "`toString` cannot be set here; it must be one of "],
])("%s cannot be set", (name, message) => {
  const text = JSON.stringify({ VpcConfig: {}, [name]: {} });
  expect(() => functionConfiguration(text)).toThrow(message);
});
