import { CorruptError, ReaderError } from "../formats/errors.ts";
import { ModelsError } from "../recognition/models/models.ts";
import { assembleFailure } from "../report/assemble.ts";
import type { Report, Source } from "../report/schema.ts";
import { ENGINE_VERSION } from "../version.ts";

const NO_MODELS = "识别程序无法运行，文件中的扫描页或图片没有识别；请检查安装和模型文件后重新处理。";

const NOT_JUDGED = "文件已读出，但程序核对时出错，没有得出结论；请把文件交给维护人员查看。";

/** A family's judgement failed: a fault of the program, not of the file. */
export class JudgementError extends ReaderError {
  constructor(cause: unknown) {
    super("UNSUPPORTED", NOT_JUDGED, { cause });
  }
}

/**
 * The record of a file that could not be read. An error that no reader declared means a file that no reader
 * understands.
 */
export function failure(source: Source, error: unknown): Report {
  const known =
    error instanceof ReaderError
      ? error
      : error instanceof ModelsError
        ? new ReaderError("NO_RECOGNITION", error.advice ?? NO_MODELS)
        : new CorruptError(undefined, { cause: error });
  return assembleFailure({ code: known.code, message: known.message }, { engineVersion: ENGINE_VERSION, source });
}
