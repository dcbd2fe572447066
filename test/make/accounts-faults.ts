import type { FigureName } from "../../lib/profiles/common/facts.ts";
import { partsOf } from "../../lib/profiles/common/figure-name.ts";
import type { Random } from "../../tools/fuzz/random.ts";
import type { Texts } from "./accounts-grids.ts";

/** Slips of the pen in final accounts: one wrong value, farther from the right one than rounding reaches. */

export interface Fault {
  /** Cells that print the wrong value. */
  readonly cells: readonly FigureName[];
  readonly right: string;
  readonly wrong: string;
}

const SLIPS: readonly ((digits: string, random: Random) => string)[] = [
  (digits, random) => {
    const at = random.below(digits.length);
    return digits.slice(0, at) + ((Number(digits[at]) + 1 + random.below(9)) % 10) + digits.slice(at + 1);
  },
  (digits, random) => {
    const at = random.below(digits.length);
    return digits.slice(0, at) + digits.slice(at + 1);
  },
  (digits, random) => {
    const at = random.below(Math.max(1, digits.length - 1));
    return digits.slice(0, at) + [...digits.slice(at, at + 2)].toReversed().join("") + digits.slice(at + 2);
  },
];

/** A digit changed, lost, or changed places with its neighbour, before the decimal point. */
function slipOf(text: string, random: Random): string {
  const [whole = "", fraction = ""] = text.replaceAll(",", "").split(".");
  for (;;) {
    const slipped = random.pick(SLIPS)(whole, random);
    if (slipped !== whole && /^[1-9]/u.test(slipped)) return `${slipped.replace(/\B(?=(\d{3})+$)/gu, ",")}.${fraction}`;
  }
}

/** Whether two rows are of one line of codes: 212 and 21201. */
const isOneLine = (a: FigureName, b: FigureName): boolean => {
  const [one, other] = [a, b].map((name) => name.split(".")[1] ?? "") as [string, string];
  return one === other || (/^\d+$/u.test(one + other) && (one.startsWith(other) || other.startsWith(one)));
};

/** @param several the value in every cell that prints it of the figure's row and of those above and below it */
export function faultIn(texts: Texts, several: boolean, random: Random): Fault {
  const large = [...texts].filter(([, text]) => Number(text.replaceAll(",", "")) >= 10);
  const alike = (name: FigureName, text: string) =>
    several ? large.filter(([other, own]) => own === text && isOneLine(name, other)).map(([other]) => other) : [name];
  const places = large.map(([name, text]) => [alike(name, text), text] as const);
  const [cells, right] = random.pick(
    places.filter(([own]) => !several || new Set(own.map((name) => partsOf(name).table)).size > 1),
  );
  return { cells, right, wrong: slipOf(right, random) };
}

export const withFault = (texts: Texts, { cells, wrong }: Fault): Texts =>
  new Map([...texts, ...cells.map((name) => [name, wrong] as const)]);
