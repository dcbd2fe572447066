import type { ExportAnswer } from "../../../export-routes.ts";
import { useFollowed } from "../followed.ts";
import { bytesWords, dayWords, formatted } from "../format.ts";
import { Download } from "../parts/download.tsx";
import { exportsHere } from "./exports.ts";

/** How far it is. What is counted as it goes may be more than was counted before. */
function progress({ state, done, total }: ExportAnswer): string {
  if (state === "queued") return "排队中";
  const of = total !== null && total > done ? `，共约${formatted(total)}份` : "";
  return `正在生成，已写入${formatted(done)}份${of}`;
}

function Outcome({ item }: { readonly item: ExportAnswer }) {
  const { state, failure, files } = item;
  if (state === "failed") return <span class="refused">{failure}</span>;
  if (state !== "ready") return <span>{progress(item)}</span>;
  if (files.length === 0) return <span>没有符合条件的报告</span>;
  return (
    <span class="files">
      {files.map(({ name, bytes, url }) => (
        <Download key={url} href={url} words={`${name}（${bytesWords(bytes)}）`} />
      ))}
    </span>
  );
}

/** What is made in the background, with the files of what is ready; nothing where nothing was asked for. */
export function ExportList() {
  const items = useFollowed(exportsHere);
  if (items.length === 0) return null;
  return (
    <details id="exports" open>
      <summary>下载文件（{items.length}）</summary>
      <ul>
        {items.map((item) => (
          <li key={item.id} class={item.state}>
            <span>{item.name}</span>
            <Outcome item={item} />
            <small>保留到{dayWords(item.expiresAt)}</small>
          </li>
        ))}
      </ul>
    </details>
  );
}
