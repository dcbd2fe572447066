import { reviewsIn } from "../report-reviews.ts";
import { reviewedThing, reviewerWords, reviewWords } from "../review-words.ts";
import type { Report } from "../schema.ts";
import { html, type Markup } from "./markup.ts";

/** What people confirmed or corrected, with who and when. */
export function reviewSection(report: Report): Markup {
  const reviews = reviewsIn(report);
  if (reviews.length === 0) return html``;
  return html`<section id="reviews"><h2>人工确认<small>${reviews.length}处</small></h2>
<p>以下各处由人对照原件确认或更正，结论按确认后的内容重新得出；程序原来的读数另有记录。</p>
<ul class="doubts">${reviews.map(
    (review) =>
      html`<li><a href="#${review.figure}">${reviewedThing(report, review.figure)}</a>：${reviewWords(review)}；${reviewerWords(review)}${review.reason !== null && `；理由：${review.reason}`}</li>`,
  )}</ul>
</section>
`;
}
