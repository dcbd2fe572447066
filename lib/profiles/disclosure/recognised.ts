import type { Document, FlatText, Place } from "../../document/document.ts";
import { NO_DISTRICT } from "../common/divisions.ts";
import { comparable } from "../common/wording.ts";
import { type Judgement, statusOf } from "../judgement.ts";
import { type Finding, withoutAccusation } from "./rules/rule.ts";

/** What holds of reports that were recognised in pictures, wholly or in part. */

/** Findings that come of comparing figures with others or with the text. */
const COMPARES_FIGURES = /^(?:APP-(?:ROW|SUM|BALANCE)|REV-SUM|CLAIM-|READ-UNSETTLED)/u;

/**
 * Where the figures of failing sums and contradicted claims stand: either their author erred or they were misread, and
 * only the picture can tell.
 */
export const placesToProve = ({ figures, findings }: Judgement): Place[] =>
  [...new Set(findings.filter(({ code }) => COMPARES_FIGURES.test(code)).flatMap(({ cells }) => cells))].flatMap(
    (name) => figures[name]?.where ?? [],
  );

/**
 * Tells the clerk that figures come from pictures, doubts a name that was not read the same way twice or holds a place
 * that there is not, and accuses nobody by words that were not.
 * @param pages pages or pictures that were recognised, counted from 1
 */
export function withRecognition(
  judgement: Judgement,
  document: Document,
  second: FlatText | null,
  pages: readonly number[],
): Judgement {
  if (pages.length === 0 || judgement.profile === null) return judgement;
  const name = judgement.organization?.name;
  const uncertain = [...judgement.uncertain];
  const doubts: Finding[] = [];
  if (name !== undefined && !uncertain.includes("organization")) {
    const why = isDoubtfulPlace(judgement.organization)
      ? "其中的区县不在行政区划名录中"
      : isReadTwice(name, second)
        ? null
        : "两次识别不一致";
    if (why !== null) {
      uncertain.push("organization");
      const message = `机关名称读作“${name}”，${why}，可能有字识别错误，请对照原件核对。`;
      doubts.push({ code: "ORGANIZATION-UNKNOWN", severity: "warning", message, cells: [] });
    }
  }
  const settled = judgement.findings.flatMap((finding) =>
    isExact(finding, second, uncertain) ? [finding] : withoutAccusation(finding),
  );
  const what = document.pages.length > 0 ? `第${pages.join("、")}页是扫描件或图片` : `文件中有${pages.length}幅图片`;
  const message = `${what}，其中的文字由程序识别，${uncertain.length > 0 ? "两次识别不一致或未能读出的已列为待核对" : "每个数字都经过两次识别核对"}。`;
  const findings = [...settled, { code: "PAGES-RECOGNISED", severity: "info" as const, message, cells: [] }, ...doubts];
  return { ...judgement, status: statusOf({ uncertain, findings }), findings, uncertain };
}

/**
 * What holds of a report some of whose pictures stayed unread for want of time: what was read may be half the truth,
 * and none of it is certain.
 */
export function withPicturesUnread(judgement: Judgement): Judgement {
  if (judgement.profile === null) return judgement;
  const cells = Object.keys(judgement.figures);
  const message = `文件中的图片或扫描页没有识别完（用时过长，已停止），其余内容已读出，其中${cells.length}个数字请对照原件核对。`;
  const uncertain = [...new Set([...judgement.uncertain, ...cells])];
  const findings = [...judgement.findings, { code: "PICTURE-UNREAD", severity: "warning" as const, message, cells }];
  return { ...judgement, status: statusOf({ uncertain, findings }), findings, uncertain };
}

/** Findings that come of single words of the text, and of the author's name. */
const RESTS_ON_WORDS = /^(?:TEMPLATE-TEXT|RESIDUE|ORGANIZATION-(?:OTHER|PART))$/u;
const RESTS_ON_NAME = /^(?:ORGANIZATION-(?:OTHER|PART)|AUTHORITY(?:-NORMATIVE)?)$/u;

/**
 * Whether what a finding rests on was read: its words the same way twice, the author's name for certain, all of a table
 * that a row is missing in.
 */
function isExact({ code, quote, cells }: Finding, second: FlatText | null, uncertain: readonly string[]): boolean {
  if (RESTS_ON_NAME.test(code) && uncertain.includes("organization")) return false;
  if (code === "ROW-MISSING")
    return !uncertain.some((name) => cells.some((row) => name.startsWith(row.slice(0, row.indexOf(".") + 1))));
  return !RESTS_ON_WORDS.test(code) || quote === undefined || isReadTwice(unshortened(quote), second);
}

/** A quotation up to where it was cut. */
const unshortened = (quote: string): string => quote.replace(/…$/u, "");

const isReadTwice = (name: string, second: FlatText | null): boolean =>
  comparable(second?.pieces.join("") ?? "").includes(comparable(name));

const COUNTY = /(?:^|[省市州盟])[^省市州盟区县旗]{1,6}(?:区|县|旗)/u;
const NO_COUNTY = new RegExp(`(?:${NO_DISTRICT})区`, "u");

/** A county that no list of divisions knows: a rare character was taken for a common one. */
function isDoubtfulPlace(organization: Judgement["organization"]): boolean {
  if (!organization || NO_COUNTY.test(organization.name) || !COUNTY.test(organization.name)) return false;
  return organization.division === null || organization.division.code.endsWith("00");
}
