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

/** Makes console write Lambda's text format. @returns where the current request's id is set */
export function patchConsole() {
  const state = { requestId: undefined };
  for (const [method, level] of Object.entries(LEVELS)) {
    console[method] = (...args) => {
      const line = `${new Date().toISOString()}\t${state.requestId ?? "-"}\t${level}\t${format(...args)}`;
      // One record is one line: Lambda's log takes a carriage return for a line break within a record.
      process.stdout.write(`${line.replaceAll("\n", "\r")}\n`);
    };
  }
  return state;
}
