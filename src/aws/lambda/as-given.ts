import type { FunctionConfiguration } from "@aws-sdk/client-lambda";

/**
 * Returns a function's configuration in the shape in which it is given: Lambda takes layers by their ARNs, and gives them
 * back as structures. https://docs.aws.amazon.com/lambda/latest/api/API_Layer.html
 */
export function asGiven(configuration: FunctionConfiguration = {}): Record<string, unknown> {
  const { Layers, ...alike } = configuration;
  return { ...alike, ...(Layers && { Layers: Layers.map(({ Arn }) => Arn) }) };
}
