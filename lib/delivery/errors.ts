import type { ReaderErrorCode } from "../formats/errors.ts";

/** Why a message can never be dealt with, however often it is delivered. */
type RefusalCode = "NOT_OURS" | "TOO_LARGE" | "ARCHIVED" | "MALWARE" | "NOT_SCANNED" | "RECOGNITION_FAILED";

/** A message that is given up at once, with its reason. Any other error is taken for transient and retried. */
export class RefusedError extends Error {
  readonly code: RefusalCode;
  constructor(code: RefusalCode, message: string) {
    super(message);
    this.name = "RefusedError";
    this.code = code;
  }
}

/** A result that contradicts what is promised of every result. It is not filed. */
export class PromiseBrokenError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "PromiseBrokenError";
  }
}

/** A document that could not be read for want of something that may be there another time. Its name is the reason's. */
export class PassingFailureError extends Error {
  constructor(code: ReaderErrorCode) {
    super(`the document could not be read: ${code}`);
    this.name = code;
  }
}
