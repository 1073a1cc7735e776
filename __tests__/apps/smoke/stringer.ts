import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Visit } from "../try/visit.ts";

const PASSWORD = "correct horse battery";

const FEED = `<?xml version="1.0"?><rss version="2.0"><channel><title>Bridges of the week</title>
<link>http://bridges.example/</link><description>None</description></channel></rss>`;

const OPML = `<?xml version="1.0"?><opml version="1.0"><head><title>Feeds</title></head><body>
<outline text="Harbours" title="Harbours" type="rss" xmlUrl="http://harbours.example/feed"/></body></opml>`;

/**
 * Stringer (github.com/stringer-rss/stringer, of December 2022): the owner's first visit, who sets a password, imports a
 * file of feeds, adds a feed of this machine, renames it, takes all feeds out again, and logs out and in. Its views
 * write every path by hand, so that a form leaves the stage's path: below a stage only pages are looked at.
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
  const feeds = createServer((_, response) => {
    response.setHeader("content-type", "application/rss+xml").end(FEED);
  });
  await new Promise<void>((listening) => feeds.listen(0, "127.0.0.1", listening));
  const { port } = feeds.address() as AddressInfo;
  try {
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

    await go("/feeds/new");
    await page.fill("#feed-url", `http://127.0.0.1:${port}/feed`);
    await page.click("#submit");
    await page.waitForURL(`${url}/news`);
    await go("/feeds");
    await page.getByText("Harbours").waitFor();
    const feed = page.locator(".feed", { hasText: "Bridges of the week" });
    await feed.locator(".edit-feed a").click();
    await page.fill("#feed-name", "Bridges");
    await page.click("#submit");
    await page.waitForURL(`${url}/feeds`);
    await settled();
    await page.getByText("Bridges").waitFor();
    const [export_] = await Promise.all([
      page.waitForEvent("download"),
      page.click('a[href="/feeds/export"]'),
    ]);
    if ((await export_.failure()) !== null) throw new Error("The feeds cannot be exported");
    for (const path of ["/starred", "/archive", "/debug"]) {
      const status = await go(path);
      if (status !== 200) throw new Error(`${path} is ${status}`);
    }

    await page.click('a[href="/logout"]');
    await page.waitForURL(`${url}/login`);
    await settled();
    await page.fill("#password", PASSWORD);
    await page.click("#login input[type=submit]");
    await page.waitForURL(`${url}/news`);
  } finally {
    feeds.close();
  }
}
