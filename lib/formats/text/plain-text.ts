import { LIMITS } from "../../limits.ts";
import { TooLargeError } from "../errors.ts";
import { decode } from "../shared/decode.ts";

/** The text of a plain text file. @throws TooLargeError */
export function plainText(bytes: Uint8Array): string {
  if (bytes.length > LIMITS.textBytes) throw new TooLargeError();
  return decode(bytes).text;
}
