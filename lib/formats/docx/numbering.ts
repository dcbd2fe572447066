import { formatNumber } from "../shared/number-format.ts";
import { childValue, chooseAlternate, onOff } from "../shared/package-xml.ts";
import { child, type XmlNode } from "../shared/xml-tree.ts";
import type { Style, Styles } from "./styles.ts";

/** Automatic numbers (ECMA-376 17.9): definitions, and the counters as the document is walked through. */

interface Level {
  readonly start: number;
  readonly format: string;
  /** With %1 to %9 for the numbers of the levels. */
  readonly text: string;
  readonly suffix: string;
  /** Restart after a level of at most this number (counted from 0) was used; -1 never. */
  readonly restartAfter: number;
  /** All numbers decimal, whatever their own levels say. */
  readonly legal: boolean;
  readonly style: string | undefined;
  readonly hidden: boolean;
}

interface List {
  /** Lists of one abstract definition share their counters. */
  readonly abstract: string;
  readonly levels: readonly (Level | undefined)[];
  readonly startOverrides: ReadonlyMap<number, number>;
}

export interface Numbering {
  /**
   * Counts a paragraph and returns its number with suffix, "" if it has none. List and level are those of the
   * paragraph's own w:numPr.
   */
  readonly next: (
    list: string | undefined,
    level: string | undefined,
    style: Style | undefined,
    styleId: string | undefined,
  ) => string;
}

const LEVELS = 9;
const integer = (value: string | undefined, otherwise: number): number =>
  /^-?\d{1,7}$/u.test(value ?? "") ? Number(value) : otherwise;

/** Bullets live in symbol fonts: what their private-use characters look like. */
const BULLETS: Readonly<Record<string, string>> = {
  "\uf06c": "●",
  "\uf06e": "■",
  "\uf075": "◆",
  "\uf0d8": "➢",
  "\uf0fc": "✓",
  "\uf0a7": "▪",
  "\uf0b2": "❖",
};

/**
 * A format stands directly in the level or, if newer than the first Word versions, in an alternate whose fallback is
 * the older one.
 */
function formatOf(node: XmlNode): string {
  const direct = childValue(node, "w:numFmt");
  if (direct !== undefined && direct !== "custom") return direct;
  const alternate = child(node, "mc:AlternateContent");
  const custom =
    child(node, "w:numFmt") ?? (alternate && chooseAlternate(alternate).find((inner) => inner.name === "w:numFmt"));
  if (!custom) return "decimal";
  return custom.attributes.val === "custom"
    ? /^0\d/u.test(custom.attributes.format ?? "")
      ? "decimalZero"
      : "decimal"
    : (custom.attributes.val ?? "decimal");
}

function levelOf(node: XmlNode, index: number): Level {
  const format = formatOf(node);
  const restart = childValue(node, "w:lvlRestart");
  return {
    start: Math.max(0, integer(childValue(node, "w:start"), 0)),
    format,
    text: childValue(node, "w:lvlText") ?? "",
    suffix: childValue(node, "w:suff") ?? "tab",
    restartAfter: restart === undefined ? index - 1 : integer(restart, index) - 1,
    legal: onOff(node, "w:isLgl") ?? false,
    style: childValue(node, "w:pStyle"),
    hidden: onOff(child(node, "w:rPr"), "w:vanish") ?? false,
  };
}

function levelsOf(parent: XmlNode): (Level | undefined)[] {
  const levels = new Array<Level | undefined>(LEVELS).fill(undefined);
  parent.children
    .filter((node) => node.name === "w:lvl")
    .forEach((node, position) => {
      const index = integer(node.attributes.ilvl, position);
      if (index >= 0 && index < LEVELS) levels[index] = levelOf(node, index);
    });
  return levels;
}

