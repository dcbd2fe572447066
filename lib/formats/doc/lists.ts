import type { Binary } from "../shared/binary.ts";
import { formatNumber } from "../shared/number-format.ts";
import { eachModifier, SPRM } from "./modifiers.ts";

/** Automatic numbers ([MS-DOC] 2.4.6.3): definitions of lists, and the counters as the document is walked through. */

interface Level {
  readonly start: number;
  /** MSONFC, see FORMATS. */
  readonly format: number;
  /** Characters below 9 stand for the number of that level. */
  readonly text: string;
  /** 0 tab, 1 space, 2 nothing. */
  readonly follow: number;
  readonly legal: boolean;
  /** Restart after a level of less than this number was used. */
  readonly restartLimit: number;
  readonly hidden: boolean;
}

interface Override {
  readonly list: number;
  readonly starts: ReadonlyMap<number, number>;
  readonly levels: ReadonlyMap<number, Level>;
}

export interface Lists {
  /**
   * Counts the paragraph and gives its number with what follows it; "" where the list (counted from 1) or the level is
   * none.
   */
  readonly next: (list: number, level: number) => string;
}

const LEVELS = 9;
const BULLET = 23;
/** Names of the number formats ([MS-OSHARED] 2.2.1.3) as ECMA-376 has them. */
const FORMATS: readonly (string | undefined)[] = [
  "decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "ordinal", "cardinalText", "ordinalText", "hex", "chicago",
  "ideographDigital", "japaneseCounting", "aiueo", "iroha", "decimalFullWidth", "decimalHalfWidth", "japaneseLegal", "japaneseDigitalTenThousand",
  "decimalEnclosedCircle", "decimalFullWidth2", "aiueoFullWidth", "irohaFullWidth", "decimalZero", "bullet", "ganada", "chosung",
  "decimalEnclosedFullstop", "decimalEnclosedParen", "decimalEnclosedCircleChinese", "ideographEnclosedCircle", "ideographTraditional",
  "ideographZodiac", "ideographZodiacTraditional", "taiwaneseCounting", "ideographLegalTraditional", "taiwaneseCountingThousand",
  "taiwaneseDigital", "chineseCounting", "chineseLegalSimplified", "chineseCountingThousand",
]; // biome-ignore format: a table
const IN_DASHES = 57;
const NO_NUMBER = 255;

const formatName = (format: number): string =>
  format === IN_DASHES ? "numberInDash" : format === NO_NUMBER ? "none" : (FORMATS[format] ?? "decimal");

/** `tables` is the whole table stream: the levels lie behind the list definitions, outside their declared size. */
export function readLists(
  tables: Binary,
  lists: { offset: number; size: number },
  overrides: { offset: number; size: number },
): Lists {
  const definitions = lists.size >= 2 ? readDefinitions(tables, lists.offset) : new Map<number, Level[]>();
  const used = overrides.size >= 4 ? readOverrides(tables.part(overrides.offset, overrides.size)) : [];
  const counters = new Map<number, (number | undefined)[]>();
  const begun = new Set<string>();

  return {
    next(list, index) {
      const override = used[list - 1];
      const definition = override && definitions.get(override.list);
      if (!override || !definition) return "";
      const levelAt = (at: number) => override.levels.get(at) ?? definition[at];
      const at = Math.min(index, definition.length - 1);
      const level = levelAt(at);
      if (!level) return "";
      let counts = counters.get(override.list);
      if (!counts) {
        counts = new Array<number | undefined>(LEVELS).fill(undefined);
        counters.set(override.list, counts);
      }
      const start = override.starts.get(at);
      const before = counts[at];
      if (start !== undefined && !begun.has(`${list} ${at}`)) counts[at] = start;
      else counts[at] = before === undefined ? level.start : before + 1;
      begun.add(`${list} ${at}`);
      for (let deeper = at + 1; deeper < LEVELS; deeper++) {
        if (at < (levelAt(deeper)?.restartLimit ?? deeper)) counts[deeper] = undefined;
      }
      for (let upper = 0; upper < at; upper++)
        counts[upper] ??= override.starts.get(upper) ?? levelAt(upper)?.start ?? 1;
      return level.hidden ? "" : numberText(level, counts, levelAt);
    },
  };
}

