/** Types of the files that browsers ask for, by the ends of their names. */
const TYPES =
  "html text/html htm text/html css text/css js text/javascript mjs text/javascript json application/json map application/json txt text/plain xml application/xml svg image/svg+xml png image/png jpg image/jpeg jpeg image/jpeg gif image/gif webp image/webp avif image/avif ico image/vnd.microsoft.icon woff font/woff woff2 font/woff2 ttf font/ttf otf font/otf pdf application/pdf wasm application/wasm webmanifest application/manifest+json mp4 video/mp4 webm video/webm mp3 audio/mpeg";

/** Returns a file's type by its name. */
export function mediaType(path: string): string {
  const end = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase();
  const words = TYPES.split(" ");
  const at = words.indexOf(end ?? "");
  return at >= 0 && at % 2 === 0 ? words[at + 1]! : "application/octet-stream";
}
