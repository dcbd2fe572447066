type Key = { readonly key: string; readonly target: EventTarget | null; preventDefault: () => void };

const middle = ({ left, right, top, bottom }: DOMRect): readonly [number, number] => [
  (left + right) / 2,
  (top + bottom) / 2,
];

/** Whether a cell lies in the direction of the arrow, and how far off. */
const STEPS: Readonly<Record<string, (dx: number, dy: number) => number>> = {
  ArrowLeft: (dx, dy) => (dx < -1 && Math.abs(dy) < 8 ? -dx : Number.POSITIVE_INFINITY),
  ArrowRight: (dx, dy) => (dx > 1 && Math.abs(dy) < 8 ? dx : Number.POSITIVE_INFINITY),
  ArrowUp: (dx, dy) => (dy < -1 ? -dy + Math.abs(dx) * 2 : Number.POSITIVE_INFINITY),
  ArrowDown: (dx, dy) => (dy > 1 ? dy + Math.abs(dx) * 2 : Number.POSITIVE_INFINITY),
};

/** Arrow keys go from a figure of a table to its neighbour, as it is seen: forms have merged cells. */
export function walkCells(event: Key): void {
  const step = STEPS[event.key];
  const from = event.target;
  if (step === undefined || !(from instanceof HTMLElement) || !from.matches(".figure")) return;
  const [x, y] = middle(from.getBoundingClientRect());
  let [nearest, distance]: [HTMLElement | null, number] = [null, Number.POSITIVE_INFINITY];
  for (const other of from.closest("table")?.querySelectorAll<HTMLElement>(".figure") ?? []) {
    const [otherX, otherY] = middle(other.getBoundingClientRect());
    const far = step(otherX - x, otherY - y);
    if (far < distance) [nearest, distance] = [other, far];
  }
  event.preventDefault();
  nearest?.focus();
}
