import type { Document, FlatText, Place } from "../../document/document.ts";
import type { Judgement } from "../judgement.ts";
import { NO_DISTRICT } from "./divisions.ts";
import { comparable } from "./wording.ts";

/** What holds of reports that were recognised in pictures, wholly or in part. */

/** Findings that come of comparing figures with others or with the text. */
const COMPARES_FIGURES = /^(?:APP-(?:ROW|SUM|BALANCE)|REV-SUM|CLAIM-)/u;

/** Where the figures of failing sums and contradicted claims stand: either their author erred or they were misread, and only the picture can tell. */
export const placesToProve = ({ figures, findings }: Judgement): Place[] =>
  [...new Set(findings.filter(({ code }) => COMPARES_FIGURES.test(code)).flatMap(({ cells }) => cells))].flatMap(
    (name) => figures[name]?.where ?? [],
  );

/**
 * Tells the clerk that figures come from pictures, and doubts a name that was not read the same way twice or holds a place that there is not.
 * @param pages pages or pictures that were recognised, counted from 1
 */
export function withRecognition(judgement: Judgement, document: Document, second: FlatText | null, pages: readonly number[]): Judgement {
  if (pages.length === 0 || judgement.profile === null) return judgement;
  const what = document.pages.length > 0 ? `第${pages.join("、")}页是扫描件或图片` : `文件中有${pages.length}幅图片`;
  const message = `${what}，其中的文字由程序识别，每个数字都经过两次识别核对。`;
  const told: Judgement = { ...judgement, findings: [...judgement.findings, { code: "PAGES-RECOGNISED", severity: "info", message, cells: [] }] };
  const name = judgement.organization?.name;
  if (name === undefined || judgement.uncertain.includes("organization")) return told;
  const why = isDoubtfulPlace(judgement.organization) ? "其中的区县不在行政区划名录中" : isReadTwice(name, second) ? null : "两次识别不一致";
  if (why === null) return told;
  const doubt = `机关名称读作“${name}”，${why}，可能有字识别错误，请对照原件核对。`;
  const findings: Judgement["findings"] = [...told.findings, { code: "ORGANIZATION-UNKNOWN", severity: "warning", message: doubt, cells: [] }];
  return { ...told, status: "needs-review", findings, uncertain: [...told.uncertain, "organization"] };
}

const isReadTwice = (name: string, second: FlatText | null): boolean => comparable(second?.pieces.join("") ?? "").includes(comparable(name));

const COUNTY = /(?:^|[省市州盟])[^省市州盟区县旗]{1,6}(?:区|县|旗)/u;
const NO_COUNTY = new RegExp(`(?:${NO_DISTRICT})区`, "u");

/** A county that no list of divisions knows: a rare character was taken for a common one. */
function isDoubtfulPlace(organization: Judgement["organization"]): boolean {
  if (!organization || NO_COUNTY.test(organization.name) || !COUNTY.test(organization.name)) return false;
  return organization.division === null || organization.division.code.endsWith("00");
}
