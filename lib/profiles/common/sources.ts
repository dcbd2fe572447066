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

/** Texts that rules of several families cite. */

export const REGULATION: OfficialText = {
  name: "《条例》",
  title: "中华人民共和国政府信息公开条例",
  number: "国务院令第711号",
  date: "2019年4月3日修订，2019年5月15日起施行",
  issuer: "国务院",
};

export const IDENTITY_NUMBER: OfficialText = {
  name: "GB 11643",
  title: "公民身份号码",
  number: "GB 11643",
  date: "现行版本",
  issuer: "国家标准",
};