function readLists(tree: XmlNode | null, styles: Styles): Map<string, List> {
  const abstracts = new Map<string, XmlNode>();
  const lists = new Map<string, List>();
  const numbers = (tree?.children ?? []).filter((node) => node.name === "w:num");
  for (const node of tree?.children ?? [])
    if (node.name === "w:abstractNum") abstracts.set(node.attributes.abstractNumId ?? "", node);
  /** A definition may only point to a numbering style, whose own list has the levels. */
  const linked = (id: string, seen: number): string => {
    const link = childValue(abstracts.get(id), "w:numStyleLink");
    const target = link === undefined ? undefined : styles.get(link)?.numId;
    const number = target === undefined ? undefined : numbers.find((node) => node.attributes.numId === target);
    const next = childValue(number, "w:abstractNumId");
    return next === undefined || seen > 8 ? id : linked(next, seen + 1);
  };
  for (const node of numbers) {
    const abstract = linked(childValue(node, "w:abstractNumId") ?? "", 0);
    const definition = abstracts.get(abstract);
    if (!definition) continue;
    const levels = levelsOf(definition);
    const startOverrides = new Map<number, number>();
    for (const override of node.children.filter((inner) => inner.name === "w:lvlOverride")) {
      const index = integer(override.attributes.ilvl, 0);
      if (index < 0 || index >= LEVELS) continue;
      const level = child(override, "w:lvl");
      if (level) levels[index] = levelOf(level, index);
      const start = childValue(override, "w:startOverride");
      if (start !== undefined) startOverrides.set(index, Math.max(0, integer(start, 1)));
    }
    lists.set(node.attributes.numId ?? "", { abstract, levels, startOverrides });
  }
  return lists;
}

/** As much space as print shows: a full-width mark brings its own. */
function suffixOf(level: Level, number: string): string {
  if (level.suffix === "nothing" || number === "") return "";
  return level.suffix === "tab" && /[、，。．）】》：]$/u.test(number) ? "" : " ";
}

export function readNumbering(tree: XmlNode | null, styles: Styles): Numbering {
  const lists = readLists(tree, styles);
  const counters = new Map<string, (number | undefined)[]>();
  const overridden = new Set<string>();

  const levelByStyle = (list: List, id: string | undefined) =>
    id === undefined ? -1 : list.levels.findIndex((level) => level?.style === id);

  const next: Numbering["next"] = (direct, levelText, style, styleId) => {
    const numId = direct ?? style?.numId;
    const list = numId === undefined ? undefined : lists.get(numId);
    if (!list || numId === undefined) return "";
    let index = integer(levelText, -1);
    if (index < 0 && direct === undefined) {
      index = levelByStyle(list, styleId);
      if (index < 0) index = levelByStyle(list, style?.numberedBy);
      if (index < 0) index = style?.level ?? 0;
    }
    index = Math.max(0, index);
    const level = list.levels[index];
    if (!level) return "";

    let counts = counters.get(list.abstract);
    if (!counts) {
      counts = new Array<number | undefined>(LEVELS).fill(undefined);
      counters.set(list.abstract, counts);
    }
    const override = list.startOverrides.get(index);
    if (override !== undefined && !overridden.has(`${numId} ${index}`)) {
      overridden.add(`${numId} ${index}`);
      counts[index] = override;
    } else {
      const before = counts[index];
      counts[index] = before === undefined ? level.start : before + 1;
    }
    for (let deeper = index + 1; deeper < LEVELS; deeper++) {
      if (index <= (list.levels[deeper]?.restartAfter ?? deeper - 1)) {
        counts[deeper] = undefined;
        overridden.delete(`${numId} ${deeper}`);
      }
    }
    for (let upper = 0; upper < index; upper++)
      counts[upper] ??= list.startOverrides.get(upper) ?? list.levels[upper]?.start ?? 0;
    if (level.hidden) return "";
    if (level.format === "bullet") {
      const mark = [...level.text].map((sign) => BULLETS[sign] ?? (/\p{Co}/u.test(sign) ? "•" : sign)).join("");
      return mark.trim() === "" ? "" : mark + suffixOf(level, mark);
    }
    const shown = counts;
    const number = level.text.replace(/%([1-9])/gu, (_, digit: string) => {
      const position = Number(digit) - 1;
      const format = list.levels[position]?.format ?? "decimal";
      return formatNumber(shown[position] ?? 0, level.legal && format !== "none" ? "decimal" : format);
    });
    return number + suffixOf(level, number);
  };
  return { next };
}
