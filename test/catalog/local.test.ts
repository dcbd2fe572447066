import { rm } from "node:fs/promises";
import { expect, test } from "@jest/globals";
import { openLocalTable } from "../../lib/catalog/local.ts";
import { temporaryFolder } from "../make/serve.ts";

test("the table on this machine ends what was asked of it before it closes, and is asked nothing afterwards", async () => {
  const folder = await temporaryFolder();
  const local = await openLocalTable(folder);
  const puts = Array.from({ length: 100 }, (_, n) => local.table.put({ pk: "p", sk: String(n) }));
  // They are under way, not only promised.
  await puts[0];
  const [ended] = await Promise.all([Promise.allSettled(puts), local.close()]);
  await expect(local.table.get({ pk: "p", sk: "0" })).rejects.toThrow("the table is closed");
  const done = ended.flatMap(({ status }, n) => (status === "fulfilled" ? [{ pk: "p", sk: String(n) }] : []));
  const { table, close } = await openLocalTable(folder);
  expect(await table.getMany(done)).toHaveLength(done.length);
  await close();
  await rm(folder, { recursive: true, force: true });
});
