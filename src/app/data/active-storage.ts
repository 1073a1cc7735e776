import { isMounted } from "../../inputs/mounted.ts";
import { parseConfigYaml } from "./config-yaml.ts";
import { railsSetting } from "./rails-setting.ts";
import type { DataSources, Risk } from "./risk.ts";

/** Finds an Active Storage whose files each sandbox would have for itself. */
export function activeStorageRisks(from: DataSources): readonly Risk[] {
  const { files, environment, mounts } = from;
  if (!usesActiveStorage(files)) return [];
  const name = railsSetting(from, "active_storage.service") ?? "";
  const service = parseConfigYaml(files.get("config/storage.yml") ?? "", environment)[name];
  if (typeof service !== "object" || service.service !== "Disk") return [];
  const root = typeof service.root === "string" ? service.root : "storage";
  if (isMounted(root, mounts)) return [];
  return [
    {
      kind: "lost",
      what: `Active Storage keeps files on disk (\`${name}\` of \`config/storage.yml\`, in \`${root}\`): each sandbox has its own, and loses them.`,
      fix: "Name a service of S3 in `config.active_storage.service`, or mount a file system and keep the files there.",
    },
  ];
}

/** Every new app names a service; only one with attachments has files. */
function usesActiveStorage(files: ReadonlyMap<string, string>): boolean {
  return [...files].some(
    ([path, text]) =>
      (/^db\/(schema\.rb|structure\.sql)$/.test(path) && text.includes("active_storage_blobs")) ||
      (path.startsWith("app/models/") && /^\s*has_(one|many)_attached\b/m.test(text)),
  );
}
