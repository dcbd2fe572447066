import { ReaderError, TooLargeError } from "../formats/errors.ts";
import type { Pictures, Reading } from "../formats/format.ts";
import { LIMITS } from "../limits.ts";
import type { OcrEngine } from "../recognition/engine.ts";
import { afterWork } from "./work-time.ts";

/** @throws TooLargeError where more would have to be recognised than one document may ask for */
export function checkPages({ pages }: Pictures): void {
  if (pages > LIMITS.recognisedPages)
    throw new TooLargeError(`文件有${pages}页扫描件或图片，超出上限${LIMITS.recognisedPages}页，请拆分后重新提交。`);
}

/**
 * What a file says once its pictures are recognised, within the work that so many pages may take; what is left by then
 * stays unread. Further looks fall under the same bound.
 * @param onPages told how many pages will be looked at, before the first one is
 * @param onRecognised told after each page how many have been
 * @throws ReaderError, also TIMEOUT where further looks take too long
 */
export function recognisePictures(
  { pages, cells, recognise }: Pictures,
  engine: OcrEngine,
  onPages: (count: number) => void,
  onRecognised: (count: number) => void,
): Promise<Reading> {
  const count = pages + cells;
  onPages(count);
  const seconds = count * LIMITS.recognisedPageSeconds;
  const advice = count === 1 ? "请降低扫描分辨率后重新提交" : "请拆分后重新提交";
  const late = new ReaderError(
    "TIMEOUT",
    `识别${count}页扫描件或图片，处理了${seconds}秒仍未完成，已停止；${advice}。`,
  );
  let recognised = 0;
  const counting: OcrEngine = {
    ...engine,
    recognise: async (picture, options) => {
      const page = await engine.recognise(picture, options);
      onRecognised(++recognised);
      return page;
    },
  };
  return recognise({ engine: counting, signal: afterWork(seconds, late).signal });
}
