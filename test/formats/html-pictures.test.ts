import { describe, expect, test } from "@jest/globals";
import { bytesOf, page } from "../make/html.ts";
import { readHtml } from "../make/readings.ts";

const picturesOf = (body: string) =>
  readHtml(bytesOf(page(`<p>正文</p>${body}<p>下文</p>`))).blocks.flatMap((block) =>
    block.kind === "picture" ? [[block.width, block.height]] : [],
  );
const DATA = "data:image/png;base64,iVBORw0KGgo=";

describe("what a page draws and nobody reads", () => {
  test.each([
    [`<img src="${DATA}" width="600" height="400px">`, [450, 300]],
    [`<img src="${DATA}" width="100%">`, [0, 0]],
    [`<img src="${DATA}" style="width:100%" height="60%">`, [0, 0]],
    [`<input type="image" src="${DATA}">`, [0, 0]],
    [`<svg width="800" height="400"><image href="${DATA}"/></svg>`, [600, 300]],
    [`<iframe src="table.pdf"></iframe>`, [0, 0]],
    [`<object data="table.pdf" width="800" height="400"></object>`, [600, 300]],
    [`<embed src="table.pdf" width="800" height="400">`, [600, 300]],
  ])("stands in the text as a picture: %s", (body, size) => expect(picturesOf(body)).toEqual([size]));

  test.each([
    `<img src="icon.png" width="16" height="16">`,
    `<svg class="icon"><path d="M0 0"/></svg>`,
    `<iframe srcdoc="&lt;p&gt;文字&lt;/p&gt;"></iframe>`,
    `<div style="display:none"><img src="a.png"></div>`,
  ])("is no picture where it is an icon, text or hidden: %s", (body) => expect(picturesOf(body)).toEqual([]));
});
