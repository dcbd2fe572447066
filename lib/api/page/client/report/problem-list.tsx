import type { ReadableProblem } from "../../../../report/readable.ts";
import { WORDS } from "../words.ts";
import { elementOf, goTo } from "./names.ts";

interface ListProps {
  readonly problems: readonly ReadableProblem[];
  /** Whether the document was judged at all. */
  readonly judged: boolean;
  readonly onChoose: (name: string) => void;
}

function Place({
  problem: { place, target, cells },
  onChoose,
}: { readonly problem: ReadableProblem } & Pick<ListProps, "onChoose">) {
  if (target === null) return <span class="place">{place}</span>;
  const show = () => {
    if (cells.includes(target)) onChoose(target);
    goTo(elementOf(target));
  };
  return (
    <button type="button" class="link place" onClick={show}>
      {place}
    </button>
  );
}

function ProblemItem({ problem, onChoose }: { readonly problem: ReadableProblem } & Pick<ListProps, "onChoose">) {
  const { number, severity, message, quote, proposal } = problem;
  const { words, symbol } = WORDS.severities[severity];
  return (
    <li class={severity}>
      <p class="tag">
        <i aria-hidden="true">
          {symbol}
          {number}
        </i>
        <span>{words}</span>
      </p>
      <div>
        <Place problem={problem} onChoose={onChoose} />
        <p class="message">{message}</p>
        {quote !== "" && <blockquote>{quote}</blockquote>}
        {proposal !== "" && (
          <p class="proposal">
            <b>建议</b>
            {proposal}
          </p>
        )}
      </div>
    </li>
  );
}

/** What was found in the report, worst first. */
export function ProblemList({ problems, judged, onChoose }: ListProps) {
  if (!judged) return null;
  return (
    <section id="problem-list" aria-label="问题清单">
      <h2>
        问题清单<small>{problems.length}项</small>
      </h2>
      {problems.length === 0 ? (
        <p class="none">没有发现问题。</p>
      ) : (
        <ol class="problems">
          {problems.map((problem) => (
            <ProblemItem key={problem.number} problem={problem} onChoose={onChoose} />
          ))}
        </ol>
      )}
    </section>
  );
}
