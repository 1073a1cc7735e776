/** How far what was built is tried on the runner: `boot` starts it, `request` asks it for a page too. */
export const PREFLIGHT_MODES = ["request", "boot", "off"] as const;
export type PreflightMode = (typeof PREFLIGHT_MODES)[number];
