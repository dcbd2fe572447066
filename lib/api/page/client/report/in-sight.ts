/** Scrolls the original, and nothing around it, until one of its elements is in the middle. */
export function bringInSight(element: Element | null | undefined): void {
  const box = element?.closest(".shown");
  if (!element || !box) return;
  const [of, within] = [element.getBoundingClientRect(), box.getBoundingClientRect()];
  box.scrollBy(
    of.left + of.width / 2 - (within.left + within.width / 2),
    of.top + of.height / 2 - (within.top + within.height / 2),
  );
}
