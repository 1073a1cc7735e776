/** Formats a size: `2150` becomes `2.1 KB`. */
export function formatBytes(bytes: number): string {
  const units = ["B", "KB", "MB", "GB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return unit === 0 ? `${bytes} B` : `${value.toFixed(1)} ${units[unit]}`;
}

/** Formats the first line of a request: `Processing GET /dev/posts`. */
export function processingLine(method: string, path: string): string {
  return `Processing ${method} ${path}`;
}

/**
 * Formats the last line of a request: `Completed Status Code 200 in 0.035s (2.1 KB, warm)`.
 * @param cold whether this request waited for the server to start
 * @param cut whether the body broke off
 */
export function completedLine(
  status: number,
  milliseconds: number,
  bytes: number,
  cold: boolean,
  cut = false,
): string {
  const seconds = (milliseconds / 1000).toFixed(3);
  const size = formatBytes(bytes);
  return `Completed Status Code ${status} in ${seconds}s (${size}, ${cold ? "cold" : "warm"}${cut ? ", cut" : ""})`;
}
