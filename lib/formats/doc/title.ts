import { Binary } from "../shared/binary.ts";

/** The title among the document's properties ([MS-OLEPS], the SummaryInformation stream). */

const CODE_PAGE = 1;
const TITLE = 2;
const TEXT = 0x1e;
const WIDE_TEXT = 0x1f;
const UTF_16 = 1200;
const ENCODINGS: Readonly<Record<number, string>> = {
  936: "gb18030",
  54936: "gb18030",
  950: "big5",
  932: "shift_jis",
  949: "euc-kr",
  65001: "utf-8",
};

/** Null where there is none or the properties are damaged: a title is not worth losing a document. */
export function readTitle(summary: Uint8Array | null): string | null {
  try {
    return summary ? titleOf(new Binary(summary)) : null;
  } catch {
    return null;
  }
}

function titleOf(summary: Binary): string | null {
  const section = summary.u32(44);
  const count = Math.min(summary.u32(section + 4), 256);
  let codePage = 1252;
  let place = 0;
  for (let i = 0; i < count; i++) {
    const id = summary.u32(section + 8 + 8 * i);
    const at = section + summary.u32(section + 12 + 8 * i);
    if (id === CODE_PAGE) codePage = summary.u16(at + 4);
    else if (id === TITLE) place = at;
  }
  if (place === 0) return null;
  const type = summary.u16(place);
  const length = summary.u32(place + 4);
  if (type !== TEXT && type !== WIDE_TEXT) return null;
  const wide = type === WIDE_TEXT || codePage === UTF_16;
  const bytes = summary.part(place + 8, type === WIDE_TEXT ? 2 * length : length).bytes;
  const encoding = wide
    ? "utf-16le"
    : (ENCODINGS[codePage] ?? (codePage >= 1250 && codePage <= 1258 ? `windows-${codePage}` : "windows-1252"));
  const title = new TextDecoder(encoding).decode(bytes).replace(/\0.*$/su, "").trim();
  return title === "" ? null : title;
}
