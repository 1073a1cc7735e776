import type { Visit } from "../try/visit.ts";

/**
 * Slow Blog (github.com/willnet/slow_blog), with a user `willnet@example.com`: is sent to log in, writes a post with
 * tags, comments on it and changes the comment in its Turbo frame, searches by tag, asks for a new password (a job of
 * Solid Queue), deletes the post by a dialog, and logs out.
 */
export default async function smoke({ page, url, go, settled }: Visit): Promise<void> {
  const mark = `${Date.now()}`;
  await go("/posts/new");
  if (page.url() !== `${url}/session/new`) throw new Error(`Without log-in: ${page.url()}`);
  await page.fill("[name=email_address]", "willnet@example.com");
  await page.fill("[name=password]", "password");
  await page.click("input[type=submit]");
  await page.waitForURL(`${url}/posts/new`); // Where the log-in was asked for.
  await settled();

  await page.fill("#post_title", `Bridges ${mark}`);
  await page.fill("#post_body", "The railing is loose");
  await page.selectOption("#post_status", "published");
  await page.fill("#post_tag_names", `tag${mark}`);
  await page.click("#post_title ~ input[type=submit]");
  await page.getByText("Post was successfully created").waitFor();
  const post = new URL(page.url()).pathname.split("/").pop();
  await settled();

  await page.fill("#comment_body", `First ${mark}`);
  await page.click("form[action$=comments] input[type=submit]");
  await page.getByText(`First ${mark}`).waitFor();
  await settled();
  await page.locator("turbo-frame").getByRole("button", { name: "Edit" }).click();
  const body = page.locator("turbo-frame textarea");
  await body.waitFor();
  await body.fill(`Second ${mark}`);
  await page.locator("turbo-frame input[type=submit]").click();
  await page.getByText(`Second ${mark}`).waitFor();
  await settled();

  await go(`/searches?tag=tag${mark}`);
  await page.getByText(`Bridges ${mark}`).first().waitFor();
  await go("/");
  await page.getByText(`Bridges ${mark}`).first().waitFor();
  await go("/passwords/new");
  await page.fill("[name=email_address]", "willnet@example.com");
  await page.click("input[type=submit]");
  await page.getByText("Password reset instructions sent").waitFor();
  await settled();

  page.on("dialog", (dialog) => dialog.accept());
  await go(`/posts/${post}`);
  await page.getByRole("button", { name: "Destroy this post" }).click();
  await page.getByText("Post was successfully destroyed").waitFor();
  await settled();
  await page.getByRole("link", { name: "Sign Out" }).click();
  await page.getByRole("link", { name: "Sign In" }).waitFor();
  await settled();
  await go("/posts/new");
  if (page.url() !== `${url}/session/new`) throw new Error(`After the log-out: ${page.url()}`);
}
