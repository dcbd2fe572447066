import { createHash } from "node:crypto";
import type { Document, FlatText, Place } from "../document/document.ts";
import { LIMITS } from "../limits.ts";
import { assembleReport } from "../outputs/assemble-report.ts";
import type { Report, Source } from "../outputs/report-schema.ts";
import { judgeDisclosure } from "../profiles/disclosure/disclosure.ts";
import { OFFICIAL_LABELS } from "../profiles/disclosure/official-labels.ts";
import type { Judgement } from "../profiles/judgement.ts";
import { CorruptError, type ReaderError, TooLargeError, TruncatedError } from "../readers/errors.ts";
import { formatOf, readerOf } from "../readers/readers.ts";
import { isImageKind, type Kind, sniff } from "../readers/sniff.ts";
import { ENGINE_VERSION } from "../version.ts";
import { cutoutsOf, type PageView } from "./cutouts.ts";
import { failure } from "./failure.ts";
import { type Recognition, type RecognitionOptions, recognise } from "./recognise.ts";

/**
 * The second reading of the same bytes; it may run elsewhere, fail, hang until its deadline or be killed without harm to the first.
 * With `salvage` it gives what can be saved of a file that the first reading refused.
 */
export type SecondReading = (bytes: Uint8Array, kind: Kind, salvage?: boolean) => Promise<FlatText>;

export interface ProcessedDocument {
  readonly report: Report;
  /** What was read; null where the report is `failed`. */
  readonly document: Document | null;
  /** Pictures of uncertain figures by their full names, as data URIs. */
  readonly cutouts?: ReadonlyMap<string, string>;
}

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/**
 * One document from bytes to outcome. Never throws: whatever happens to a file is in its report.
 * @param name the file's name, below the folder it was found in
 * @param recognition what recognises scans and pictures; without it they stay unread and the document needs review
 */
export async function processDocument(
  name: string,
  bytes: Uint8Array,
  secondReading: SecondReading,
  recognition: PictureRecognition | null = null,
  { onRead = () => {}, refusal }: Attempt = {},
): Promise<ProcessedDocument> {
  const source: Source = { name, bytes: bytes.length, sha256: sha256(bytes), format: null, pages: null, ocr: null };
  try {
    if (bytes.length > LIMITS.fileBytes) throw new TooLargeError();
    const kind = sniff(bytes);
    source.format = formatOf(kind);
    const flat = isImageKind(kind) || refusal ? Promise.resolve(null) : secondReading(bytes, kind).catch(() => null);
    const salvage = () => secondReading(bytes, kind, true);
    const reading =
      refusal && !isImageKind(kind)
        ? await salvaged(salvage, source.format, refusal)
        : await readAll(kind, bytes, flat, recognition, onRead).catch((error: unknown) => {
            if (error instanceof CorruptError && !(error instanceof TruncatedError)) return salvaged(salvage, source.format, error);
            throw error;
          });
    source.pages = reading.document.pages.length || null;
    if (recognition && reading.recognised.length > 0) source.ocr = { engine: recognition.engine.name, pages: [...reading.recognised] };
    const judgement = withRecognition(judgeDisclosure(reading.document, reading.second), reading);
    const report = assembleReport(judgement, { engineVersion: ENGINE_VERSION, source });
    const cutouts = reading.view && (await cutoutsOf(report, reading.view).catch(() => undefined));
    return { report, document: reading.document, ...(cutouts && { cutouts }) };
  } catch (error) {
    return { report: failure(source, error), document: null };
  }
}

/** How a document is read that may have been tried before. */
export interface Attempt {
  /** Told when the first reading is done. */
  readonly onRead?: () => void;
  /** Why the first reading is not made: it killed its worker. Pictures have no other reading and are read again. */
  readonly refusal?: ReaderError;
}

/** The engine, and who is told how many pages it will recognise, since these take time. */
export type PictureRecognition = Omit<RecognitionOptions, "labels">;

