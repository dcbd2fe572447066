import { assembleFailure } from "../outputs/assemble-report.ts";
import type { Report, Source } from "../outputs/report-schema.ts";
import { CorruptError, ReaderError } from "../readers/errors.ts";
import { ENGINE_VERSION } from "../version.ts";

/** The record of a file that could not be read. An error that no reader declared means a file that no reader understands. */
export function failure(source: Source, error: unknown): Report {
  const known = error instanceof ReaderError ? error : new CorruptError(undefined, { cause: error });
  return assembleFailure({ code: known.code, message: known.message }, { engineVersion: ENGINE_VERSION, source });
}
