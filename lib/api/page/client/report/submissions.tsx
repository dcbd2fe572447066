import { useState } from "preact/hooks";
import type { FullReport } from "../../../schemas.ts";
import { changedSoon } from "../answers.ts";
import { messageOf, momentWords } from "../format.ts";
import { Trouble } from "../parts/trouble.tsx";
import { withdraw } from "../server.ts";
import { can } from "../words.ts";

/** When the file was handed in, under which names; each can be taken back. */
export function Submissions({ report }: { readonly report: FullReport }) {
  const [trouble, setTrouble] = useState<string | null>(null);
  const takeBack = (submission: string, name: string) => {
    if (!confirm(`撤回“${name}”？\n文件会从收件处移走，报告不再计入合计和清单。压缩包会连同其中的全部文件一起撤回。`))
      return;
    withdraw(submission).then(changedSoon, (error) => setTrouble(messageOf(error)));
  };
  return (
    <section id="submissions" aria-label="提交记录">
      <h2>提交记录</h2>
      <Trouble message={trouble} />
      {report.submissions.length === 0 && <p class="none">没有仍然有效的提交。</p>}
      <ul>
        {report.submissions.map(({ submission, name, submittedAt }) => (
          <li key={submission + name}>
            <span>{momentWords(submittedAt)}</span>
            <span>{name}</span>
            {can("hand-in") && (
              <button type="button" class="link" onClick={() => takeBack(submission, name)}>
                撤回
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
