import { halfWidth, squash } from "../../../document/text.ts";

/** A string as drawn: baseline start, extent along the writing and size in points, origin top left, y downwards. */
export interface PlacedString {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
}

export interface PlacedPage {
  readonly width: number;
  readonly height: number;
  /** In the order they are drawn. */
  readonly strings: readonly PlacedString[];
}

/**
 * A page whose content lies sideways, turned so that most of its writing runs to the right; `quarter` is a string's
 * direction in quarter turns, clockwise.
 */
export function uprightPage(
  width: number,
  height: number,
  strings: readonly (PlacedString & { quarter: number })[],
): PlacedPage {
  const counts = [0, 0, 0, 0];
  for (const { quarter, text } of strings) counts[quarter] = (counts[quarter] ?? 0) + text.length;
  const quarter = counts.indexOf(Math.max(...counts));
  const turn = (string: PlacedString): PlacedString => {
    const { x, y } = string;
    const [turnedX, turnedY] =
      quarter === 1
        ? [y, width - x]
        : quarter === 2
          ? [width - x, height - y]
          : quarter === 3
            ? [height - y, x]
            : [x, y];
    return { ...string, x: turnedX, y: turnedY };
  };
  return quarter % 2 === 0
    ? { width, height, strings: strings.map(turn) }
    : { width: height, height: width, strings: strings.map(turn) };
}

/**
 * Strings that lie on the page instead of being drawn with the rest, each after the one it stands behind: the last to
 * its left on its line.
 */
export function withLaidOver(page: PlacedPage, laid: readonly PlacedString[]): PlacedPage {
  const strings = [...page.strings];
  for (const string of [...laid].sort((a, b) => a.y - b.y || a.x - b.x)) {
    const before = strings.filter(
      (other) => other.x < string.x && Math.abs(other.y - string.y) < Math.max(other.size, string.size),
    );
    const right = Math.max(...before.map(({ x }) => x));
    const last = before.findLast(({ x, size }) => x > right - 2 * size);
    strings.splice(last ? strings.indexOf(last) + 1 : strings.length, 0, string);
  }
  return { ...page, strings };
}

/** What may stand in a cell of figures: a number, perhaps with a unit, or a mark for none. */
const FIGURE = /^(?:[-+−±]?[0-9OoIl][0-9OoIl,.]*(?:件|元|万元|个|项|次|条|宗|人|%)?|[/\\—–―\-－无]{1,3}|<[0-9]+)$/u;
export const isFigure = (text: string) => FIGURE.test(halfWidth(squash(text)));
