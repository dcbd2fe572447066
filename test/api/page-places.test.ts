import { expect, test } from "@jest/globals";
import { figuresIn, onPicture } from "../../lib/api/page/client/report/places.ts";
import type { FullReport } from "../../lib/api/schemas.ts";

/** Where the page marks what it asks about on the picture of a page. */

const report = {
  figures: { "review.a.upheld": { where: { page: 2, box: [0, 0, 1, 1] } } },
  blanks: {},
  source: {
    shownPlaces: {
      "review.a.upheld": { page: 2, box: [0.1, 0.2, 0.1, 0.05] },
      "review.a.total": { page: 2, box: [0.5, 0.2, 0.1, 0.05] },
      "review.ab.total": { page: 3, box: [0, 0, 1, 1] },
    },
  },
} as unknown as FullReport;

test("a figure and the unit beside it stand in one place, a row in all of its figures'", () => {
  for (const name of ["review.a.upheld", "review.a.upheld.unit"])
    expect(onPicture(report, name)).toEqual({ page: 2, box: [0.1, 0.2, 0.1, expect.closeTo(0.05)] });
  expect(onPicture(report, "review.a")).toEqual({
    page: 2,
    box: [0.1, 0.2, expect.closeTo(0.5), expect.closeTo(0.05)],
  });
  for (const name of ["organization", "review.a.upheldX", null]) expect(onPicture(report, name)).toBeNull();
  expect(figuresIn(report, "review.a")).toHaveLength(1);
});
