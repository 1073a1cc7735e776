import { bubblewrap } from "../local/sandbox/jail/bubblewrap.ts";

/**
 * Says why the embedded AWS cannot isolate its sandboxes on this machine. They then share the machine's own `/tmp/mm`, so
 * that one runs at a time: the end-to-end tests need more.
 * @param folder for the files of the trial
 * @returns undefined if it can
 */
export async function whyNotIsolated(folder: string): Promise<string | undefined> {
  try {
    await bubblewrap(process.execPath, folder);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

if (import.meta.main) console.log((await whyNotIsolated(process.argv[2] ?? "")) ?? "isolated");
