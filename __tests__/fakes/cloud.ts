import type { Cloud } from "../../src/ports/cloud.ts";
import type { Invocation } from "../../src/ports/functions.ts";

type Tags = Readonly<Record<string, string>>;

/** AWS in memory, as far as commands that deploy nothing need it. What is not here throws. */
export interface FakeCloud extends Cloud {
  readonly stages: Map<string, { tags: Tags; live: string | undefined }>;
  readonly apis: Map<string, { name: string; tags: Tags }>;
  /** Names and what they invoke. */
  readonly schedulesThere: Map<string, string>;
  /** `<bucket>/<key>` */
  readonly objects: Set<string>;
  /** What the functions were asked, as `<function>:<qualifier> <message>`. */
  readonly invoked: string[];
  /** What an invocation gives. */
  answer: (message: Record<string, unknown>, name: string) => Invocation;
}

export function fakeCloud(): FakeCloud {
  const stages: FakeCloud["stages"] = new Map();
  const apis: FakeCloud["apis"] = new Map();
  const schedulesThere: FakeCloud["schedulesThere"] = new Map();
  const objects = new Set<string>();
  const invoked: string[] = [];
  const cloud: FakeCloud = {
    stages,
    apis,
    schedulesThere,
    objects,
    invoked,
    answer: () => ({ payload: { status: 0, output: "" }, error: undefined }),
    region: "eu-west-1",
    roles: {
      identity: async () => ({ account: "123456789012", partition: "aws" }),
      ensure: unexpected,
      removePolicy: async () => {},
    },
    schedules: {
      async find(name) {
        const target = schedulesThere.get(name);
        return target === undefined ? undefined : { expression: "", target, role: "", input: "" };
      },
      create: unexpected,
      update: unexpected,
      remove: async (name) => void schedulesThere.delete(name),
    },
    store: {
      ensureBucket: unexpected,
      has: unexpected,
      upload: unexpected,
      download: unexpected,
      readJson: unexpected,
      writeJson: unexpected,
      async claim(bucket, key) {
        if (objects.has(`${bucket}/${key}`)) return false;
        objects.add(`${bucket}/${key}`);
        return true;
      },
      presignPut: async (bucket, key) => `https://${bucket}/${key}`,
      async removeAll(bucket, prefix) {
        const gone = [...objects].filter((key) => key.startsWith(`${bucket}/${prefix}`));
        for (const key of gone) objects.delete(key);
        return gone.length;
      },
    },
    frontDoor: {
      noun: "REST API",
      digest: () => "",
      async find({ name, stage }) {
        const [found] = [...apis].filter(([, api]) => api.name === name);
        if (!found) return undefined;
        const [id, { tags }] = found;
        return { id, url: `https://${id}/${stage}`, serves: undefined, tags };
      },
      list: async () => [...apis.values()],
      create: unexpected,
      update: unexpected,
      remove: async (id) => void apis.delete(id),
    },
    functions: {
      async find(name) {
        const found = stages.get(name);
        return (
          found && { arn: name, codeSha256: "", settings: {}, variables: {}, tags: found.tags }
        );
      },
      create: unexpected,
      update: unexpected,
      publish: unexpected,
      async invoke(name, qualifier, payload) {
        const message = payload as Record<string, unknown>;
        invoked.push(`${name}:${qualifier} ${message.command ?? message.message}`);
        return cloud.answer(message, name);
      },
      findAlias: async (name) => stages.get(name)?.live,
      pointAlias: unexpected,
      remove: async (name) => void stages.delete(name),
    },
  };
  return cloud;
}

async function unexpected(): Promise<never> {
  throw new Error("This command has no business to ask for that.");
}

/** Puts a stage there as a deploy leaves it. */
export function addStage(
  cloud: FakeCloud,
  of: {
    readonly app: string;
    readonly stage: string;
    readonly repository: string;
    readonly pullRequest?: number;
  },
): void {
  const name = `${of.app}-${of.stage}`;
  const tags = {
    "megamode:app": of.app,
    "megamode:stage": of.stage,
    "megamode:repository": of.repository,
    ...(of.pullRequest ? { "megamode:pull-request": String(of.pullRequest) } : {}),
  };
  cloud.stages.set(name, { tags, live: "3" });
  cloud.apis.set(`api-of-${name}`, { name, tags });
  const alias = `arn:aws:lambda:eu-west-1:123456789012:function:${name}:live`;
  cloud.schedulesThere.set(name, alias);
  const folder = `megamode-123456789012-eu-west-1/${of.app}`;
  cloud.objects.add(`${folder}/${of.stage}/releases/3.json`);
  cloud.objects.add(`${folder}/archives/0123.tar.zst`);
}
