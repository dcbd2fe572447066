import type { Appearance } from "../../document/appearance.ts";
import { type Get, pull } from "./effects.ts";
import { isFloating } from "./state.ts";
import type { Element } from "./tree.ts";

/** What may be laid over the tables of a page. */

/** One thing that is laid over a table, or may be. */
export interface Cover {
  readonly element: Element;
  /** Declared values, for what may be laid over anything. */
  readonly get?: Get;
  /** How it is called where it is no floating content. */
  readonly how?: Appearance;
}

export const hasMargin = (get: Get): boolean =>
  ["top", "right", "bottom", "left"].some((side) => !/^(?:0[a-z]*|auto)?$/u.test(get(`margin-${side}`) ?? ""));

/** Whether an element may stand over others. */
export const isMoved = (element: Element, get: Get, size: number): boolean =>
  isFloating(get) ||
  pull(element, get, size) > 0 ||
  /relative/u.test(get("position") ?? "") ||
  /translate|matrix/u.test(`${get("transform")} ${get("translate")}`);

/** What may be laid over tables is asked one by one where it lies. */
const MOST_COVERS = 200;
export function cover(covers: Cover[], one: Cover): void {
  if (covers.length <= MOST_COVERS) covers.push(one);
}
/** Whether there is more than is asked. */
export const isCrammed = (covers: readonly Cover[]): boolean => covers.length > MOST_COVERS;
