import { mkdirSync, writeFileSync } from "node:fs";
import { accountsTexts, ORDINARY } from "./accounts.ts";
import { accountsDocx } from "./accounts-files.ts";

/**
 * Writes forms/examples: final accounts that hold, and the same with one figure that lost a digit in three cells. Run it
 * after a change of test/make/accounts-files.ts, and look at them in Word.
 */
const texts = accountsTexts(ORDINARY);
const [row] = [...texts].flatMap(([name, text]) =>
  /^t5\.\d{7}\.basic$/u.test(name) && text.length > 5 ? [name.split(".")[1] ?? ""] : [],
);
const lost = (name: string): [string, string] => [name, (texts.get(name) ?? "").replace(/\d(?=\.)/u, "")];
const broken = new Map([...texts, ...[`t3.${row}.basic`, `t5.${row}.basic`].map(lost)]);
const folder = new URL("../../forms/examples/", import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, own] of [
  ["final-accounts-valid.docx", texts],
  ["final-accounts-broken.docx", broken],
] as const)
  writeFileSync(new URL(name, folder), accountsDocx(own));
