import { hideVariables } from "./host/hand-over.ts";

/**
 * What is imported before anything else: this process may start itself anew, and what the other modules do until then
 * would be done twice.
 */
export const leftOpen = hideVariables();
