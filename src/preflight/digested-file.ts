import { join, relative } from "node:path";
import { listFiles } from "../files.ts";

/**
 * A stylesheet or a script that a build named after its digest: `app-ABCDEFGH.css`, `app-1f0e6d4c.js`. A word in that place
 * (`datatables-bootstrap.css`) has no digit, and not capitals alone.
 */
const DIGESTED = /^[\w/.-]+[-.](?=\w*[0-9]|[A-Z]+\.)\w{8,64}\.(css|js)$/;

/**
 * Finds a stylesheet or a script that a build has put below `public/`, stylesheets first. Pages refer to such a file, and
 * where an app leaves it to a web server, nobody sends it.
 * @param dir the app's folder
 * @returns its path from the root of the site, such as `/assets/app-ABCDEFGH.css`; undefined if there is none
 */
export async function findDigestedFile(dir: string): Promise<string | undefined> {
  const top = join(dir, "public");
  const paths = (await listFiles(top)).map((file) => `/${relative(top, file)}`);
  const found = paths.filter((path) => DIGESTED.test(path));
  return found.find((path) => path.endsWith(".css")) ?? found[0];
}
