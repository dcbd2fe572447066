import type { Document } from "../../document/document.ts";
import type { Violation } from "../common/rule.ts";
import { recognisedPages } from "../common/table-rows.ts";
import type { TableLook } from "./look.ts";
import { lettersOf } from "./titles.ts";

/** A document and its tables that were found, by their keys. */
interface Named {
  readonly document: Document;
  readonly looks: ReadonlyMap<string, TableLook>;
}

/**
 * Codes and their names, compared over the tables that have codes of one kind. The code is the key: a name may be cut,
 * wrapped, or drawn letter by letter into the next, so names are other names only where letters of the shorter one are
 * wanting in the longer. Names are not unique: a code is another's slip only where both tell the same by a name that
 * nothing else bears.
 */

/** Letters of a name that may be wanting in another print of it: one, or a share of them. */
const WANTING = { letters: 1, share: 0.15 };

/** Tables with codes of one kind, two by two. */
function pairs({ looks, document }: Named): (readonly [TableLook, TableLook])[] {
  // A letter that recognition took for another makes no other name.
  if (recognisedPages(document).size > 0) return [];
  const coded = [...looks.values()].filter(({ table }) => table.digits !== null);
  return coded.flatMap((a, at) =>
    coded.slice(at + 1).flatMap((b) => (String(a.table.digits) === String(b.table.digits) ? [[a, b] as const] : [])),
  );
}

function isOtherName(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const left = [...long];
  const wanting = [...short].filter((letter) => {
    const at = left.indexOf(letter);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  }).length;
  return wanting > Math.max(WANTING.letters, WANTING.share * short.length);
}

/** Codes that two tables call otherwise, each told once. */
export function namesDifferent(read: Named): Violation[] {
  const told = new Set<string>();
  return pairs(read).flatMap(([a, b]) =>
    [...a.names].flatMap(([code, name]) => {
      const other = b.names.get(code);
      if (other === undefined || told.has(code) || !isOtherName(lettersOf(name), lettersOf(other))) return [];
      told.add(code);
      const message = `编码${code}在${a.table.name}里是“${name}”，在${b.table.name}里是“${other}”。`;
      return [{ message, cells: [a, b].map(({ table }) => `${table.key}.${code}`) }];
    }),
  );
}

/** Codes of a table that another has not, by what only one of them is called. */
function onlyNames({ names }: TableLook, other: TableLook): ReadonlyMap<string, string> {
  const codes = new Map<string, string[]>();
  for (const [code, name] of names) {
    const letters = lettersOf(name);
    codes.set(letters, [...(codes.get(letters) ?? []), code]);
  }
  return new Map(
    [...codes].flatMap(([name, [code, ...more]]) =>
      code !== undefined && more.length === 0 && !other.rows.includes(code) ? [[name, code] as const] : [],
    ),
  );
}

/** Whether one code is the other with one digit changed, or two neighbours that changed places. */
function isSlip(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const at = [...a].flatMap((digit, index) => (digit === b[index] ? [] : [index]));
  const [first = 0, second = 0] = at;
  return (
    at.length === 1 || (at.length === 2 && second === first + 1 && a[first] === b[second] && a[second] === b[first])
  );
}

/**
 * Codes of a table in a picture that recognition may have misread: those that no other table has, though one that
 * differs by a slip stands there and not here; both the code that was read and that one.
 */
export function codesMisread(look: TableLook, looks: ReadonlyMap<string, TableLook>): ReadonlySet<string> {
  const others = [...looks.values()].filter(
    (other) => other !== look && String(other.table.digits) === String(look.table.digits),
  );
  if (look.table.digits === null || others.length === 0) return new Set();
  const isCode = (row: string) => /^\d+$/u.test(row);
  const theirs = new Set(others.flatMap(({ rows }) => rows).filter(isCode));
  const own = new Set(look.rows.filter(isCode));
  const wanting = [...theirs].filter((code) => !own.has(code));
  return new Set(
    [...own]
      .filter((code) => !theirs.has(code))
      .flatMap((code) => {
        const slips = wanting.filter((other) => isSlip(code, other));
        return slips.length > 0 ? [code, ...slips] : [];
      }),
  );
}

/** Names that stand under one code in a table and under one that differs by a slip in another. */
export function codesDifferent(read: Named): Violation[] {
  return pairs(read).flatMap(([a, b]) => {
    const others = onlyNames(b, a);
    return [...onlyNames(a, b)].flatMap(([name, code]) => {
      const other = others.get(name);
      if (other === undefined || !isSlip(code, other)) return [];
      const message = `“${a.names.get(code)}”在${a.table.name}里的编码是${code}，在${b.table.name}里是${other}。`;
      return [{ message, cells: [`${a.table.key}.${code}`, `${b.table.key}.${other}`] }];
    });
  });
}
