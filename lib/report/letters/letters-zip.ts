import { withoutTrailing } from "../../document/text.ts";
import { zipWriter } from "../zip-writer.ts";
import { type Letter, type LetterUnit, letterTo } from "./letter.ts";
import { lettersDocx } from "./letter-docx.ts";
import type { LetterTemplate } from "./template.ts";

/** All letters one after the other, to be printed in one go. */
const ALL = "全部通知（打印用）.docx";
/** What there is instead where no unit has anything to put right. */
const NONE = "没有需要退回的单位.txt";

/** Characters of a unit's name in that of its file; what a file's name may be long is counted in bytes. */
const LONGEST_NAME = 60;

/**
 * The letters to all units that have something to put right, a .docx each and one with all of them, as the bytes of a
 * zip. Units without problems of their own have none.
 * @param today ISO date of the letters
 */
export async function* lettersZip(
  units: AsyncIterable<LetterUnit> | Iterable<LetterUnit>,
  template: LetterTemplate,
  today: string,
): AsyncGenerator<Uint8Array> {
  const zip = zipWriter(new Date(`${today}T00:00:00`));
  const add = (path: string, content: string | Uint8Array): void => {
    const file = zip.open(path);
    file.write(content);
    file.end();
  };
  const letters: Letter[] = [];
  for await (const unit of units) {
    const letter = letterTo(unit, template, today);
    if (letter === null) continue;
    letters.push(letter);
    add(fileName(letter.unit, letters.length), await lettersDocx([letter]));
    yield* zip.take();
  }
  if (letters.length === 0) add(NONE, "\ufeff没有需要退回修改的问题。\r\n");
  else add(ALL, await lettersDocx(letters));
  zip.end();
  yield* zip.take();
}

/** Numbered, so that two units of one name have two files. */
function fileName(unit: string, number: number): string {
  const safe = [...unit.replace(/[\u0000-\u001f\u007f<>:"/\\|?*]/gu, "_")].slice(0, LONGEST_NAME).join("");
  return `${String(number).padStart(3, "0")} ${withoutTrailing(safe, /[. ]/u)} 退回修改通知.docx`;
}
