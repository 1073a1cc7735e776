import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";

/**
 * GitHub's images for x64 have both, those for arm64 neither. `chromium-browser` is not looked for: in Ubuntu it is a script
 * that asks for a snap.
 * https://github.com/actions/runner-images/blob/main/images/ubuntu/Ubuntu2404-Readme.md#browsers-and-drivers
 */
const NAMES = ["chromium", "google-chrome"];

/** What `CHROMIUM` names, or the first browser in PATH; undefined where there is none. */
export const CHROMIUM = process.env.CHROMIUM ?? browserIn(process.env.PATH ?? "");

/** It asks nobody but the pages' own hosts. */
export function launchChromium(): Promise<Browser> {
  if (CHROMIUM === undefined) {
    throw new Error(
      "There is no Chromium or Chrome in PATH. `CHROMIUM` names one that is elsewhere.",
    );
  }
  return chromium.launch({
    timeout: 300_000, // On a machine that is busy.
    executablePath: CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

function browserIn(path: string): string | undefined {
  const files = NAMES.flatMap((name) => path.split(":").map((folder) => join(folder, name)));
  return files.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
