import { digitOf } from "../../document/digits.ts";
import { foldIdeographs, halfWidth, oneLine, squash } from "../../document/text.ts";
import { remembering } from "./remembering.ts";
import { simplified } from "./simplified.ts";

/** Characters that stand in traditional text only: whatever has none of them is left alone (乾县 is no 干县). */
const TRADITIONAL = /[開報務區縣鎮鄉辦處點總個為與發國會動請況訴關於財衛農業規門書]/u;
/** Pinyin glosses that mirror sites put behind a character: 内(nèi)容. */
export const GLOSS = /[(（](?<=\p{Script=Han}[(（])[a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{1,6}[)）]/gu;
const BOOKMARK = /\[bookmark:[^\][]*\]/gu;
/** Characters that conversion would change though they are right in a name. */
const KEPT = /乾(?=[县縣州安陵])/gu;

/**
 * Simplified characters where the text is in traditional ones; without pinyin glosses, bookmark marks and compatibility
 * ideographs.
 */
export function plain(text: string): string {
  const folded = foldIdeographs(text).replace(BOOKMARK, "").replace(GLOSS, "");
  return TRADITIONAL.test(folded) ? simplified(folded.replace(KEPT, "\ue000")).replaceAll("\ue000", "乾") : folded;
}

/** For comparison: simplified, half-width, without any white space. */
export const comparable = remembering((text) => halfWidth(squash(plain(text))));

/**
 * One line for reading: the spaces that layout puts between Chinese characters and digits are gone, those between Latin
 * words stay.
 */
export const tidy = (text: string): string => oneLine(text).replace(/(?<![A-Za-z]) | (?![A-Za-z])/gu, "");

/** Sentences as printed, without their full stops; a line end ends a sentence. */
export const sentencesOf = (text: string): string[] =>
  text
    .split(/[。；;！!？?\n]+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");

/** Years written in Chinese digits (二〇二四年, 二零二四年) as Arabic ones. */
export const arabicYears = (text: string): string =>
  text.replace(/[二2][〇○零OＯo0][一二三四五六七八九〇○零0-9]{2}(?=年)/gu, (year) =>
    [...year].map((character) => digitOf(character)?.sign ?? "0").join(""),
  );
