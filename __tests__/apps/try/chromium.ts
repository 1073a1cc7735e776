import { type Browser, chromium } from "playwright-core";

/** Chromium of the distribution, or what `CHROMIUM` names; it asks nobody but the pages' own hosts. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    timeout: 300_000, // On a machine that is busy.
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
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
