import type { Visit } from "../try/visit.ts";

/** Its scripts look for the account's menu and the form's file on pages that have none; two pages answer with 422. */
export const known = [
  /^script: Cannot read properties of null \(reading '(addEventListener|files)'\)$/,
  /^GET \S*\/users\/\d+\/(following|followers): 422$/,
];

/**
 * The sample app of railstutorial.org (github.com/learnenough/rails_tutorial_sample_app_7th_ed), with its seeds: its
 * administrator logs in, posts a picture, follows and unfollows somebody by Turbo's streams, turns pages, changes a
 * name, deletes the post, and logs out.
 */
export default async function smoke({ page, url, go, settled }: Visit): Promise<void> {
  const mark = `${Date.now()}`;
  await go("/users");
  if (!page.url().startsWith(`${url}/login`)) throw new Error(`Without log-in: ${page.url()}`);
  await page.fill("#session_email", "example@railstutorial.org");
  await page.fill("#session_password", "foobar");
  await page.check("#session_remember_me");
  await page.click("input[name=commit]");
  await page.waitForURL(`${url}/users`); // Where the log-in was asked for.
  await settled();
  await page.locator(".pagination a[rel=next]").first().click();
  await page.waitForURL(`${url}/users?page=2`);
  await settled();

  const picture = await page.screenshot();
  await go("/");
  await page.fill("#micropost_content", `A bridge, ${mark}`);
  await page.setInputFiles("#micropost_image", {
    name: "bridge.png",
    mimeType: "image/png",
    buffer: picture,
  });
  await page.click("input[name=commit]");
  await page.getByText("Micropost created!").waitFor();
  await settled();
  const post = page.locator(".microposts li", { hasText: mark });
  const width = await post
    .locator(".content img")
    .evaluate((image: unknown) => (image as { naturalWidth: number }).naturalWidth);
  if (width !== 500) throw new Error(`The picture is ${width} wide`);

  await go("/users/2"); // One whom the seeds do not let the administrator follow.
  await page.click("#follow_form input[value=Follow]");
  await page.locator("#follow_form input[value=Unfollow]").waitFor();
  await settled();
  await page.click("#follow_form input[value=Unfollow]");
  await page.locator("#follow_form input[value=Follow]").waitFor();

  await settled();
  await go("/users/1/following");
  await page.getByRole("heading", { name: "Following" }).waitFor();

  await go("/users/1/edit");
  await page.fill("#user_name", "Bridge Builder");
  await page.click("input[name=commit]");
  await page.getByText("Profile updated").waitFor();
  await settled();
  page.once("dialog", (dialog) => dialog.accept());
  await post.getByRole("link", { name: "delete" }).click();
  await page.getByText("Micropost deleted").waitFor();
  await settled();
  await page.click("#account");
  await page.getByRole("link", { name: "Log out" }).click();
  await page.getByText("Welcome to the Sample App").waitFor();
  await settled();
  await go("/users");
  if (!page.url().startsWith(`${url}/login`)) throw new Error(`After the log-out: ${page.url()}`);
}
