import { describe, expect, test } from "@jest/globals";
import { mediaType } from "../../../runtime/src/http/media-types.ts";
import { staticPath } from "../../../runtime/src/http/static-path.ts";

const paths = ["/assets", "/favicon.ico", "/a b"];

describe("the path of a static file", () => {
  test.each([
    ["/assets/a.css", "/assets/a.css"],
    ["/assets/a.css?v=1?2", "/assets/a.css"],
    ["/assets/a%20b.css", "/assets/a b.css"],
    ["/assets/%C3%A9.png", "/assets/é.png"],
    ["/%61ssets/a.css", "/assets/a.css"],
    ["/assets/a%252e.css", "/assets/a%2e.css"],
    ["/favicon.ico", "/favicon.ico"],
    ["/assets", "/assets"],
    ["/a%20b/c", "/a b/c"],
  ])("%s is %s", (target, path) => expect(staticPath(target, paths)).toBe(path));

  test.each([
    ...["/", "/posts", "/assetsx/a.css", "/favicon.ico2", "/favicon", "/x/assets/a.css"],
    ...["/assets/../config/master.key", "/assets/%2e%2e/config/master.key", "/assets/..%2fconfig"],
    ...["/assets/..%252f..%2fa", "/assets/.%2e/a", "/assets/%2E%2E%2Fa", "/../assets/a.css"],
    ...["/assets/./a.css", "/assets//a.css", "//assets/a.css", "/assets%2f%2fa.css"],
    ...["/assets/a.css%00.png", "/assets/%00", "/assets/%", "/assets/%zz", "/assets/%c3%28"],
    ...["/assets/.env", "/assets/.git/config", "/assets/%2eenv", "/assets/", "assets/a.css", ""],
  ])("%s is the app's business", (target) => {
    expect(staticPath(target, paths)).toBeUndefined();
  });
});

test.each([
  ["/assets/app-0123abcd.css", "text/css"],
  ["/a.JS", "text/javascript"],
  ["/a.woff2", "font/woff2"],
  ["/a.svg", "image/svg+xml"],
  ["/a.tar.gz", "application/octet-stream"],
  ["/a", "application/octet-stream"],
  ["/css", "application/octet-stream"],
  ["/a.text", "application/octet-stream"],
])("the type of %s is %s", (path, type) => expect(mediaType(path)).toBe(type));
