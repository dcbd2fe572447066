/** An official text that rules rest on. */
export interface OfficialText {
  /** Short, as rules cite it. */
  readonly name: string;
  readonly title: string;
  /** The number it was issued or promulgated under; null where it has none. */
  readonly number: string | null;
  /** When it was issued or last revised, as exactly as is known. */
  readonly date: string;
  readonly issuer: string;
}

export interface Citation {
  readonly text: OfficialText;
  /** The article, or the part of a form. */
  readonly article: string;
}

/** What a rule rests on: articles of official texts, or the project's own reason. */
export type Source =
  | { readonly says: string; readonly cites: readonly [Citation, ...Citation[]] }
  /** The project's own rule: what it demands and what that rests on. */
  | { readonly own: string };
