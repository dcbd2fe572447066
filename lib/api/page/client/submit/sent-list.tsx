import { useFollowed } from "../followed.ts";
import { ReportLink } from "../parts/report-link.tsx";
import { WORDS } from "../words.ts";
import { type SentState, sentFiles } from "./sent-files.ts";

const PLAIN = {
  waiting: "等待上传",
  uploading: "上传中",
  unreachable: "连接不上服务器，稍后自动再传",
  received: "已收到，等待处理",
  elsewhere: "已处理，报告不属于您能查看的地区",
  withdrawn: "已撤回",
} as const;

function State({ state }: { readonly state: SentState }) {
  switch (state.kind) {
    case "refused":
      return <>{state.reason}</>;
    case "processed":
      return <ReportLink id={state.id}>{WORDS.statuses[state.status].words}</ReportLink>;
    case "processing":
      return <>{state.recognised ? `正在识别，${state.recognised.done}/${state.recognised.pages}页` : "正在处理"}</>;
    case "unpacking":
      return <>压缩包：已处理{state.entries}份</>;
    case "unpacked":
      return <>压缩包：{state.entries}份，全部处理完毕</>;
    default:
      return <>{PLAIN[state.kind]}</>;
  }
}

const classOf = (state: SentState): string => (state.kind === "processed" ? state.status : state.kind);

/** The files sent from this page, a line each. */
export function SentList() {
  const files = useFollowed(sentFiles);
  if (files.length === 0) return null;
  return (
    <section id="sent" aria-label="本次提交">
      <h2>
        本次提交<small>{files.length}个文件</small>
      </h2>
      <ul id="sent-list" tabindex={0}>
        {files.map(({ key, name, state }) => (
          <li key={key} class={classOf(state)}>
            <span>{name}</span>
            <span>
              <State state={state} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
