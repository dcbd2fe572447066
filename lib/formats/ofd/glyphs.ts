import type { Appearance } from "../../document/appearance.ts";
import { foldIdeographs, withoutTrailing } from "../../document/text.ts";
import type { Glyph } from "../../pages/geometry.ts";
import type { Shade } from "../shared/painted.ts";
import { apply, type Matrix, type Point } from "../shared/plane.ts";
import type { XmlNode } from "../shared/xml-tree.ts";
import type { Clip } from "./clip.ts";
import { type DrawnCharacter, isProven } from "./fonts.ts";
import { childrenOf, numbersOf } from "./xml.ts";

/** The characters of text objects (GB/T 33190, 11). */

/** What all characters of a text object share. */
export interface TextStyle {
  /** What they are painted with, filling and outline; none where neither is drawn. */
  readonly inks: readonly Shade[];
  readonly clip: Clip;
  /** Objects drawn later have a larger number. */
  readonly order: number;
  /** Whether they belong to what lies on the page, such as a remark. */
  readonly laidOver: boolean;
  /** The file of their font, where the document has it. */
  readonly font: string | undefined;
}

/** A character on its page. */
export interface Character {
  readonly glyph: Glyph;
  readonly style: TextStyle;
  /** Its size along the writing, condensed or not. */
  readonly breadth: number;
  readonly mirrored: boolean;
  /** What its place among its neighbours says that is not plain. */
  readonly placed: Appearance | null;
  /** How it is drawn, where it may be part of a figure or is a blank that names a glyph. */
  readonly drawn: DrawnCharacter | null;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u2014\u2018-\u201f\u2026]/u;
const UNPRINTED = /^[\s\p{Cc}\p{Cf}]$/u;
const DIGIT = /^\p{Nd}$/u;

/** An advance larger than a full square (in character sizes) leads to the next cell, not to the next character. */
const FULL_SQUARE = 1.05;
/** Digits of condensed type are still this far apart, in character sizes; nearer ones lie on each other. */
const LEAST_STEP = 0.3;

const BACKWARDS: Appearance = { kind: "reordered", how: "倒序排列的文字" };
const CROWDED: Appearance = { kind: "covered", how: "重叠的文字" };

/**
 * DeltaX and DeltaY: distances between characters; "g n d" stands for n times d. A list that is too short goes on with
 * its last distance.
 */
export function deltasOf(text: string | undefined, count: number): number[] | null {
  if (text === undefined || text.trim() === "") return null;
  const parts = text.trim().split(/\s+/u);
  const deltas: number[] = [];
  for (let index = 0; index < parts.length && deltas.length < count; index++) {
    if (parts[index]?.toLowerCase() === "g") {
      const times = Math.min(Number(parts[index + 1]), count - deltas.length);
      for (let time = 0; time < times; time++) deltas.push(Number(parts[index + 2]));
      index += 2;
    } else deltas.push(Number(parts[index]));
  }
  const known = deltas.filter(Number.isFinite);
  while (known.length < count) known.push(known.at(-1) ?? 0);
  return known;
}

/** A text code with its characters, the first of which is so far into its object. */
interface Coded {
  readonly code: XmlNode;
  readonly characters: readonly string[];
  readonly offset: number;
}

/**
 * The glyph that an object names for each of its characters: undefined for none, null where several characters and
 * glyphs stand for each other.
 */
type NamedGlyphs = (index: number) => number | null | undefined;

/**
 * Characters that one glyph may stand for, or the other way round; where a transform tells of more, all that follow are
 * uncertain.
 */
const MOST_JOINED = 16;

/**
 * The text codes of an object, and the glyphs that its transforms name; their positions count from the text code after
 * them, or from the first.
 */
function codesOf(object: XmlNode): { readonly codes: readonly Coded[]; readonly glyphOf: NamedGlyphs } {
  const codes: Coded[] = [];
  const glyphs = new Map<number, number | null>();
  let uncertainFrom = Infinity;
  let offset = 0;
  let pending: XmlNode[] = [];
  for (const part of object.children) {
    if (part.name === "CGTransform") pending.push(part);
    if (part.name !== "TextCode") continue;
    const characters = [...withoutTrailing(part.text.replace(/^[\r\n\t]+/u, ""), /[\r\n\t]/u)];
    for (const transform of pending) {
      const position = Math.max(Number(transform.attributes.CodePosition ?? 0) || 0, 0);
      const start = position < characters.length || position < offset ? offset + position : position;
      const count = Number(transform.attributes.CodeCount ?? 1) || 1;
      const named = numbersOf(childrenOf(transform, "Glyphs")[0]?.text);
      if (count === named.length) for (const [index, glyph] of named.entries()) glyphs.set(start + index, glyph);
      else if (count <= MOST_JOINED) for (let index = 0; index < count; index++) glyphs.set(start + index, null);
      else uncertainFrom = Math.min(uncertainFrom, start);
    }
    pending = [];
    codes.push({ code: part, characters, offset });
    offset += characters.length;
  }
  return { codes, glyphOf: (index) => (index >= uncertainFrom ? null : glyphs.get(index)) };
}

