import { squash } from "../../document/text.ts";
import type { FigureName } from "../common/facts.ts";
import { rowOf, tableOf } from "../common/figure-name.ts";
import type { Differences } from "../common/figures.ts";
import type { Look, Printed, TableLook } from "./binding/look.ts";
import type { TableName } from "./facts.ts";

/**
 * Certain is what two independent readings say alike: the same number, or the same blank or words in place of a number.
 * A row or table that is absent is certainly absent only where neither reading saw a trace of it.
 */
export function differencesOf(first: Look, second: Look | null, names: readonly FigureName[]): Differences {
  return new Map(
    names.flatMap((name) => {
      const table = tableOf(name) as TableName;
      if (second && agreesOn(name, first[table], second[table])) return [];
      const other = second?.[table].cells.get(name);
      return [
        [
          name,
          other && other.value !== null && other.value !== first[table].cells.get(name)?.value ? other.text : null,
        ],
      ];
    }),
  );
}

function agreesOn(name: FigureName, first: TableLook, second: TableLook): boolean {
  if (name.startsWith("proactive.") && first.form !== second.form) return false;
  const a = first.cells.get(name);
  const b = second.cells.get(name);
  if (a && b) return saysTheSame(a, b);
  return !a && !b && isAbsent(name, first) && isAbsent(name, second);
}

function isAbsent(name: FigureName, look: TableLook): boolean {
  return look.count === 0 || look.missingRows.includes(rowOf(name));
}

function saysTheSame(a: Printed, b: Printed): boolean {
  if (a.kind !== b.kind || a.columnUnit !== b.columnUnit) return false;
  if (a.kind === "blank") return true;
  return a.value === null ? wordsOf(a.text) === wordsOf(b.text) : a.value === b.value && a.unit === b.unit;
}

/** Without punctuation, unless there is nothing else. */
function wordsOf(text: string): string {
  const plain = squash(text).normalize("NFKC");
  return plain.replace(/[^\p{L}\p{N}]/gu, "") || plain;
}
