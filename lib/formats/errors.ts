/** Why a document could not be read, as report.json tells it. */
export const ERROR_CODES = [
  "EMPTY",
  "ENCRYPTED",
  "CORRUPT",
  "UNSUPPORTED",
  "TOO_LARGE",
  "TIMEOUT",
  "OUT_OF_MEMORY",
  "NO_RECOGNITION",
  // Of what came through a queue and was given up before, or without, being read.
  "ARCHIVED",
  "MALWARE",
  "NOT_SCANNED",
  "RECOGNITION_FAILED",
  "GIVEN_UP",
] as const;
export type ReaderErrorCode = (typeof ERROR_CODES)[number];

const PASSING: ReadonlySet<ReaderErrorCode> = new Set([
  "TIMEOUT",
  "OUT_OF_MEMORY",
  "NO_RECOGNITION",
  "ARCHIVED",
  "NOT_SCANNED",
  "RECOGNITION_FAILED",
  "GIVEN_UP",
]);

/**
 * Whether a file that failed so may be read another time: when the machine has more time or memory for it, can run the
 * recognition models, or when somebody has put it back into the queue.
 */
export const isPassing = (code: ReaderErrorCode): boolean => PASSING.has(code);

/** The message is a sentence for the clerk: what is wrong and what to do. */
export class ReaderError extends Error {
  readonly code: ReaderErrorCode;
  constructor(code: ReaderErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

export class EmptyFileError extends ReaderError {
  constructor(message = "文件是空的（0字节），请重新导出或上传。") {
    super("EMPTY", message);
  }
}

export class EncryptedError extends ReaderError {
  constructor(message = "文件设有打开密码，请取消密码后重新提交。") {
    super("ENCRYPTED", message);
  }
}

export class CorruptError extends ReaderError {
  constructor(message = "文件已损坏或不完整，请用原软件打开确认后重新导出。", options?: ErrorOptions) {
    super("CORRUPT", message, options);
  }
}

/** The end of the file is missing: what could be saved of it would be half a report. */
export class TruncatedError extends CorruptError {
  constructor(message = "文件不完整（缺少结尾），请重新导出或重新上传。") {
    super(message);
  }
}

export class UnsupportedError extends ReaderError {
  constructor(message = "暂不支持这种文件，请另存为 .docx、.pdf 或网页后重新提交。") {
    super("UNSUPPORTED", message);
  }
}

export class TooLargeError extends ReaderError {
  constructor(message = "文件解开后过大，超出处理上限，请检查内容或拆分后重新提交。") {
    super("TOO_LARGE", message);
  }
}
