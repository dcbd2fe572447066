import type { Report } from "./schema.ts";

/** What is said of the pictures of a document. */

/** What a document is recognised in: its pages, or the pictures that stand in its text. */
export const pictureUnit = ({ source }: Pick<Report, "source">): string => (source.pages === null ? "张图片" : "页");

/** What is said of the picture of a page from which no figure came; null of others, and where that was not noted. */
export const nothingReadWords = (report: Pick<Report, "source">, page: number): string | null => {
  const { shownPlaces } = report.source;
  return shownPlaces === undefined || Object.values(shownPlaces).some((place) => place.page === page)
    ? null
    : `没有从这一${pictureUnit(report)}读出表中数字，绿框是找到的文字和格子，请对照原件核对`;
};
