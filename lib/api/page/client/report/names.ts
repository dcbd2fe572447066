/** The id of a figure's, row's or table's element on the page. */
export const elementOf = (name: string): string => `at-${name}`;

/** Shows a thing on the page and goes there, as a link would. */
export function goTo(id: string): void {
  const element = document.getElementById(id);
  element?.scrollIntoView({ block: "center" });
  element?.focus({ preventScroll: true });
}
