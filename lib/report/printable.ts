const LONE_SURROGATE = /\p{Surrogate}/gu;
/** C0 and C1 controls but tab and line feed; marks that turn the direction of text; noncharacters. */
const UNPRINTABLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ufffe\uffff]/gu;
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/gu;

/** Any of them: most texts have none, and a page asks for thousands. */
const ODD = new RegExp(`\\r|${LONE_SURROGATE.source}|${UNPRINTABLE.source}|${INVISIBLE.source}`, "u");

/**
 * Text of a document made safe to show: what could hide or reorder its neighbours (control characters, bidirectional
 * overrides, halves of surrogate pairs) becomes a visible �, marks without width go. Tabs and line feeds stay.
 */
export const printable = (text: string): string =>
  ODD.test(text)
    ? text
        .replace(/\r\n?/gu, "\n")
        .replace(LONE_SURROGATE, "\ufffd")
        .replace(UNPRINTABLE, "\ufffd")
        .replace(INVISIBLE, "")
    : text;

/** The same in one line, for a terminal. */
export const printableLine = (text: string): string => printable(text).replace(/[\n\t\u2028\u2029]/gu, " ");
