import type { ReadableDoubt, ReadableReport } from "../../../../report/readable.ts";
import type { FullReport } from "../../../schemas.ts";
import { useFollowed } from "../followed.ts";
import { can } from "../words.ts";
import { reviewer } from "./reviewer.ts";
import { ReviewerName } from "./reviewer-name.tsx";

interface ListProps {
  readonly report: FullReport;
  readonly readable: ReadableReport;
  /** The name of what is looked at. */
  readonly chosen: string | null;
  readonly onChoose: (name: string) => void;
}

function Doubt({ doubt, readable, chosen, onChoose }: { readonly doubt: ReadableDoubt } & Omit<ListProps, "report">) {
  const { name, label, figures } = doubt;
  const text = figures.length > 1 ? `全部${figures.length}个数字` : readable.cells[name]?.text;
  return (
    <li>
      <button type="button" class="link" aria-pressed={chosen === name} onClick={() => onChoose(name)}>
        {label}
      </button>
      {text !== undefined && <span class="place">{text}</span>}
    </li>
  );
}

/** What has to be looked up in the original before the report counts as anything. */
export function DoubtList({ report, readable, ...props }: ListProps) {
  const who = useFollowed(reviewer);
  const [first] = readable.doubts;
  if (first === undefined) return null;
  return (
    <section id="doubts" aria-label="待核对">
      <h2>
        待核对<small>{report.uncertain.length}处</small>
      </h2>
      {can("review") && (
        <>
          <p>请对照原件逐处确认。全部确认之后，结论会重新得出，并注明经谁人工确认。</p>
          <p class="steps">
            <button type="button" class="main" onClick={() => props.onChoose(first.name)}>
              开始逐处核对
            </button>
            {who !== "" && <ReviewerName />}
          </p>
        </>
      )}
      <ul class="doubt-list">
        {readable.doubts.map((doubt) => (
          <Doubt key={doubt.name} doubt={doubt} readable={readable} {...props} />
        ))}
      </ul>
    </section>
  );
}
