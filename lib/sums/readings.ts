import type { CellAt, ClaimedOutcome, ClaimedSum } from "../document/claimed-sum.ts";
import type { Cell } from "../document/document.ts";
import { type Decimal, difference, outcomeOf, sumOf, toNumber, toText } from "../profiles/common/decimal.ts";
import type { Figures } from "./grid.ts";

/**
 * Which figures a total means is seldom said: those above it, those below, the subtotals. Every way to read it is tried
 * along a line of totals, and the one that proves itself by holding there counts. Where none does, nothing is broken.
 */

/** One sum as one way to read it has it. */
export interface Claim {
  readonly total: CellAt;
  readonly parts: readonly CellAt[];
  readonly of: string;
}

export interface Tried {
  readonly claim: Claim;
  readonly outcome: ClaimedOutcome;
  readonly printed: Decimal | null;
  readonly added: Decimal | null;
  /** Which of its parts are not 0. */
  readonly filled: readonly number[];
  readonly values: readonly (Decimal | null)[];
}

/** Whether the page shows what stands in a cell: nothing struck, hidden or cut. */
const isPlain = (cell: Cell | null): boolean => (cell?.flaws ?? []).length === 0;

export function tried(claim: Claim, figures: Figures, relation: "equal" | "atMost" = "equal"): Tried {
  const { at } = figures;
  const decimals = claim.parts.reduce(
    (most, place) => Math.max(most, figures.decimals(...place)),
    figures.decimals(...claim.total),
  );
  const figure = (place: CellAt) => figures.figure(...place, decimals);
  const parts = claim.parts.map(figure);
  const [printed, added] = [figure(claim.total), parts.every((part) => part !== null) ? sumOf(parts) : null];
  const agreed = [claim.total, ...claim.parts].every((place) => at(...place)?.agrees !== false);
  const filled = parts.flatMap((part, at) => (part !== null && part.units !== 0n ? [at] : []));
  // Where no number was filled in above a total, its parts are told elsewhere or nowhere.
  const filledIn = claim.parts.some((place) => figures.isNumber(...place));
  const found = printed && added && agreed && filledIn ? outcomeOf(difference(added, printed), relation) : "unsure";
  // What holds proves its figures; what does not may be the flaw's.
  const isProof = found !== "broken" || [claim.total, ...claim.parts].every((place) => isPlain(at(...place)));
  const outcome = isProof ? found : "unsure";
  return { claim, outcome, printed, added, filled, values: parts };
}

/** Whether a sum could have come out otherwise: two parts at least are not 0. */
const tells = ({ filled }: Tried): boolean => filled.length > 1;

/** Rounding of many small figures explains nearly any total: what it leaves open must be a small share of the total. */
const OPEN_SHARE = 100n;

/** Whether a sum shows that the words mean these figures. */
function holds(sum: Tried): boolean {
  const { outcome, printed, added } = sum;
  if (!tells(sum) || !printed || !added) return false;
  if (outcome !== "rounded") return outcome === "exact";
  const { units, slack } = sumOf([printed, added]);
  return slack * OPEN_SHARE <= (units < 0n ? -units : units);
}

/** For each claim that holds, so many may be broken: more show that the words mean other figures. */
const BROKEN_A_PROOF = 0.5;

/**
 * The claims of a line that show that the words mean these figures: those that add up several, and totals of one part
 * alone where it is not always the same one: 5 of which 5 and 7 of which 7 are no sum.
 */
function proofsIn(line: readonly Tried[]): readonly Tried[] {
  const alone = line.filter(({ filled, outcome }) => filled.length === 1 && outcome === "exact");
  const isOneOf = new Set(alone.map(({ filled }) => filled[0])).size < 2;
  return [...line.filter(holds), ...(isOneOf ? [] : alone)];
}

/** A difference that a slip of the pen explains, as a share: a total farther from its parts may be one of other things. */
const SLIP = 0.25;

/**
 * The way to read a line of totals that holds most; with another outcome than `unsure` only where it proves itself.
 * @param ways each a claim for every total of the line
 */
export function bestOf(ways: readonly (readonly Claim[])[], figures: Figures): readonly Tried[] {
  const all = ways.map((claims) => claims.map((claim) => tried(claim, figures)));
  const [best] = all.toSorted((a, b) => proofsIn(b).length - proofsIn(a).length);
  if (!best) return [];
  const [proofs, broken] = [proofsIn(best), best.filter(({ outcome }) => outcome === "broken").length];
  if (proofs.length === 0 || broken > BROKEN_A_PROOF * proofs.length) return best.map(asUnsure);
  // That a part is meant shows only where it is something.
  const meant = new Set(proofs.flatMap(({ filled }) => filled));
  return best.map((sum) =>
    sum.outcome === "broken" && !sum.filled.every((part) => meant.has(part)) ? asUnsure(sum) : sum,
  );
}

/** Whether a sum is near its total, and not by parts that are told twice; true for one that is not broken. */
export function isSlip(own: Tried): boolean {
  const { outcome, printed, added } = own;
  if (outcome !== "broken" || !printed || !added) return true;
  const [total, sum] = [toNumber(printed), toNumber(added)];
  return tells(own) && Math.abs(total - sum) <= SLIP * Math.max(Math.abs(total), Math.abs(sum)) && !isToldTwice(own);
}

/** Whether parts that stand together are what the sum is more than its total: they may be parts of another part. */
function isToldTwice({ values, printed, added }: Tried): boolean {
  if (!printed || !added) return false;
  const { decimals } = difference(added, printed);
  const units = (of: Decimal): bigint => of.units * 10n ** BigInt(decimals - of.decimals);
  const excess = units(added) - units(printed);
  const before = new Set([0n]);
  let sum = 0n;
  for (const value of values) {
    sum += value ? units(value) : 0n;
    if (before.has(sum - excess)) return true;
    before.add(sum);
  }
  return false;
}

/** A line of one total with nothing beside it that could prove the reading: believed where there is one way to read it. */
export function onlyOne(ways: readonly (readonly Claim[])[], figures: Figures): readonly Tried[] {
  const [claims, ...others] = ways;
  if (!claims || others.length > 0 || claims.length !== 1) return bestOf(ways, figures);
  return claims.map((claim) => {
    const own = tried(claim, figures);
    return isSlip(own) ? own : asUnsure(own);
  });
}

export const asUnsure = (own: Tried): Tried => ({ ...own, outcome: "unsure" });

export const toldAs = (
  { claim, outcome, printed, added }: Tried,
  { table, kind, words }: Pick<ClaimedSum, "table" | "kind" | "words">,
): ClaimedSum => ({
  table,
  kind,
  words,
  of: claim.of,
  total: claim.total,
  parts: claim.parts,
  outcome,
  printed: printed && toText(printed),
  added: added && toText(added),
});
