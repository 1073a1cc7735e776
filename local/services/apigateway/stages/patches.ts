import { readJson } from "../../../http/body.ts";
import { rejectUnknownFields } from "../../../http/fields.ts";
import type { AwsRequest } from "../../../service.ts";
import { badRequest } from "../model.ts";

/** One change that an Update operation asks for. */
export interface Patch {
  readonly op: string;
  readonly path: string;
  readonly value: string;
}

/** https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html */
export async function readPatches(request: AwsRequest): Promise<Patch[]> {
  const input = await readJson(request);
  rejectUnknownFields(input, ["patchOperations"], "BadRequestException");
  const list = input.patchOperations ?? [];
  if (!Array.isArray(list)) throw badRequest("patchOperations is not a list");
  return list.map((item: Record<string, unknown>) => {
    rejectUnknownFields(item, ["op", "path", "value"], "BadRequestException");
    return { op: String(item.op), path: String(item.path), value: String(item.value ?? "") };
  });
}
