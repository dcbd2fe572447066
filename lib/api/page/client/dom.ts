/**
 * The page's element of an id.
 * @throws Error where the page has no such element: script and page are served together
 */
export function byId<E extends HTMLElement = HTMLElement>(id: string, kind?: new () => E): E {
  const element = document.getElementById(id);
  if (!(element instanceof (kind ?? HTMLElement))) throw new Error(`the page has no ${id}`);
  return element as E;
}

type Attributes = Readonly<Record<string, string | null>>;

/** An element with attributes (null: none) and children (null: none). Text stays text, never markup. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string | null)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** A button that does something. */
export function button(
  onClick: () => void,
  attributes: Attributes,
  ...children: readonly (Node | string | null)[]
): HTMLButtonElement {
  const element = make("button", { type: "button", ...attributes }, ...children);
  element.addEventListener("click", onClick);
  return element;
}

/** A link that opens a report's page beside this one. */
export const reportLink = (id: string, text: string): HTMLAnchorElement =>
  make("a", { href: `/reports/${id}/html`, target: "_blank", rel: "noopener" }, text);

const NUMBER = new Intl.NumberFormat("zh-CN", { maximumFractionDigits: 6 });

export const formatted = (number: number): string => NUMBER.format(number);

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
