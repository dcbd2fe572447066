/** Ways to disguise a figure: what the formats have in common. */

/** Around the digits that are disguised; no text of a report has them. */
export const [OPEN, CLOSE] = ["\ue000", "\ue001"];
export const DISGUISED = new RegExp(`${OPEN}(\\d*)${CLOSE}`, "u");

/** Ways of a format; those that a person sees nothing odd in come under `plain`. */
export interface Ways<T> {
  readonly odd: Readonly<Record<string, T>>;
  readonly plain: Readonly<Record<string, T>>;
}

/** Markup in place of digits. */
export type Look = (digits: string) => string;

/** Where one text of a drawn page stands, and how large it is. */
export interface Print {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}
/** Operators or markup that draw digits at a place. */
export type Drawing = (digits: string, print: Print) => string;
