import { hideVariables } from "./host/hand-over.ts";

/**
 * What of this process its children could read. This file is imported before any other: the process may start itself
 * anew, and whatever another module did before would be done twice.
 */
export const notHidden = hideVariables();
