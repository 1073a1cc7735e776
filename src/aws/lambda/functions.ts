import {
  CreateAliasCommand,
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  DeleteFunctionCommand,
  GetAliasCommand,
  GetFunctionCommand,
  type LambdaClient,
  PublishVersionCommand,
  type TagsError,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  type UpdateFunctionConfigurationCommandInput,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
  waitUntilPublishedVersionActive,
} from "@aws-sdk/client-lambda";
import type { Waits } from "../../ports/clock.ts";
import type { Functions } from "../../ports/functions.ts";
import { explain } from "../errors/explain.ts";
import { isNotFound, nameOf } from "../errors/failure.ts";
import { refusalOf } from "../new-role.ts";
import { patiently, retrying } from "../retry.ts";
import { asGiven } from "./as-given.ts";
import { invoke } from "./invoke.ts";
import { waiting } from "./wait.ts";

/**
 * Functions on Lambda.
 * @param patient a client that waits for an invocation to end and never repeats it
 * @param theirRole ARN of the execution role that the user made, if any
 */
export function createFunctions(
  lambda: LambdaClient,
  patient: LambdaClient,
  waits: Waits,
  theirRole: string | undefined,
): Functions {
  const { clock } = waits;
  const refused = (role: string) =>
    refusalOf("Lambda", role, role === theirRole ? "theirs" : "ours");
  const remove = async (name: string) => {
    try {
      await retrying(clock, isBusy, () =>
        lambda.send(new DeleteFunctionCommand({ FunctionName: name })),
      );
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  };
  const updated = (name: string) =>
    waiting(lambda, (options) => waitUntilFunctionUpdatedV2(options, { FunctionName: name }));
  return {
    async find(name, qualifier) {
      try {
        const { Configuration, Tags, TagsError } = await lambda.send(
          new GetFunctionCommand({
            FunctionName: name,
            ...(qualifier ? { Qualifier: qualifier } : {}),
          }),
        );
        // Without its tags, a function of ours would look like somebody else's.
        if (TagsError && qualifier === undefined) throw tagsDenied(TagsError);
        return {
          arn: Configuration?.FunctionArn ?? "",
          codeSha256: Configuration?.CodeSha256 ?? "",
          settings: asGiven(Configuration),
          variables: Configuration?.Environment?.Variables ?? {},
          tags: Tags ?? {},
        };
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    },

    async create(spec) {
      const { name } = spec;
      const creating = new CreateFunctionCommand({
        ...spec.settings,
        FunctionName: name,
        Architectures: [spec.architecture],
        Code: { ZipFile: spec.zip },
        Tags: { ...spec.tags },
      } as CreateFunctionCommandInput);
      let isCreated = false;
      await patiently(waits, refused(spec.settings.Role), async () => {
        // It has come to nothing, and takes no change.
        if (isCreated) await remove(name);
        await lambda.send(creating).catch((error: unknown) => {
          if (!isEcho(error)) throw error;
        });
        isCreated = true;
        await waiting(lambda, (options) =>
          waitUntilFunctionActiveV2(options, { FunctionName: name }),
        );
      });
    },

    async update({ name, architecture, settings, zip }) {
      await patiently(
        waits,
        (error) => (isBusy(error) ? BUSY : refused(settings.Role)(error)),
        async () => {
          await lambda.send(
            new UpdateFunctionConfigurationCommand({
              ...settings,
              FunctionName: name,
            } as UpdateFunctionConfigurationCommandInput),
          );
          await updated(name);
        },
      );
      await retrying(clock, isBusy, () =>
        lambda.send(
          new UpdateFunctionCodeCommand({
            FunctionName: name,
            ZipFile: zip,
            Architectures: [architecture],
          }),
        ),
      );
      await updated(name);
    },

    async publish(name, codeSha256) {
      const { Version } = await retrying(clock, isBusy, () =>
        lambda.send(new PublishVersionCommand({ FunctionName: name, CodeSha256: codeSha256 })),
      );
      const version = Version ?? "";
      await waiting(lambda, (options) =>
        waitUntilPublishedVersionActive(options, { FunctionName: name, Qualifier: version }),
      );
      return version;
    },

    invoke: (name, qualifier, payload) => invoke(patient, name, qualifier, payload),

    async findAlias(name, alias) {
      try {
        const found = await lambda.send(new GetAliasCommand({ FunctionName: name, Name: alias }));
        return found.FunctionVersion;
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    },

    async pointAlias(name, alias, version) {
      const target = { FunctionName: name, Name: alias, FunctionVersion: version };
      try {
        await retrying(clock, isBusy, () => lambda.send(new UpdateAliasCommand(target)));
      } catch (error) {
        if (!isNotFound(error)) throw error;
        await lambda.send(new CreateAliasCommand(target)).catch(async (conflict: unknown) => {
          if (!isBusy(conflict)) throw conflict;
          // It is there: by another deploy, or by this one, whose first answer was lost.
          await retrying(clock, isBusy, () => lambda.send(new UpdateAliasCommand(target)));
        });
      }
    },

    remove,
  };
}

/**
 * GetFunction succeeds without `lambda:ListTags`, and leaves the tags out.
 * https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html
 */
function tagsDenied({ ErrorCode = "", Message = "" }: TagsError): unknown {
  return explain(Object.assign(new Error(Message), { name: ErrorCode }), "lambda:ListTags");
}

/** Milliseconds to wait for another update of the function. */
const BUSY = { limit: 90_000 };

/** An update of the same function is in progress. */
function isBusy(error: unknown): boolean {
  return nameOf(error) === "ResourceConflictException";
}

/**
 * Whether a function that is there was made by this very call: its first answer was lost, and the SDK repeated it. Were
 * it another's after all, nothing of it would be published, because `publish` names our code.
 */
function isEcho(error: unknown): boolean {
  const { attempts = 1 } = (error as { $metadata?: { attempts?: number } }).$metadata ?? {};
  return isBusy(error) && attempts > 1;
}
