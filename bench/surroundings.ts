import { join } from "node:path";
import { GetFunctionConfigurationCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { environmentFor } from "../bin/local-aws.ts";
import { lambdaEnvironment } from "../contract/lambda-environment.ts";

/** What a function gives the processes in it, for a server that is started without one. */
export interface Surroundings {
  /** Lambda's variables and the function's own, without credentials. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folders of this machine, and where the function has them mounted. */
  readonly mounts: readonly { readonly from: string; readonly to: string }[];
}

/**
 * Asks an embedded AWS for a function's settings.
 * @param state folder of the embedded AWS, which is started if it is not running
 */
export async function surroundingsOf(state: string, functionName: string): Promise<Surroundings> {
  Object.assign(process.env, await environmentFor(state));
  const found = await new LambdaClient({}).send(
    new GetFunctionConfigurationCommand({ FunctionName: functionName, Qualifier: "live" }),
  );
  const { Version = "", MemorySize = 0, Environment, FileSystemConfigs = [] } = found;
  const facts = {
    functionName,
    version: Version,
    memoryMb: MemorySize,
    logGroup: found.LoggingConfig?.LogGroup ?? "",
    logStream: "bench",
    region: process.env.AWS_REGION ?? "",
  };
  return {
    environment: lambdaEnvironment(facts, Environment?.Variables ?? {}),
    mounts: FileSystemConfigs.map(({ Arn = "", LocalMountPath = "" }) => ({
      from: join(state, "efs", Arn.slice(Arn.lastIndexOf("/") + 1)),
      to: LocalMountPath,
    })),
  };
}
