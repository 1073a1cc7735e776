import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Pool, Throttled } from "../../../sandbox/pool.ts";
import type { Invocation, Mount, Outcome, Runnable } from "../../../sandbox/runnable.ts";
import { AwsError } from "../../../service.ts";
import { throttled } from "../errors.ts";
import type { CodeStore } from "../functions/code-store.ts";
import type { FileSystemConfig, LambdaFunction, Settings, Version } from "../model.ts";
import { logGroupOf } from "../settings/role-permissions.ts";

/** Runs versions in sandboxes. */
export interface Invocations {
  /** @throws AwsError TooManyRequestsException */
  run(fn: LambdaFunction, version: Version, what: Omit<Invocation, "traceId">): Promise<Outcome>;
  /** Ends the sandboxes of a version that no longer exists. */
  retire(instance: string): Promise<void>;
}

/** @param checkMounts refuses a version whose role may not mount its file systems */
export function createInvocations(
  pool: () => Promise<Pool>,
  codes: CodeStore,
  stateDir: string,
  checkMounts: (settings: Settings) => void,
): Invocations {
  return {
    async run(fn, version, what) {
      checkArchitecture(version.settings);
      checkMounts(version.settings);
      const runnable = toRunnable(fn.name, version, codes, stateDir);
      try {
        return await (await pool()).invoke(runnable, { ...what, traceId: newTraceId() });
      } catch (error) {
        if (error instanceof Throttled) throw throttled("ConcurrentInvocationLimitExceeded");
        throw error;
      }
    },
    retire: async (instance) => (await pool()).retire((key) => key === instance),
  };
}

/** This machine's architecture, as Lambda names it. */
const ARCHITECTURE = process.arch === "arm64" ? "arm64" : "x86_64";

/** A sandbox is a process of this machine. */
function checkArchitecture({ Architectures }: Settings): void {
  if (Architectures[0] === ARCHITECTURE) return;
  const message = `The embedded Lambda runs ${ARCHITECTURE} on this machine, and not ${Architectures[0]}`;
  throw new AwsError(501, "NotImplemented", message);
}

function toRunnable(name: string, version: Version, codes: CodeStore, stateDir: string): Runnable {
  const { settings } = version;
  return {
    key: version.instance,
    functionName: name,
    version: version.version,
    handler: settings.Handler,
    role: settings.Role,
    logGroup: logGroupOf(name, settings),
    ...logForm(settings),
    memoryMb: settings.MemorySize,
    timeoutSeconds: settings.Timeout,
    tmpMb: settings.EphemeralStorage.Size,
    environment: settings.Environment?.Variables ?? {},
    mounts: (settings.FileSystemConfigs ?? []).map((config) => openMount(config, stateDir)),
    codeDir: codes.folderOf(version.code),
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html */
function logForm({ LoggingConfig }: Settings): Pick<Runnable, "logFormat" | "logLevel"> {
  if (LoggingConfig?.LogFormat !== "JSON") return { logFormat: "Text" };
  return { logFormat: "JSON", logLevel: LoggingConfig.ApplicationLogLevel ?? "INFO" };
}

/** Opens an access point. It is one folder for all sandboxes that mount it. */
function openMount({ Arn, LocalMountPath }: FileSystemConfig, stateDir: string): Mount {
  const hostDir = join(stateDir, "efs", Arn.slice(Arn.lastIndexOf("/") + 1));
  mkdirSync(hostDir, { recursive: true, mode: 0o700 });
  return { hostDir, path: LocalMountPath };
}

/** https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
function newTraceId(): string {
  const hex = (bytes: number) => randomBytes(bytes).toString("hex");
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${seconds}-${hex(12)};Parent=${hex(8)};Sampled=0`;
}
