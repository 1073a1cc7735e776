import type { DataSources } from "../../../../src/app/data/risk.ts";

export type Given = Partial<Omit<DataSources, "files" | "locked">> & {
  readonly files?: Readonly<Record<string, string>>;
  readonly gems?: readonly string[];
};

/** What is known of an app with these files and gems, in production. */
export function sources({ files = {}, gems = [], ...rest }: Given): DataSources {
  return {
    environment: {},
    mounts: [],
    railsEnv: "production",
    ...rest,
    files: new Map(Object.entries(files)),
    locked: new Map(gems.map((gem) => [gem, "1.0"])),
  };
}
