import { useEffect, useState } from "preact/hooks";
import type { FullReport } from "../../../schemas.ts";
import { DocumentText } from "./document-text.tsx";

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

/** The page of a figure's place; null where it is on none. */
function pageOf({ figures, blanks }: FullReport, name: string | null): number | null {
  const all: Readonly<Record<string, { readonly where: object }>> = { ...figures, ...blanks };
  const where = name === null ? undefined : all[name]?.where;
  return where !== undefined && "page" in where ? (where.page as number) : null;
}

function File({ report, page }: { readonly report: FullReport; readonly page: number | null }) {
  const url = `/reports/${report.id}/source`;
  if (report.source.format === "image") return <img src={url} alt="原件" />;
  return <iframe key={page} title="原件" src={page === null ? url : `${url}#page=${page}`} />;
}

/** The original, beside which the result is looked at. @param chosen the figure that is looked at */
export function Original({ report, chosen }: { readonly report: FullReport; readonly chosen: string | null }) {
  const ways = waysTo(report);
  const [way, setWay] = useState<Way | null>(ways[0] ?? null);
  const page = pageOf(report, chosen);
  useEffect(() => {
    if (page !== null && report.source.shownPages?.includes(page)) setWay(page);
  }, [page, report]);
  const unit = report.source.pages === null ? "张图片" : "页";
  return (
    <section class="original" aria-label="原件">
      <nav class="ways-to" aria-label="看原件的哪里">
        {ways.map((each) => (
          <button key={each} type="button" aria-pressed={each === way} onClick={() => setWay(each)}>
            {wordsOf(each, unit)}
          </button>
        ))}
      </nav>
      <section class="shown" tabindex={0} aria-label="原件内容">
        {typeof way === "number" && (
          <a href={`/reports/${report.id}/pages/${way}`} target="_blank" rel="noopener" title="看大图">
            <img src={`/reports/${report.id}/pages/${way}`} alt={`原件第${way}${unit}，问题处已框出`} />
          </a>
        )}
        {way === "file" && <File report={report} page={page} />}
        {way === "text" && <DocumentText report={report} chosen={chosen} />}
        {way === null && <p class="none">这份文件没有读出内容，请下载原件查看。</p>}
      </section>
    </section>
  );
}
