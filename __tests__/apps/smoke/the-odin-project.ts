import type { Visit } from "../try/visit.ts";

const PASSWORD = "correct horse battery";

/**
 * The Odin Project (github.com/TheOdinProject/theodinproject, of November 2022), with its seeds for review apps: a new
 * learner signs up, selects a path, opens a course and a lesson, changes the theme and the learning goal, and signs
 * out; one of the seeds' maintainers makes an announcement and looks at Sidekiq's page. Its scripts write paths by
 * hand: what they ask for (a lesson that is complete, the preview of a lesson) is looked at where there is no stage's
 * path.
 */
export default async function smoke({ page, url, go, settled }: Visit): Promise<void> {
  const mark = `${Date.now()}`;
  const atRoot = new URL(url).pathname === "/";
  await go("/sign_up");
  await page.fill("#user_username", `odin ${mark}`);
  await page.fill("#user_email", `odin-${mark}@example.com`);
  await page.fill("#user_password", PASSWORD);
  await page.fill("#user_password_confirmation", PASSWORD);
  await page.click("[data-test-id=submit_btn]");
  await page.waitForURL(`${url}/dashboard`);
  await settled();

  await go("/paths");
  await page.click('[data-test-id="full stack ruby on rails-select-path-btn"]');
  await page.getByText("You have selected the Full Stack Ruby on Rails path").waitFor();
  await settled();
  await go("/paths/foundations/courses/foundations");
  await page.getByRole("link", { name: "Introduction to Web Development" }).first().click();
  await page.waitForURL(/\/lessons\/[\w-]+$/);
  await settled();
  await page.locator("#user-menu-button").waitFor();
  if (atRoot) {
    await page.locator("button.complete-button").click();
    await page.locator("button.complete-button--completed").waitFor();
    await go("/lessons/preview");
    await page.fill("textarea", "A **bridge**");
    await page.getByRole("tab", { name: "Preview" }).click();
    await page.locator("strong", { hasText: "bridge" }).waitFor();
  }

  await go("/users/profile/edit");
  await page.fill("[data-test-id=learning-goal-field]", `Bridges, ${mark}`);
  await page.click("[data-test-id=save-profile-btn]");
  await page.getByText("Your account has been updated").waitFor();
  await settled();
  await page.click("#user-menu-button");
  await page.locator('a[href*="/themes"]:visible').click();
  await page.locator("html.dark").waitFor();
  await settled();
  await go("/dashboard");
  await page.getByText(`Bridges, ${mark}`).waitFor();
  await page.locator("html.dark").waitFor();
  await page.click("#user-menu-button");
  await page.getByRole("link", { name: "Sign out" }).filter({ visible: true }).click();
  await page.waitForURL(/\/(sign_in|users\/sign_in)$/);
  await settled();

  await go("/admin/announcements/new"); // It asks who it is, and comes back.
  await page.fill("#user_email", "kevin@odin.com");
  await page.fill("#user_password", "password");
  await page.click("[data-test-id=submit-btn]");
  await page.waitForURL(`${url}/admin/announcements/new`);
  await page.fill("#announcement_expires_at", "2099-12-31");
  await page.press("#announcement_expires_at", "Escape"); // Its calendar lies above the button.
  await page.fill("#announcement_message", `A bridge is open, ${mark}`);
  await page.press("#announcement_message", "Enter");
  await page.waitForURL(/\/admin\/announcements\/\d+$/);
  await settled();
  for (const path of ["/admin", "/admin/announcements", "/sidekiq", "/sidekiq/retries"]) {
    const status = await go(path);
    if (status !== 200) throw new Error(`${path} is ${status}`);
  }
}
