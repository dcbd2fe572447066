import type { FlatText } from "../../document/document.ts";
import { type Judgement, statusOf } from "../judgement.ts";
import type { DocumentReading } from "../profile.ts";
import { NO_DISTRICT } from "./divisions.ts";
import { type Finding, type Ground, type Rule, withoutAccusation } from "./rule.ts";
import { comparable } from "./wording.ts";

/** What holds of reports that were recognised in pictures, wholly or in part. */

/** Code of what tells that there are such. */
export const RECOGNISED = "PAGES-RECOGNISED";

/**
 * Tells the clerk that figures come from pictures, doubts a name that was not read the same way twice or holds a place
 * that there is not, and accuses nobody by words that were not.
 * @param rules those that findings come of
 */
export function withRecognition(
  judgement: Judgement,
  { document, second, recognised: pages }: DocumentReading,
  rules: readonly GroundedRule[],
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
  const groundsOf = ({ code }: Finding) => rules.find((rule) => rule.code === code)?.restsOn ?? [];
  const settled = judgement.findings.flatMap((finding) =>
    isExact(finding, groundsOf(finding), second, uncertain) ? [finding] : withoutAccusation(finding),
  );
  const what = document.pages.length > 0 ? `第${pages.join("、")}页是扫描件或图片` : `文件中有${pages.length}幅图片`;
  const message = `${what}，其中的文字由程序识别，${uncertain.length > 0 ? "两次识别不一致或未能读出的已列为待核对" : "每个数字都经过两次识别核对"}。`;
  const findings = [...settled, { code: RECOGNISED, severity: "info" as const, message, cells: [] }, ...doubts];
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

/** The part of a rule that matters here. */
type GroundedRule = Pick<Rule<never>, "code" | "restsOn">;

/**
 * Whether what a finding rests on was read: its words the same way twice, the author's name for certain, all of a table
 * that a row is missing in.
 */
function isExact(
  { quote, cells }: Finding,
  grounds: readonly Ground[],
  second: FlatText | null,
  uncertain: readonly string[],
): boolean {
  if (grounds.includes("name") && uncertain.includes("organization")) return false;
  if (grounds.includes("table")) {
    const tables = cells.map((row) => row.slice(0, row.indexOf(".") + 1));
    return !uncertain.some((name) => tables.some((table) => name.startsWith(table)));
  }
  return !grounds.includes("words") || quote === undefined || isReadTwice(unshortened(quote), second);
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
