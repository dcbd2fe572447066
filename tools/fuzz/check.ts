import { inflateSync } from "node:zlib";
import { unzipSync } from "fflate";
import type { Report } from "../../lib/report/schema.ts";
import { latin1 } from "./mutation.ts";

/** What must hold of the record of any file, and of the figures of a damaged one. */

/** Full name of a figure -> what is printed, null for none. */
export type Figures = ReadonlyMap<string, number | null>;

const isDecided = ({ status }: Report): boolean => status === "valid" || status === "invalid";

export function figuresOf({ tables }: Report): Figures {
  return new Map(
    Object.entries(tables ?? {}).flatMap(([table, rows]) =>
      Object.entries(rows).flatMap(([row, columns]) =>
        Object.entries(columns).map(([column, value]) => [`${table}.${row}.${column}`, value] as const),
      ),
    ),
  );
}

/** @returns what is wrong with the record itself, besides its shape */
export function faultsOfRecord(report: Report): string[] {
  if (report.status === "failed" && !/\p{Script=Han}.*[。]$/u.test(report.error.message))
    return [`no sentence: ${report.error.message}`];
  return [];
}

/**
 * Figures that a decided report gives otherwise than the sound file did. Where damage is to the container alone, the
 * pages say what they said before: such a report must leave the figure open. (Damage to the content may rightly show;
 * there only `inventedFigures` applies.)
 */
export function changedFigures(report: Report, sound: Figures): string[] {
  if (!isDecided(report)) return [];
  return [...figuresOf(report)].flatMap(([name, value]) =>
    sound.get(name) === value ? [] : [`${name}: ${sound.get(name)} became ${value}`],
  );
}

/** Figures of a decided report whose digits stand nowhere in the file, by the crudest look there is. */
export function inventedFigures(report: Report, bytes: Uint8Array): string[] {
  if (!isDecided(report)) return [];
  const everything = unpacked(bytes);
  // Readers find more in a damaged package than this look does.
  if (everything === null) return [];
  return [...figuresOf(report)].flatMap(([name, value]) => {
    if (value === null) return [];
    const digits = String(Math.abs(value));
    const written = [digits, [...digits].join("\0"), Buffer.from(digits, "utf16le").swap16().toString("hex")];
    return written.some((form) => everything.includes(form)) ? [] : [`${name}: ${value} stands nowhere`];
  });
}

/** All bytes of a file, with what is packed in it unpacked, one character a byte; null for a damaged package. */
function unpacked(bytes: Uint8Array): string | null {
  const parts = [latin1(bytes)];
  try {
    for (const part of Object.values(unzipSync(bytes))) parts.push(latin1(part));
  } catch {
    if (parts[0]?.includes("PK\x01\x02") || parts[0]?.includes("PK\x03\x04")) return null;
  }
  for (const match of (parts[0] ?? "").matchAll(/stream\r?\n/gu)) {
    try {
      const end = (parts[0] ?? "").indexOf("endstream", match.index);
      parts.push(latin1(inflateSync(bytes.subarray(match.index + match[0].length, end < 0 ? undefined : end))));
    } catch {
      // no packed stream, or a damaged one
    }
  }
  return parts.join("\n");
}
