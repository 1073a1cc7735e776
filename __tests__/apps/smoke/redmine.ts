import type { Visit } from "../try/visit.ts";

const PASSWORD = "correct horse battery";

/**
 * Redmine (github.com/redmine/redmine, 6 and 7): the administrator's first log-in, who has to change the password,
 * loads the default settings, makes a project and an issue with a file, comes back to both, and logs out.
 */
export default async function smoke({ page, url, go, settled }: Visit): Promise<void> {
  const mark = `${Date.now()}`;
  const logIn = async (password: string) => {
    await go("/login");
    await page.fill("#username", "admin");
    await page.fill("#password", password);
    await page.click("#login-submit");
    await settled();
  };
  await logIn(PASSWORD);
  if ((await page.locator("#loggedas").count()) === 0) {
    await logIn("admin");
    await page.fill("#password", "admin");
    await page.fill("#new_password", PASSWORD);
    await page.fill("#new_password_confirmation", PASSWORD);
    await page.click("#content input[type=submit]");
    await page.getByText("Password was successfully updated").waitFor();
  }
  await go("/admin");
  if ((await page.locator(".nodata input[type=submit]").count()) > 0) {
    await page.click(".nodata input[type=submit]");
    await page.getByText("Default configuration successfully loaded").waitFor();
  }
  await go("/projects/new");
  await page.fill("#project_name", `Bridge ${mark}`);
  await page.fill("#project_identifier", `bridge-${mark}`);
  await page.click("input[name=commit]");
  await page.getByText("Successful creation").waitFor();

  await go(`/projects/bridge-${mark}/issues/new`);
  await page.fill("#issue_subject", "The railing is loose");
  await page.fill("#issue_description", "On the *left* side");
  await page.setInputFiles("input.file_selector", {
    name: "railing.txt",
    mimeType: "text/plain",
    buffer: Buffer.from(`A railing, ${mark}\n`),
  });
  await settled(); // It is uploaded by a script, before the form is sent.
  await page.click("input[name=commit]");
  await page.waitForURL(/\/issues\/\d+$/);
  await page.getByRole("heading", { name: "The railing is loose" }).waitFor();
  await settled();
  await page.click(".attachments a.icon-attachment");
  await page.getByText(`A railing, ${mark}`).waitFor();
  await settled();

  await go(`/projects/bridge-${mark}/issues`);
  await page.getByRole("link", { name: "The railing is loose" }).click();
  await page.waitForURL(/\/issues\/\d+$/);
  await settled();
  for (const path of ["/issues/gantt", "/issues/calendar", "/roadmap", "/activity", "/settings"]) {
    const status = await go(`/projects/bridge-${mark}${path}`);
    if (status !== 200) throw new Error(`${path} is ${status}`);
  }
  await page.click("a.logout");
  await settled();
  await go("/my/page");
  if (!page.url().startsWith(`${url}/login`)) throw new Error(`After the log-out: ${page.url()}`);
}
