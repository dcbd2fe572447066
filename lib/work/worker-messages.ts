import type { FormatName } from "../document/formats.ts";
import type { ReaderErrorCode } from "../formats/errors.ts";
import type { ListLines } from "../report/list-lines.ts";
import type { Summary } from "../report/summary.ts";
import type { Input } from "./inputs.ts";

/** All that is said between a worker's process and its parent. */

export type WorkerTask =
  | ({ readonly kind: "process" } & DocumentTask)
  /** Answered by "accepted" or "refused". */
  | { readonly kind: "judge"; readonly path: string };

export interface DocumentTask {
  readonly input: Input;
  readonly out: string;
  /** Whether complete results of the same bytes are made again. */
  readonly fresh: boolean;
  /** Below `out`: a folder of the document's name, or of its id, with the file itself. */
  readonly filing: "name" | "id";
  /**
   * What becomes of pictures: recognised where there is an engine, unless they are left to another turn, or left
   * unread.
   */
  readonly pictures?: "defer" | "leave";
  /** What is told to be something else is passed over; every format where absent. */
  readonly formats?: readonly FormatName[];
  /** Whether the answer has the report's lines of the run's lists. */
  readonly lists?: boolean;
  readonly earlier?: EarlierAttempt;
}

/** How an earlier attempt at a document killed its worker. */
export interface EarlierAttempt {
  /**
   * Whether the first reading was done by then: it is made again, without a second one. Else only the second engine
   * reads, where there is one.
   */
  readonly hadRead: boolean;
  /** What the record says if this attempt comes to nothing. */
  readonly code: ReaderErrorCode;
  readonly message: string;
}

export type WorkerAnswer =
  | DocumentAnswer
  /** A reader may take the file that was to be judged. */
  | { readonly kind: "accepted" }
  /** Refused before it was read as a document: an archive, what an archive holds, or a file that was to be judged. */
  | { readonly kind: "refused"; readonly code: ReaderErrorCode; readonly message: string }
  /** Holds pictures that only a worker with an engine can read; nothing is filed. */
  | { readonly kind: "deferred" }
  /** Of none of the formats that were asked for; nothing is filed. */
  | { readonly kind: "other" };

export type DocumentAnswer =
  | {
      readonly kind: "processed" | "unchanged";
      readonly id: string;
      readonly summary: Summary;
      /** Where they were asked for. */
      readonly lines?: ListLines;
      /** Why the file could not be read. */
      readonly failed?: ReaderErrorCode;
    }
  | { readonly kind: "archive"; readonly entries: readonly string[] }
  /**
   * The file is no longer the one that was seen; or, filed by id: it changed while being read, so that its bytes belong
   * to neither version.
   */
  | { readonly kind: "changed" };

/** What a worker tells on its way. */
export type WorkerMessage =
  /** So many pages will be recognised, which takes time. */
  | { readonly kind: "pages"; readonly count: number }
  /** So many of them have been. */
  | { readonly kind: "recognised"; readonly count: number }
  /** The first reading is done. */
  | { readonly kind: "read" }
  | { readonly kind: "answer"; readonly answer: WorkerAnswer; readonly residentBytes: number }
  | { readonly kind: "error"; readonly code: string | undefined; readonly message: string };

/** A worker's file descriptor on which it tells, a line each time, how many milliseconds it has worked in all. */
export const WORK_PIPE = 4;
