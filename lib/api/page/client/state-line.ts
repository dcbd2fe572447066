import type { QueueState } from "../../schemas.ts";
import { byId } from "./dom.ts";

const TROUBLES: Readonly<Record<string, string>> = {
  ENOSPC: "磁盘已满，暂停处理；腾出空间后会自动继续。",
  INBOX: "收件文件夹无法读取，请检查。",
  STALLED: "有文件长时间没有轮到处理，请重新启动服务；详情见服务器日志。",
  EROFS: "数据文件夹不可写，暂停处理。",
  EACCES: "数据文件夹不可写，暂停处理。",
};

function show(text: string, className: "" | "trouble"): void {
  byId("state").textContent = text;
  byId("state").className = className;
}

/** Says what goes on, at the top of the page. */
export const tell = (text: string): void => show(text, "");

/** Says what went wrong. */
export const tellTrouble = (text: string): void => show(text, "trouble");

export function tellQueue({ waiting, processing, trouble }: QueueState): void {
  const now = processing.length > 0 ? `正在处理${processing.length}份` : "";
  const next = waiting > 0 ? `等待${waiting}份` : "";
  if (trouble !== null) tellTrouble(TROUBLES[trouble] ?? "处理遇到问题，正在重试；详情见服务器日志。");
  else tell([now, next].filter(Boolean).join("，") || "已连接，全部处理完毕。");
}
