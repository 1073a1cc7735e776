import type { FunctionInvoker, Roles, Service } from "./service.ts";

/** What the rest of the stand-in knows of Lambda. */
export interface Lambda {
  readonly service: Service;
  readonly invoker: FunctionInvoker;
  /** Ends the sandboxes that were idle for too long by the clock; otherwise now and then by itself. */
  sweep?(): Promise<void>;
  close(): Promise<void>;
}

/** How Lambda is made. */
export type LambdaFactory = (options: {
  readonly stateDir: string;
  /** The control plane, once it listens: what a sandbox's SDK calls. */
  readonly endpoint: () => string;
  readonly region: string;
  readonly account: string;
  readonly roles: Roles;
  readonly nodeBinary: string;
  readonly log: (functionName: string, line: string) => void;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** Milliseconds after which an idle sandbox is ended. */
  readonly idleMs?: number;
}) => Lambda;

/** The Lambda with sandboxes. */
export async function loadLambda(): Promise<LambdaFactory> {
  const module = "./lambda/lambda.ts";
  return ((await import(module)) as { createLambda: LambdaFactory }).createLambda;
}
