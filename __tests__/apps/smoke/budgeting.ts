import type { Visit } from "../try/visit.ts";

/** Its React components ask `/api`. */
export const onlyAtRoot = true;

/**
 * Budgeting (github.com/inoda/budgeting-app), React by Shakapacker, with a user `test`: fails to log in and logs in,
 * adds an expense in a form, sees it in the table, changes its memo in place, finds it by typing, uploads a file
 * with expenses, looks at the charts, and logs out.
 */
export default async function smoke({ page, url, go, settled }: Visit): Promise<void> {
  const mark = `${Date.now()}`;
  const today = new Date().toISOString().slice(0, 10);
  const logIn = async (password: string) => {
    await go("/");
    await page.fill("#username", "test");
    await page.fill("#password", password);
    await page.click("input[type=submit]");
    await settled();
  };
  await go("/line_items");
  if (page.url() !== `${url}/`) throw new Error(`Without log-in: ${page.url()}`);
  await logIn("wrong");
  await logIn("test");
  if (page.url() !== `${url}/line_items`) throw new Error(`After the log-in: ${page.url()}`);

  await go("/line_items/new");
  await page.selectOption("#line_item_item_type", "expenses");
  await page.fill("#line_item_amount", "1234");
  await page.fill("#line_item_transaction_date", today);
  await page.fill("#line_item_memo", `Rope ${mark}`);
  await page.click("input[type=submit]");
  const memo = page.locator(`input[value="Rope ${mark}"]`);
  await memo.waitFor();
  await settled();
  await memo.fill(`Rail ${mark}`);
  await memo.blur();
  await page.getByText("The item was updated").waitFor();
  await settled();
  await page.reload();
  await page.getByPlaceholder("Search memo or category").fill(`Rail ${mark}`);
  await page.locator(`input[value="Rail ${mark}"]`).waitFor();
  await settled();

  await go("/ontrack_imports/new");
  await page.setInputFiles("[name=file]", {
    name: "ontrack.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(
      `date,amount,category,memo,color,rank\n${today},500,Food,Bread ${mark},#fcba03,2\n`,
    ),
  });
  await page.click("button[type=submit]");
  await page.locator(`input[value="Bread ${mark}"]`).waitFor();
  await settled();
  await go("/reports");
  await page.locator("canvas").first().waitFor();
  await settled();
  await page.getByRole("link", { name: "Logout" }).click();
  await settled();
  await go("/reports");
  if (page.url() !== `${url}/`) throw new Error(`After the log-out: ${page.url()}`);
}
