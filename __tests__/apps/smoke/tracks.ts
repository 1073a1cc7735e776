import type { Visit } from "../try/visit.ts";

const [LOGIN, PASSWORD] = ["admin", "correct horse battery"];

/**
 * Tracks (github.com/TracksApp/tracks, 2.7): the first visitor makes the administrator; then an action is added and
 * ticked off by scripts, a file with projects is uploaded, and the user logs out and may not read any more.
 */
export default async function smoke({ page, url, go, settled }: Visit): Promise<void> {
  const mark = `${Date.now()}`;
  await go("/login");
  if (/\/signup$/.test(page.url())) {
    await page.fill("#user_login", LOGIN);
    await page.fill("#user_email", "admin@example.com");
    await page.fill("#user_password", PASSWORD);
    await page.fill("#user_password_confirmation", PASSWORD);
  } else {
    await page.fill("#user_login", LOGIN);
    await page.fill("#user_password", PASSWORD);
  }
  await page.click("input[type=submit]");
  await page.waitForSelector("#todo_new_action_container");
  await settled();

  await page.fill("#todo_description", `Buy milk ${mark}`);
  await page.fill("#todo_project_name", `Errands ${mark}`);
  await page.fill("#todo_context_name", "Town");
  page.on("dialog", (dialog) => dialog.accept()); // Whether a new context is meant.
  await page.click("#todo_new_action_submit");
  const action = page.locator(".item-container", { hasText: `Buy milk ${mark}` });
  await action.waitFor();
  await settled();
  // Its statistics fail, anywhere, where nothing is left to do.
  for (const path of ["/projects", "/contexts", "/calendar", "/stats", "/preferences"]) {
    const status = await go(path);
    if (status !== 200) throw new Error(`${path} is ${status}`);
  }
  await go("/");
  await action.locator("input.item-checkbox").click();
  await page
    .locator(".completed", { hasText: `Buy milk ${mark}` })
    .first()
    .waitFor();

  await go("/data/import");
  await page.setInputFiles("#file", {
    name: `projects-${mark}.csv`,
    mimeType: "text/csv",
    buffer: Buffer.from(`name,description\nUploaded ${mark},by a file\n`),
  });
  await page.click("#upload_form_submit");
  await page.selectOption("#name", { label: "name" });
  await page.selectOption("#description", { label: "description" });
  await page.click("input[type=submit]");
  await settled();
  await go("/projects");
  await page.getByText(`Uploaded ${mark}`).first().waitFor();

  await go("/logout");
  await go("/projects");
  if (page.url() !== `${url}/login`) throw new Error(`After the log-out, ${page.url()} is shown`);
}
