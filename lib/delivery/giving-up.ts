import { createHash } from "node:crypto";
import type { Catalog } from "../catalog/catalog.ts";
import { nameOf, submissionId } from "../catalog/submissions.ts";
import type { ReaderErrorCode } from "../formats/errors.ts";
import { assembleFailure } from "../report/assemble.ts";
import { readableReport, writeResult } from "../report/store.ts";
import type { ObjectStore } from "../storage/objects.ts";
import { ENGINE_VERSION } from "../version.ts";
import { noticeOf } from "./notice.ts";

/** What is given up stays in sight: a failed report says so, in lists, rosters and events, as of any file. */

const SENTENCES = {
  TOO_LARGE: "文件太大，没有读取；请压缩、拆分或重新导出后再提交。",
  ARCHIVED: "文件存放在归档存储中，暂时读不到；请维护人员取回后重新处理。",
  MALWARE: "在文件里发现了恶意程序，没有打开；请在没有病毒的电脑上重新制作后提交。",
  NOT_SCANNED:
    "文件没有通过安全扫描（可能设有密码，或扫描服务出错），没有打开；请取消密码后重新提交，或请维护人员重新处理。",
  RECOGNITION_FAILED: "文字识别服务没有得出结果，文件没有读完；请维护人员重新处理，或换一份清晰的文件提交。",
  TIMEOUT: "多次处理，到时限都没有读完；请维护人员调大时限后重新处理，或另存为 .docx 或 .pdf 后重新提交。",
  OUT_OF_MEMORY: "多次处理，占用内存都超出上限；请维护人员调大内存后重新处理，或拆分后重新提交。",
  GIVEN_UP: "多次处理都没有完成，文件没有读出；请维护人员重新处理，或另存为 .docx 或 .pdf 后重新提交。",
} as const satisfies Partial<Record<ReaderErrorCode, string>>;

export interface GivingUpPorts {
  readonly bucket: string;
  readonly prefix: string;
  readonly results: ObjectStore;
  readonly catalog: Pick<Catalog, "submit" | "giveUp">;
}

/**
 * Files the failed report of the document that a message is about, if it is about one. Its bytes are not known: what it
 * was handed in as stands for them. Repeatable.
 * @param code why it was given up
 */
export async function noteGivenUp(body: string, code: string, ports: GivingUpPorts): Promise<void> {
  const notice = noticeIn(body, ports);
  if (notice?.kind !== "created") return;
  const { submission, bytes, entryName } = notice;
  const why = Object.hasOwn(SENTENCES, code) ? (code as keyof typeof SENTENCES) : "GIVEN_UP";
  const failed = assembleFailure(
    { code: why, message: SENTENCES[why] },
    {
      engineVersion: ENGINE_VERSION,
      source: {
        name: entryName ?? nameOf(submission),
        bytes: bytes ?? 0,
        sha256: createHash("sha256")
          .update(`given up ${submissionId(submission)}`)
          .digest("hex"),
        format: null,
        pages: null,
        ocr: null,
      },
    },
  );
  await ports.catalog.submit(submission);
  // Given up again, it is the same: the first reason stays.
  const filed = await readableReport(ports.results, failed.id, () => {});
  if (!filed) await writeResult(ports.results, failed.id, { report: failed, document: null });
  await ports.catalog.giveUp(submission, filed ?? failed);
}

/** Null for what is no message of ours. */
function noticeIn(body: string, ports: GivingUpPorts) {
  try {
    return noticeOf(body, ports);
  } catch {
    return null;
  }
}
