/**
 * The marks on an OFD page, as far as the second reading asks: characters, lines, filled rectangles and references to
 * composite units.
 */

export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export interface CharacterMark {
  readonly kind: "character";
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
  /** Direction in quarter turns, clockwise. */
  readonly quarter: number;
  /** Whether it goes on what the character before it began. */
  readonly goesOn: boolean;
  readonly white: boolean;
}

export interface LineMark {
  readonly kind: "line";
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

export interface FillMark {
  readonly kind: "fill";
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly opaque: boolean;
  readonly white: boolean;
}

interface UnitMark {
  readonly kind: "unit";
  readonly id: string;
  readonly place: Affine;
}

export type Mark = CharacterMark | LineMark | FillMark | UnitMark;

/** A point of an object in the space of what holds it. */
export const onPlace = ([a, b, c, d, e, f]: Affine, x: number, y: number): readonly [number, number] => [
  a * x + c * y + e,
  b * x + d * y + f,
];

/** A mark of a composite unit where an object that refers to it puts it. */
export function placed(mark: Mark, place: Affine): Mark {
  const [a, b, c, d, e, f] = place;
  if (mark.kind === "unit") {
    const [ma, mb, mc, md, me, mf] = mark.place;
    const [x, y] = onPlace(place, me, mf);
    return { ...mark, place: [a * ma + c * mb, b * ma + d * mb, a * mc + c * md, b * mc + d * md, x, y] };
  }
  if (mark.kind === "character") {
    const [x, y] = onPlace(place, mark.x, mark.y);
    const turn = Math.round(Math.atan2(b, a) / (Math.PI / 2));
    return {
      ...mark,
      x,
      y,
      width: mark.width * Math.hypot(a, b),
      size: mark.size * Math.hypot(c, d),
      quarter: (mark.quarter + turn + 4) % 4,
    };
  }
  return {
    ...mark,
    x0: a * mark.x0 + c * mark.y0 + e,
    y0: b * mark.x0 + d * mark.y0 + f,
    x1: a * mark.x1 + c * mark.y1 + e,
    y1: b * mark.x1 + d * mark.y1 + f,
  };
}
