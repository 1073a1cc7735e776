import type { Visit } from "../try/visit.ts";

const PASSWORD = "correct horse battery";

const OPML = `<?xml version="1.0"?><opml version="1.0"><head><title>Feeds</title></head><body>
<outline text="Harbours" title="Harbours" type="rss" xmlUrl="http://harbours.example/feed"/>
<outline text="Piers" title="Piers" type="rss" xmlUrl="http://piers.example/feed"/></body></opml>`;

/**
 * Its views and sprockets-helpers write the paths of scripts and styles without what the app is served below, so that
 * they do not come below a stage. The stories of its tutorial lack what its template shows, and the tutorial asks for a
 * stylesheet at a path that nothing serves.
 */
export const known = [
  /^script: \$ is not defined$/,
  /^script: enclosure_url is not defined$/,
  /^GET \/css\/reenie-beanie-font\.css: (404|no answer)$/,
];

/**
 * Stringer (github.com/stringer-rss/stringer, of December 2022): the owner's first visit, who sets a password, imports a
 * file of feeds, renames one, takes one out, exports the rest, and logs out and in. Its views write every path by hand,
 * so that a form leaves the stage's path: below a stage only pages are looked at. A feed is not added by its address:
 * that answers with 500 on every server, because nothing of this version loads `AddNewFeed`.
 */
export default async function smoke({ page, url, go, settled }: Visit): Promise<void> {
  if (new URL(url).pathname !== "/") {
    await go("/");
    if (page.url() !== `${url}/setup/password`) throw new Error(`The first page: ${page.url()}`);
    for (const path of ["/login", "/heroku", "/feeds", "/feeds/new", "/feeds/import", "/archive"]) {
      const status = await go(path);
      if (status !== 200) throw new Error(`${path} is ${status}`);
    }
    return;
  }
  await go("/");
  await page.fill("#password", PASSWORD);
  await page.fill("#password-confirmation", PASSWORD);
  await page.click("#submit");
  await page.waitForURL(`${url}/feeds/import`);
  await settled();
  await page.setInputFiles("#opml_file", {
    name: "feeds.opml",
    mimeType: "text/xml",
    buffer: Buffer.from(OPML),
  });
  await page.waitForURL(`${url}/setup/tutorial`); // A script sends the form.
  await settled();

  await go("/feeds");
  await page.locator(".feed", { hasText: "Harbours" }).locator(".edit-feed a").click();
  await page.fill("#feed-name", "Bridges");
  await page.click("#submit");
  await page.waitForURL(`${url}/feeds`);
  await settled();
  await page.getByText("Bridges").waitFor();
  await page.locator(".feed", { hasText: "Piers" }).locator(".remove-feed a").click();
  await page.locator(".feed", { hasText: "Piers" }).waitFor({ state: "detached" });
  await settled();
  const exported = await page.evaluate<string>(
    "fetch('/feeds/export').then(answer => answer.text())",
  );
  if (!exported.includes("Bridges") || exported.includes("Piers")) throw new Error(exported);
  for (const path of ["/news", "/starred", "/archive", "/debug"]) {
    const status = await go(path);
    if (status !== 200) throw new Error(`${path} is ${status}`);
  }

  await page.click('a[href="/logout"]');
  await page.waitForURL(`${url}/login`);
  await settled();
  await page.fill("#password", PASSWORD);
  await page.click("#login input[type=submit]");
  await page.waitForURL(`${url}/news`);
}
