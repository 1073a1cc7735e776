import { format } from "node:util";

const LEVELS = {
  trace: "TRACE",
  debug: "DEBUG",
  info: "INFO",
  log: "INFO",
  warn: "WARN",
  error: "ERROR",
  fatal: "FATAL",
};

/** Makes the console write Lambda's text format. @returns an object whose `requestId` is the current request's */
export function patchConsole() {
  const state = { requestId: undefined };
  for (const [method, level] of Object.entries(LEVELS)) {
    console[method] = (...args) => {
      const line = `${new Date().toISOString()}\t${state.requestId ?? "-"}\t${level}\t${format(...args)}`;
      // One record is one line. Lambda's log writes a line break within a record as a carriage return.
      process.stdout.write(`${line.replaceAll("\n", "\r")}\n`);
    };
  }
  return state;
}
