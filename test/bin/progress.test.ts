import { expect, test } from "@jest/globals";
import { progressOn } from "../../bin/progress.ts";

/** A stream that keeps what is written, and a clock that is set. */
function watched(isTTY = false) {
  const written: string[] = [];
  const clock = { seconds: 0 };
  const stream = { isTTY, write: (text: string) => written.push(text) > 0, columns: 120 };
  return { written, clock, progress: progressOn(stream as never, () => clock.seconds * 1000) };
}

test("a scan that takes long says how many pages are recognised and how long it may still take", () => {
  const { written, clock, progress } = watched();
  progress.total(2);
  for (let page = 1; page <= 30; page++) {
    clock.seconds += 4;
    progress.recognised("扫描.pdf", page, 30);
  }
  progress.done({ name: "扫描.pdf", status: "valid" }, false);
  progress.done({ name: "b.docx", status: "failed" }, false);
  expect(written.slice(0, 2)).toEqual([
    "    已识别3/30页，约剩4分钟 扫描.pdf\n",
    "    已识别6/30页，约剩4分钟 扫描.pdf\n",
  ]);
  expect(written.slice(-2)).toEqual(["[1/2] 合格 扫描.pdf\n", "[2/2] 无法读取 b.docx\n"]);
  expect(written).toHaveLength(12);
});

test("what was there already says nothing of how long the rest takes", () => {
  const { written, clock, progress } = watched();
  progress.total(12);
  for (let document = 0; document < 10; document++) progress.done({ name: `${document}.docx`, status: "valid" }, true);
  clock.seconds = 20;
  progress.recognised("扫描.pdf", 10, 20);
  expect(written.at(-1)).toBe("    已识别10/20页，约剩1分钟 扫描.pdf\n");
});

test("nothing is said of what is left where nothing is", () => {
  const { written, clock, progress } = watched();
  progress.total(1);
  clock.seconds = 20;
  progress.recognised("a.png", 1, 1);
  expect(written).toEqual(["    已识别1/1页 a.png\n"]);
});

test("quick documents get a line each and none in between", () => {
  const { written, clock, progress } = watched();
  progress.total(1);
  clock.seconds = 2;
  progress.recognised("a.png", 1, 1);
  progress.done({ name: "a\n[9/9].png", status: "needs-review" }, false);
  expect(written).toEqual(["[1/1] 需人工核对 a [9/9].png\n"]);
});
