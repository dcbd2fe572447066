import { useState } from "preact/hooks";
import type { ReadableReport } from "../../../../report/readable.ts";
import type { ReviewOnRecord } from "../../../review-schemas.ts";
import type { FullReport } from "../../../schemas.ts";
import { messageOf, momentWords } from "../format.ts";
import { Trouble } from "../parts/trouble.tsx";
import { can } from "../words.ts";
import { say } from "./say.ts";
import { subjectOf, type Value } from "./subject.ts";

const STANDINGS: Readonly<Record<ReviewOnRecord["standing"], string>> = {
  applied: "",
  replaced: "已由后来的确认代替",
  undone: "已撤销",
  outdated: "程序后来读得不同，请再确认",
};

const valueWords = (value: Value): string =>
  value === null ? "没有数字" : value === "absent" ? "页面上没有" : String(value);

function saidWords({ kind, before, after }: ReviewOnRecord): string {
  if (kind === "undo") return `撤销，恢复为${valueWords(after)}`;
  if (kind === "confirm") return `确认为${valueWords(after)}`;
  if (kind === "absent") return `页面上没有（原读作${valueWords(before)}）`;
  return before === null ? `填写为${valueWords(after)}` : `由${valueWords(before)}改为${valueWords(after)}`;
}

interface RecordProps {
  readonly report: FullReport;
  readonly readable: ReadableReport;
}

function ReviewItem({
  review,
  report,
  readable,
  onUndo,
}: RecordProps & { readonly review: ReviewOnRecord; readonly onUndo: () => void }) {
  const standing = STANDINGS[review.standing];
  return (
    <li class={review.standing}>
      <span>{momentWords(review.at)}</span>
      <span>{review.by ?? "（未写姓名）"}</span>
      <span>
        {subjectOf(report, readable, review.figure).label}：{saidWords(review)}
        {review.reason !== null && `；理由：${review.reason}`}
      </span>
      {standing !== "" && <span class="place">{standing}</span>}
      {review.standing === "applied" && review.kind !== "undo" && can("review") && (
        <button type="button" class="link" onClick={onUndo}>
          撤销
        </button>
      )}
    </li>
  );
}

/** Everything people said of the report; nothing of it is ever overwritten. */
export function ReviewRecord({ report, readable }: RecordProps) {
  const [trouble, setTrouble] = useState<string | null>(null);
  if (report.reviews.length === 0) return null;
  const undo = (figure: string) => {
    const { current } = subjectOf(report, readable, figure);
    say(report.id, [{ figure, before: current, kind: "undo" }]).then(
      () => setTrouble(null),
      (error) => setTrouble(messageOf(error)),
    );
  };
  return (
    <section id="reviews" aria-label="人工确认记录">
      <h2>
        人工确认记录<small>{report.reviews.length}条</small>
      </h2>
      <Trouble message={trouble} />
      <ul class="record">
        {[...report.reviews].reverse().map((review) => (
          <ReviewItem
            key={review.number}
            review={review}
            report={report}
            readable={readable}
            onUndo={() => undo(review.figure)}
          />
        ))}
      </ul>
    </section>
  );
}
