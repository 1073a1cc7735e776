import { expect, test } from "@jest/globals";
import { allEnded } from "../../src/all-ended.ts";

test("gives what all promises gave, in their order", async () => {
  expect(await allEnded([Promise.resolve(1), Promise.resolve(2)])).toEqual([1, 2]);
});

test("fails once all have come to their end, with the failure of the first in their order", async () => {
  const end: { readonly well: () => void; readonly badly: (text: string) => void }[] = [];
  const promises = Array.from(
    { length: 3 },
    () =>
      new Promise<void>((resolve, reject) => {
        end.push({ well: resolve, badly: (text) => reject(new Error(text)) });
      }),
  );
  let isOver = false;
  const over = allEnded(promises).finally(() => {
    isOver = true;
  });
  over.catch(() => undefined);
  end[1]?.badly("of the second");
  end[0]?.badly("of the first");
  await new Promise((resolve) => setImmediate(resolve));
  expect(isOver).toBe(false);
  end[2]?.well();
  await expect(over).rejects.toThrow("of the first");
});
