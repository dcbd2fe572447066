import type { Check, CollectedTable, Collection } from "./collection.ts";

/** What a workbook and a Word file of a collection say alike. */

export const titleOf = ({ profile, year }: Collection): string => `${year}年${profile.name}汇总表`;

export const outcomeOf = ({ holds, partial }: Check): string =>
  holds ? "相符" : partial ? "不符（有数字未计入）" : "不符";

/** How the relations of a table came out, in a sentence; empty where the form demands none. */
export function checksInWords({
  checks,
  leftOut,
}: Pick<CollectedTable, "checks"> & { readonly leftOut: number }): string {
  const broken = checks.filter(({ holds }) => !holds).length;
  const sentences = [
    ...(checks.length === 0
      ? []
      : [broken === 0 ? `勾稽关系${checks.length}项，全部相符。` : `勾稽关系${checks.length}项，${broken}项不符。`]),
    ...(leftOut === 0 ? [] : [`有${leftOut}个数字空缺、待核对或者单位不明，没有计入，所在单元格已标出。`]),
  ];
  return sentences.join("");
}

/** Figures of a table that are in no sum. */
export const leftOutIn = ({ sums }: CollectedTable): number =>
  [...sums.values()].reduce((count, { leftOut }) => count + leftOut, 0);

/** The sum as a cell of the table shows it. */
export function sumText(
  { sums }: CollectedTable,
  name: string,
): { readonly value: number | null; readonly partial: boolean } {
  const sum = sums.get(name);
  return { value: sum && sum.counted > 0 ? sum.sum : null, partial: sum === undefined || sum.leftOut > 0 };
}

/** What columns of a form hold: labels, or figures. */
export function columnsOf({ layout }: CollectedTable): readonly ("label" | "figure")[] {
  const kinds: ("label" | "figure")[] = [];
  const spanned: number[] = [];
  for (const row of layout.body) {
    let column = 0;
    const skip = () => {
      for (; (spanned[column] ?? 0) > 0; column++) spanned[column] = (spanned[column] ?? 0) - 1;
    };
    for (const cell of row) {
      skip();
      for (let end = column + cell.columnSpan; column < end; column++) {
        spanned[column] = cell.rowSpan - 1;
        if (cell.kind === "figure") kinds[column] = "figure";
        else kinds[column] ??= "label";
      }
    }
    skip();
  }
  return kinds;
}
