import type { Document, FlatText, Format } from "../document/document.ts";
import { flatTextOfDoc } from "./doc/flat-text.ts";
import { readDoc } from "./doc/read.ts";
import { flatTextOfDocx } from "./docx/flat-text.ts";
import { readDocx } from "./docx/read.ts";
import { UnsupportedError } from "./errors.ts";
import { flatTextOfHtml } from "./html/flat-text.ts";
import { readHtml } from "./html/read.ts";
import { flatTextOfOfd } from "./ofd/flat-text.ts";
import { readOfd } from "./ofd/read.ts";
import { flatTextOfPdf } from "./pdf/flat-text.ts";
import { readPdf } from "./pdf/read.ts";
import { salvageTextOfPdf } from "./pdf/salvage.ts";
import { flatTextOfSheet } from "./sheet/flat-text.ts";
import { readSheet } from "./sheet/read.ts";
import { isImageKind, type Kind } from "./sniff.ts";
import { flatTextOfText } from "./text/flat-text.ts";
import { readText } from "./text/read.ts";

/** Two ways to read a format: what the document is, and its flat text by other means, each from the bytes. */
export interface Reader {
  readonly read: (bytes: Uint8Array) => Document | Promise<Document>;
  readonly flatText: (bytes: Uint8Array) => FlatText | Promise<FlatText>;
  /** What can be saved of a damaged file that `read` refuses; without it, `flatText` may serve. */
  readonly salvage?: (bytes: Uint8Array) => FlatText | Promise<FlatText>;
}

const READERS: Partial<Record<Kind, Reader>> = {
  pdf: { read: readPdf, flatText: flatTextOfPdf, salvage: salvageTextOfPdf },
  ofd: { read: readOfd, flatText: flatTextOfOfd },
  docx: { read: readDocx, flatText: flatTextOfDocx },
  doc: { read: readDoc, flatText: flatTextOfDoc },
  sheet: { read: readSheet, flatText: flatTextOfSheet },
  html: { read: readHtml, flatText: flatTextOfHtml },
  text: { read: readText, flatText: flatTextOfText },
};

/** @throws UnsupportedError for a kind without a reader */
export function readerOf(kind: Kind): Reader {
  const reader = READERS[kind];
  if (reader) return reader;
  if (kind === "zip") throw new UnsupportedError("压缩包里还有压缩包，请解压后提交其中的文件。");
  throw new UnsupportedError();
}

/** The format of a kind, as report.json names it; null for an archive of documents. */
export function formatOf(kind: Kind): Format | null {
  if (kind === "zip") return null;
  return isImageKind(kind) ? "image" : kind;
}
