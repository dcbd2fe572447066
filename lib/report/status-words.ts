import type { Report } from "./schema.ts";

/** What a clerk calls what became of a file. */
export const STATUS_WORDS: Readonly<Record<Report["status"], string>> = {
  valid: "合格",
  invalid: "有误须退回",
  "needs-review": "需人工核对",
  unrecognized: "未认出文种",
  failed: "无法读取",
};