/** The measures of a text object and how its characters stand in it. */
interface Setting {
  readonly size: number;
  /** How much wider than high its characters are set. */
  readonly condensed: number;
  /** The size of its characters on the page, and how much longer their line comes out there. */
  readonly height: number;
  readonly along: number;
  /** Where the writing runs, and where the characters' own line does: the other way where they are mirrored. */
  readonly angle: number;
  readonly upright: number;
  readonly mirrored: boolean;
  /** 0, 90, 180 or 270: where the next character stands without a distance. */
  readonly reading: number;
}

function settingOf({ attributes }: XmlNode, matrix: Matrix): Setting {
  const size = Number(attributes.Size ?? 0) || 0;
  const scale = Number(attributes.HScale ?? 1) || 1;
  const turned = Number(attributes.CharDirection ?? 0) || 0;
  // Characters turned against their line stand upright in it.
  const [a, b] = [Math.cos((turned * Math.PI) / 180), Math.sin((turned * Math.PI) / 180)];
  const [directionX, directionY] = [matrix[0] * a + matrix[2] * b, matrix[1] * a + matrix[3] * b];
  const angle = ((Math.atan2(directionY, directionX) * 180) / Math.PI + 360) % 360;
  const mirrored = size < 0 || scale < 0 || matrix[0] * matrix[3] < matrix[1] * matrix[2];
  return {
    size: Math.abs(size),
    condensed: Math.abs(scale),
    height: Math.abs(size) * Math.hypot(matrix[2], matrix[3]),
    along: Math.hypot(matrix[0], matrix[1]),
    angle,
    upright: mirrored ? (angle + 180) % 360 : angle,
    mirrored,
    reading: Number(attributes.ReadDirection ?? 0) || 0,
  };
}

/** The characters of a text object. `matrix` leads from its own space to the page. */
export function charactersOf(object: XmlNode, matrix: Matrix, style: TextStyle): Character[] {
  const setting = settingOf(object, matrix);
  const start: [number, number] = [0, 0];
  const { codes, glyphOf } = codesOf(object);
  return codes.flatMap((coded) => {
    const { X, Y } = coded.code.attributes;
    if (X !== undefined) start[0] = Number(X) || 0;
    if (Y !== undefined) start[1] = Number(Y) || 0;
    return charactersOfCode(coded, start, { glyphOf, setting, matrix, style });
  });
}

/** What all characters of a text object share. */
interface Setup {
  readonly glyphOf: NamedGlyphs;
  readonly setting: Setting;
  readonly matrix: Matrix;
  readonly style: TextStyle;
}

function charactersOfCode(
  { code, characters, offset }: Coded,
  start: readonly [number, number],
  { glyphOf, setting, matrix, style }: Setup,
): Character[] {
  const { size, condensed, along, reading } = setting;
  const wide = size * condensed;
  const deltasX = deltasOf(code.attributes.DeltaX, Math.max(characters.length - 1, 0));
  const deltasY = deltasOf(code.attributes.DeltaY, Math.max(characters.length - 1, 0));
  const spaced = deltasX !== null || deltasY !== null;
  /** What is not plain about the way from a digit to the next one on its line. */
  const between = (index: number): Appearance | null => {
    if (!spaced || !isDigit(characters[index]) || !isDigit(characters[index + 1]) || (deltasY?.[index] ?? 0) !== 0)
      return null;
    const step = deltasX?.[index] ?? 0;
    if (step < 0) return BACKWARDS;
    return step < LEAST_STEP * wide ? CROWDED : null;
  };
  const placed: Character[] = [];
  let [x, y] = start;
  characters.forEach((character, index) => {
    const own = WIDE.test(character) ? wide : 0.5 * wide;
    const step = spaced ? (deltasX?.[index] ?? 0) : own;
    const glyph = glyphOf(offset + index);
    const blank = UNPRINTED.test(character);
    // A blank that names a glyph may be drawn as anything.
    if (!blank || glyph !== undefined) {
      // The distance to the next character is its advance where the two stand close: figures may be as wide as Chinese
      // characters.
      const close = step >= LEAST_STEP * wide && step <= FULL_SQUARE * wide;
      const advance = (close ? step : own) * along;
      const [pageX, pageY] = standing(apply(matrix, x, y), advance, setting);
      placed.push({
        glyph: {
          text: blank ? "" : foldIdeographs(character),
          x: pageX,
          y: pageY,
          size: setting.height || 1,
          advance,
          angle: setting.upright,
        },
        style,
        breadth: wide * along,
        mirrored: setting.mirrored,
        placed: between(index) ?? between(index - 1),
        drawn: blank || isProven(character) ? { text: blank ? "" : character, font: style.font, glyph } : null,
      });
    }
    if (spaced) {
      x += step;
      y += deltasY?.[index] ?? 0;
    } else if (reading === 90) y += size;
    else if (reading === 270) y -= size;
    else x += reading === 180 ? -own : own;
  });
  return placed;
}

/** Where a character stands: mirrored, where one the other way up would, seen from its other end. */
function standing([x, y]: Point, advance: number, { mirrored, angle }: Setting): Point {
  if (!mirrored) return [x, y];
  const along = (angle * Math.PI) / 180;
  return [x + Math.cos(along) * advance, y + Math.sin(along) * advance];
}

const isDigit = (character: string | undefined): boolean => character !== undefined && DIGIT.test(character);
