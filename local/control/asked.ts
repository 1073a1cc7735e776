import { AsyncLocalStorage } from "node:async_hooks";
import type { Permits } from "./authorize.ts";

/** A permission that a request asked for, and whether the caller's policies gave it. */
export interface Permission {
  readonly action: string;
  readonly resource: string;
  readonly allowed: boolean;
}

const requests = new AsyncLocalStorage<Permission[]>();

/** Handles a request, and collects the permissions that it asks for, by whichever service. */
export function collecting<T>(permissions: Permission[], handle: () => Promise<T>): Promise<T> {
  return requests.run(permissions, handle);
}

/** Notes what is asked under the request that is being handled. */
export function noting(permits: Permits): Permits {
  return (principal, action, resource, context) => {
    const allowed = permits(principal, action, resource, context);
    requests.getStore()?.push({ action, resource, allowed });
    return allowed;
  };
}
