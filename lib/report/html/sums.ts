import type { ClaimedSum } from "../../document/claimed-sum.ts";
import { type Document, isTable, type Table } from "../../document/document.ts";
import { maskPersonalNumbers } from "../../document/personal-numbers.ts";
import { html, type Markup } from "./markup.ts";

/** What the tables of any document claim of their figures, for a person: what holds, what does not and by how much. */

/** Sums that are told one by one; of the others their number is. */
const MOST_TOLD = 200;

const placeOf = ({ place }: Table, number: number): string =>
  "page" in place ? `第${number + 1}张表（第${place.page}页）` : `第${number + 1}张表`;

const OUTCOMES: Readonly<Record<ClaimedSum["outcome"], string>> = {
  exact: "成立",
  rounded: "在四舍五入范围内成立",
  broken: "不成立",
  unsure: "不能断定",
};

function sentence({ kind, words, of, outcome, printed, added }: ClaimedSum): string {
  const what = maskPersonalNumbers(`“${words}”${of === "" ? "" : `（${of}）`}`);
  if (printed === null || added === null) return `${what}：有的数字没有读得确切。`;
  if (kind === "among") return `${what}是${added}，所属的总数是${printed}。`;
  const parts = kind === "shares" ? "各项比重相加" : "各项相加";
  return `${what}印的是${printed}，${parts}为${added}${outcome === "broken" ? `，相差${gap(printed, added)}` : ""}。`;
}

/** The difference of two printed numbers, with as many decimals as they have. */
function gap(a: string, b: string): string {
  const decimals = Math.max(...[a, b].map((text) => text.split(".")[1]?.length ?? 0));
  const units = (text: string) =>
    BigInt(text.replace(".", "") + "0".repeat(decimals - (text.split(".")[1]?.length ?? 0)));
  const size = units(a) - units(b);
  const digits = String(size < 0n ? -size : size).padStart(decimals + 1, "0");
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** @returns "" where no table claims any */
export function sumsSection({ blocks, sums = [] }: Document): Markup | "" {
  if (sums.length === 0) return "";
  const tables = blocks.filter(isTable);
  const count = (outcome: ClaimedSum["outcome"]) => sums.filter((sum) => sum.outcome === outcome).length;
  const told = sums.filter(({ outcome }) => outcome === "broken").slice(0, MOST_TOLD);
  const byTable = tables.flatMap((table, number) => {
    const own = sums.filter((sum) => sum.table === number);
    return own.length === 0 ? [] : [{ name: placeOf(table, number), own }];
  });
  return html`<section id="sums"><h2>表中的合计</h2>
<p>表内的合计、小计、其中和比重共${sums.length}处：成立${count("exact")}处，在四舍五入范围内成立${count("rounded")}处，不成立${count("broken")}处，不能断定${count("unsure")}处。这里只核对表中文字所说的相加关系，不作结论。</p>
${told.length > 0 && html`<ul>${told.map((sum) => html`<li>${placeOf(tables[sum.table] as Table, sum.table)}${sentence(sum)}</li>`)}</ul>`}
${byTable.slice(0, MOST_TOLD).map(
  ({ name, own }) => html`<details><summary>${name}：${own.length}处</summary><ul>${own
    .slice(0, MOST_TOLD)
    .map((sum) => html`<li>${OUTCOMES[sum.outcome]}：${sentence(sum)}</li>`)}</ul></details>
`,
)}</section>
`;
}
