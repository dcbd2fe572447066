import type { Flaw } from "../../document/appearance.ts";
import { oneLine } from "../../document/text.ts";

/** Characters quoted of a flaw; more would be a page's worth of hidden text. */
const LONGEST_QUOTE = 24;

const quoted = (text: string): string => {
  const line = oneLine(text);
  const short = [...line].length > LONGEST_QUOTE ? `${[...line].slice(0, LONGEST_QUOTE).join("")}…` : line;
  return short === "" ? "" : `“${short}”`;
};

/** What was seen beside a figure, for the clerk: 数字旁有删除线文字“31”. */
export const seenBeside = (flaws: readonly Flaw[]): string =>
  `数字旁有${flaws.map(({ how, text }) => `${how}${quoted(text)}`).join("、")}`;