interface Reading {
  readonly document: Document;
  readonly second: FlatText | null;
  /** Pages that were recognised. */
  readonly recognised: readonly number[];
  readonly view?: PageView | undefined;
}

async function readAll(
  kind: Kind,
  bytes: Uint8Array,
  flat: Promise<FlatText | null>,
  recognition: PictureRecognition | null,
  onRead: () => void,
): Promise<Reading> {
  const found = recognition && (await recognise(kind, bytes, { ...recognition, labels: OFFICIAL_LABELS }));
  const document = found ? found.document : await readerOf(kind).read(bytes);
  onRead();
  const native = await flat;
  if (!found) return { document, second: native, recognised: [] };
  const first = readingOf(found, native);
  const places = placesToProve(judgeDisclosure(first.document, first.second));
  return places.length === 0 ? first : readingOf(await found.again(places), native);
}

const readingOf = ({ document, second, pages, view }: Recognition, native: FlatText | null): Reading => ({
  document,
  second: second(native),
  recognised: pages,
  view,
});

/** Where the figures of failing sums and contradicted claims stand: either their author erred or they were misread, and only the picture can tell. */
const placesToProve = ({ figures, findings }: Judgement): Place[] =>
  [...new Set(findings.filter(({ code }) => COMPARES_FIGURES.test(code)).flatMap(({ cells }) => cells))].flatMap(
    (name) => figures[name]?.where ?? [],
  );

/** Findings that come of comparing figures with others or with the text. */
const COMPARES_FIGURES = /^(?:APP-(?:ROW|SUM|BALANCE)|REV-SUM|CLAIM-)/u;

const COUNTY = /(?:^|[省市州盟])[^省市州盟区县旗]{1,6}(?:区|县|旗)/u;
const NO_COUNTY = /(?:开发|新|园|景|示范|高新|度假|合作|保税|试验|管理|风景|实验|保护|功能|产业|社|校|库|牧|林|矿|灌)区/u;

/** A county that no list of divisions knows: a rare character was taken for a common one. */
function isDoubtfulPlace(organization: Judgement["organization"]): boolean {
  if (!organization || NO_COUNTY.test(organization.name) || !COUNTY.test(organization.name)) return false;
  return organization.division === null || organization.division.code.endsWith("00");
}

/** Tells the clerk that figures come from pictures. */
function withRecognition(judgement: Judgement, { document, recognised }: Reading): Judgement {
  if (recognised.length === 0 || judgement.profile === null) return judgement;
  const what = document.pages.length > 0 ? `第${recognised.join("、")}页是扫描件或图片` : `文件中有${recognised.length}幅图片`;
  const message = `${what}，其中的文字由程序识别，每个数字都经过两次识别核对。`;
  const told: Judgement = { ...judgement, findings: [...judgement.findings, { code: "PAGES-RECOGNISED", severity: "info", message, cells: [] }] };
  if (!isDoubtfulPlace(judgement.organization) || judgement.uncertain.includes("organization")) return told;
  const doubt = `机关名称读作“${judgement.organization?.name}”，其中的区县不在行政区划名录中，可能有字识别错误，请对照原件核对。`;
  const findings: Judgement["findings"] = [...told.findings, { code: "ORGANIZATION-UNKNOWN", severity: "warning", message: doubt, cells: [] }];
  return { ...told, status: "needs-review", findings, uncertain: [...told.uncertain, "organization"] };
}

/**
 * What can be saved of a damaged file is the one reading there is: nothing in it is certain.
 * @throws the error given, where nothing can be
 */
async function salvaged(salvage: () => Promise<FlatText>, format: Document["format"] | null, error: ReaderError): Promise<Reading> {
  const text = await salvage().catch(() => null);
  if (!text || format === null || !text.pieces.some((piece) => piece.trim() !== "")) throw error;
  const blocks = text.pieces.map((piece, paragraph) => ({ kind: "paragraph" as const, text: piece, role: "body" as const, place: { paragraph } }));
  return { document: { format, title: null, pages: [], blocks }, second: null, recognised: [] };
}
