import { DeleteRestApiCommand } from "@aws-sdk/client-api-gateway";
import { isNotFound } from "../errors/failure.ts";
import type { Access } from "./access.ts";
import { changing } from "./changing.ts";

/** Removes an API, if it still exists. */
export async function removeApi(access: Access, restApiId: string): Promise<void> {
  try {
    await changing(access, "DeleteRestApi", () =>
      access.once.send(new DeleteRestApiCommand({ restApiId })),
    );
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
