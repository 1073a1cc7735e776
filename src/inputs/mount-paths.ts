/**
 * Returns the paths at which the function's file systems are mounted.
 * @param functionConfiguration the input `function-configuration`, parsed
 */
export function mountPaths({
  FileSystemConfigs,
}: Readonly<Record<string, unknown>>): readonly string[] {
  if (!Array.isArray(FileSystemConfigs)) return [];
  return FileSystemConfigs.flatMap((config: { LocalMountPath?: unknown } | null) =>
    typeof config?.LocalMountPath === "string" ? [config.LocalMountPath] : [],
  );
}