function numberText(
  level: Level,
  counts: readonly (number | undefined)[],
  levelAt: (at: number) => Level | undefined,
): string {
  let text = "";
  for (const sign of level.text) {
    const position = sign.charCodeAt(0);
    if (level.format === BULLET) text += /\p{Co}/u.test(sign) ? "•" : sign;
    else if (position >= LEVELS) text += sign;
    else
      text += formatNumber(counts[position] ?? 0, level.legal ? "decimal" : formatName(levelAt(position)?.format ?? 0));
  }
  if (text.trim() === "") return "";
  // As much space as print shows: a full-width mark brings its own.
  return level.follow === 2 || (level.follow === 0 && /[、，。．）】》：]$/u.test(text)) ? text : `${text} `;
}

function readDefinitions(tables: Binary, offset: number): Map<number, Level[]> {
  const definitions = new Map<number, Level[]>();
  const count = tables.u16(offset);
  let at = offset + 2 + 28 * count;
  for (let i = 0; i < count; i++) {
    const definition = offset + 2 + 28 * i;
    const simple = (tables.u8(definition + 26) & 1) === 1;
    const levels: Level[] = [];
    for (let j = 0; j < (simple ? 1 : LEVELS); j++) {
      const read = readLevel(tables, at, j);
      levels.push(read.level);
      at = read.end;
    }
    definitions.set(tables.u32(definition), levels);
  }
  return definitions;
}

function readLevel(tables: Binary, at: number, index: number): { level: Level; end: number } {
  const flags = tables.u8(at + 5);
  const characterSize = tables.u8(at + 24);
  const paragraphSize = tables.u8(at + 25);
  const characters = tables.part(at + 28 + paragraphSize, characterSize);
  let hidden = false;
  eachModifier(characters, (name, place) => {
    if (name === SPRM.hidden) hidden = characters.u8(place) === 1;
  });
  const textAt = at + 28 + paragraphSize + characterSize;
  const length = tables.u16(textAt);
  const text = tables.part(textAt + 2, 2 * length);
  const noRestart = (flags & 0x08) !== 0;
  return {
    level: {
      start: Math.min(Math.max(tables.i32(at), 0), 0x7fff),
      format: tables.u8(at + 4),
      text: Array.from({ length }, (_, i) => String.fromCharCode(text.u16(2 * i))).join(""),
      follow: tables.u8(at + 15),
      legal: (flags & 0x04) !== 0,
      restartLimit: noRestart ? tables.u8(at + 26) : index,
      hidden,
    },
    end: textAt + 2 + 2 * length,
  };
}

function readOverrides(table: Binary): Override[] {
  const count = table.u32(0);
  const overrides: Override[] = [];
  let at = 4 + 16 * count;
  for (let i = 0; i < count; i++) {
    const head = 4 + 16 * i;
    const starts = new Map<number, number>();
    const levels = new Map<number, Level>();
    const changes = table.u8(head + 12);
    if (at + 4 <= table.length) at += 4;
    for (let j = 0; j < changes; j++) {
      const start = table.i32(at);
      const flags = table.u32(at + 4);
      const index = flags & 15;
      at += 8;
      if (flags & 0x20) {
        const read = readLevel(table, at, index);
        levels.set(index, read.level);
        if (flags & 0x10) starts.set(index, read.level.start);
        at = read.end;
      } else if (flags & 0x10) starts.set(index, Math.min(Math.max(start, 0), 0x7fff));
    }
    overrides.push({ list: table.u32(head), starts, levels });
  }
  return overrides;
}
