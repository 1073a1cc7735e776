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

/** Makes the console write Lambda's text or JSON format. @returns an object whose `requestId` is the current request's */
export function patchConsole() {
  const state = { requestId: undefined };
  for (const [method, level] of Object.entries(LEVELS)) {
    console[method] = (...args) => {
      if (process.env.AWS_LAMBDA_LOG_FORMAT === "JSON") {
        const timestamp = new Date().toISOString();
        const { requestId } = state;
        const record = {
          timestamp,
          level,
          ...(requestId && { requestId }),
          message: format(...args),
        };
        process.stdout.write(`${JSON.stringify(record)}\n`);
        return;
      }
      const line = `${new Date().toISOString()}\t${state.requestId ?? "-"}\t${level}\t${format(...args)}`;
      // One record is one line. Lambda's log writes a line break within a record as a carriage return.
      process.stdout.write(`${line.replaceAll("\n", "\r")}\n`);
    };
  }
  return state;
}
