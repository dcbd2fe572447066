import { useEffect, useRef, useState } from "preact/hooks";
import { nothingReadWords, pictureUnit } from "../../../../report/picture-words.ts";
import type { FullReport } from "../../../schemas.ts";
import { DocumentText } from "./document-text.tsx";
import { bringInSight } from "./in-sight.ts";
import { figuresIn, onPicture } from "./places.ts";

/** Ways to see the original: a page's picture, the file as the browser shows it, the text as it was read. */
type Way = number | "file" | "text";

const SHOWN_IN_FRAME = new Set(["pdf"]);
const SHOWN_AS_PICTURE = /\.(?:jpe?g|png)$/iu;

function waysTo({ source, status }: FullReport): Way[] {
  const inFrame = source.format !== null && SHOWN_IN_FRAME.has(source.format);
  const asPicture = source.format === "image" && SHOWN_AS_PICTURE.test(source.name);
  return [
    ...(source.shownPages ?? []),
    ...(inFrame || asPicture ? (["file"] as const) : []),
    ...(status === "failed" ? [] : (["text"] as const)),
  ];
}

const wordsOf = (way: Way, unit: string): string =>
  way === "file" ? "原件" : way === "text" ? "程序读到的文字" : `第${way}${unit}`;

/** The page of the file that a thing stands on; null where it is on none. */
function pageOf(report: FullReport, chosen: string | null): number | null {
  const where = figuresIn(report, chosen)[0]?.where;
  return where !== undefined && "page" in where ? where.page : null;
}

/** Where a thing is seen best; null where nothing is known of its place. */
function bestWay({ report, chosen, near }: OriginalProps, ways: readonly Way[]): Way | null {
  const marked = onPicture(report, chosen);
  if (marked !== null) return marked.page;
  if (pageOf(report, chosen) !== null && ways.includes("file")) return "file";
  if (figuresIn(report, chosen).length > 0) return "text";
  // Nothing but the text shows what is around a figure that was not found.
  if (near !== null && ways.every((way) => way === "text")) return "text";
  // Of a table of which nothing was read, what there is to see is the page from which nothing came.
  const isTable = chosen !== null && Object.hasOwn(report.tables ?? {}, chosen);
  return (isTable && report.source.shownPages?.find((page) => nothingReadWords(report, page) !== null)) || null;
}

function File({ report, page }: { readonly report: FullReport; readonly page: number | null }) {
  const url = `/reports/${report.id}/source`;
  if (report.source.format === "image") return <img src={url} alt="原件" />;
  return <iframe key={page} title="原件" src={page === null ? url : `${url}#page=${page}`} />;
}

const percent = (share: number): string => `${share * 100}%`;

/** The picture of a page, with what is looked at marked and in sight. */
function PagePicture({
  report,
  page,
  chosen,
}: {
  readonly report: FullReport;
  readonly page: number;
  readonly chosen: string | null;
}) {
  const mark = useRef<HTMLSpanElement>(null);
  const image = useRef<HTMLImageElement>(null);
  const place = onPicture(report, chosen);
  const show = () => bringInSight(mark.current);
  useEffect(() => {
    // Before it is loaded the picture has no height to scroll in.
    if (image.current?.complete) show();
  }, [chosen, page]);
  const unit = pictureUnit(report);
  const url = `/reports/${report.id}/pages/${page}`;
  const nothingRead = nothingReadWords(report, page);
  return (
    <>
      {nothingRead !== null && <p class="notice">{nothingRead}。</p>}
      <a class="page" href={url} target="_blank" rel="noopener" title="看大图">
        <img ref={image} src={url} alt={`原件第${page}${unit}，问题处已框出`} onLoad={show} />
        {place?.page === page && (
          <span
            ref={mark}
            class="mark"
            style={{
              left: percent(place.box[0]),
              top: percent(place.box[1]),
              width: percent(place.box[2]),
              height: percent(place.box[3]),
            }}
          />
        )}
      </a>
    </>
  );
}

interface OriginalProps {
  readonly report: FullReport;
  /** What is looked at. */
  readonly chosen: string | null;
  /** Where that was not found: the figure nearest to it that was. */
  readonly near: string | null;
}

/** The original, beside which the result is looked at. */
export function Original(props: OriginalProps) {
  const { report, chosen, near } = props;
  const ways = waysTo(report);
  const [way, setWay] = useState<Way | null>(ways[0] ?? null);
  useEffect(() => {
    const best = bestWay(props, ways);
    if (best !== null) setWay(best);
  }, [chosen, report.id]);
  const unit = pictureUnit(report);
  return (
    <section class="original" aria-label="原件">
      {ways.length > 0 && (
        <nav class="ways-to" aria-label="看原件的哪里">
          {ways.map((each) => (
            <button key={each} type="button" aria-pressed={each === way} onClick={() => setWay(each)}>
              {wordsOf(each, unit)}
            </button>
          ))}
        </nav>
      )}
      <section class="shown" tabindex={0} aria-label="原件内容">
        {typeof way === "number" && <PagePicture report={report} page={way} chosen={chosen} />}
        {way === "file" && <File report={report} page={pageOf(report, chosen)} />}
        {way === "text" && <DocumentText report={report} chosen={chosen} near={near} />}
        {way === null && <p class="none">这份文件没有读出内容，请下载原件查看。</p>}
      </section>
    </section>
  );
}
