import type { QueueState } from "../../../schemas.ts";
import { followed } from "../followed.ts";

/** What goes on at the server, for the line at the top of the page. */

interface State {
  readonly words: string;
  readonly isTrouble: boolean;
}

export const state = followed<State>({ words: "正在连接……", isTrouble: false });

const TROUBLES: Readonly<Record<string, string>> = {
  ENOSPC: "磁盘已满，暂停处理；腾出空间后会自动继续。",
  INBOX: "收件文件夹无法读取，请检查。",
  STALLED: "有文件长时间没有轮到处理，请重新启动服务；详情见服务器日志。",
  EROFS: "数据文件夹不可写，暂停处理。",
  EACCES: "数据文件夹不可写，暂停处理。",
};

export const sayConnected = (): void => state.set({ words: "已连接", isTrouble: false });

export const sayDisconnected = (): void => state.set({ words: "与服务器的连接断开，正在重新连接……", isTrouble: true });

export function sayQueue({ waiting, processing, recognised, trouble }: QueueState): void {
  const now = processing.length > 0 ? `正在处理${processing.length}份` : "";
  const pages = recognised.map(({ name, done, pages }) => `${name.split("/").at(-1)}识别到第${done}页，共${pages}页`);
  const next = waiting > 0 ? `等待${waiting}份` : "";
  const words =
    trouble === null
      ? [now, ...pages, next].filter(Boolean).join("，") || "已连接，全部处理完毕。"
      : (TROUBLES[trouble] ?? "处理遇到问题，正在重试；详情见服务器日志。");
  state.set({ words, isTrouble: trouble !== null });
}
