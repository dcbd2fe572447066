import {
  countAt,
  END,
  FILLER,
  matches,
  numberAt,
  OTHER_MATTERS,
  type Statement,
  sinceLast,
  startOf,
  TO_NUMBER,
  thisYear,
} from "./find.ts";
import type { Topic } from "./received.ts";
import { speaksOfPart } from "./scope.ts";
import type { Sentence } from "./sentence.ts";

const HANDLED = "applications.resultTotal.total";

const ENDED =
  "(?:办理完毕|办理完结|办理完成|处理完毕|完成(?:了)?(?:答复|办理|办结)|办理结果总计|作出答复|办结|答复|回复)";
const HANDLE = `${ENDED}(?:并|和|、)?${ENDED}?(?:完毕|完成|完结)?`;
const SUBJECT = "[SGg]";

/** From the last mention of applications: 依申请公开栏目收到留言15条,已回复15条 answers messages. */
const sinceSubject = (code: string, at: number): string => sinceLast("SGg", code, at);

interface HandledWording {
  readonly pattern: RegExp;
  /** 办理 alone may mean receiving; after 收到 in the same sentence it means handling. */
  readonly afterReceiving: boolean;
}

const WORDINGS: readonly HandledWording[] = [
  {
    afterReceiving: false,
    pattern: new RegExp(`(?:^|[,;:(…]|(?<=[QB])、)${FILLER}(?:书面|公开)?(?<v>${HANDLE})${FILLER}(?<q>Q)${END}`, "dgu"),
  },
  {
    afterReceiving: false,
    pattern: new RegExp(
      `(?:^|[,;:(…])${FILLER}(?:书面|公开)?(?<v>${HANDLE})了?(?:${SUBJECT}|申请)${TO_NUMBER}(?<q>[QB])${END}`,
      "dgu",
    ),
  },
  {
    afterReceiving: false,
    pattern: new RegExp(`(?:^|[,;:(…])${FILLER}(?<v>${HANDLE})${FILLER}(?<q>Q)的?${SUBJECT}${END}`, "dgu"),
  },
  {
    afterReceiving: false,
    pattern: new RegExp(
      `${SUBJECT}(?:方面|工作|情况|申请|事项|件|[:,…])*${FILLER}(?<v>${HANDLE})${FILLER}(?<q>Q)${END}`,
      "dgu",
    ),
  },
  {
    afterReceiving: false,
    pattern: new RegExp(
      `(?:^|[,;:(…])(?:其中|已有|有|的|:|,){0,8}(?<q>Q)(?:S|申请)?${FILLER}(?<v>${HANDLE}|办理完|办完)${END}`,
      "dgu",
    ),
  },
  {
    afterReceiving: true,
    pattern: new RegExp(`(?:^|[,;:(…])${FILLER}(?<v>办理|处理)(?:了|完成)?(?<q>Q)${END}`, "dgu"),
  },
];

/** How many applications were answered, of whatever year: 办结14件. */
export function handled(
  sentence: Sentence,
  { applications: topic, before, author }: Topic,
  receivedAt: readonly number[],
): Statement[] {
  const { code } = sentence;
  const about = topic || /[SGg]/u.test(code);
  if (!about || /(?:延期|逾期|超期|延长)(?:答复|办结|办理)/u.test(code)) return [];
  const found: Statement[] = [];
  for (const { pattern, afterReceiving } of WORDINGS) {
    for (const match of matches(pattern, code)) {
      const at = startOf(match, "q");
      const count = countAt(sentence, at);
      if (!count || count.unit === "份" || !thisYear(code, at) || OTHER_MATTERS.test(sinceSubject(code, at))) continue;
      if (afterReceiving && !receivedAt.some((position) => position < match.index)) continue;
      if (/未|没|协助|不予/u.test(match[0]) || speaksOfPart(before + code.slice(0, at), author)) continue;
      found.push({ figure: HANDLED, value: count.value, text: sentence.text, at });
    }
  }
  return found;
}

/** Rows of （三）本年度办理结果 by the words of the form; a merged wording (予以公开或部分公开) is none of them. */
const OUTCOMES = (
  [
    ["granted", "予以公开"],
    ["partlyGranted", "(?:予以)?部分公开"],
    ["denied.stateSecret", "(?:属于)?国家秘密"],
    ["denied.prohibitedByLaw", "其他法律、?行政法规禁止公开"],
    ["denied.threeSafetiesOneStability", "危及(?:三|O)安全一稳定"],
    ["denied.thirdPartyRights", "保护第三方合法权益"],
    // 三类 and 四类 look like counts to the reader of numbers.
    ["denied.internalAffairs", "(?:属于)?[三O]类?内部事务信息"],
    ["denied.processInformation", "(?:属于)?[四O]类?过程性信息"],
    ["denied.enforcementFile", "(?:属于)?行政执法案卷(?:信息)?"],
    ["denied.administrativeInquiry", "(?:属于)?行政查询事项"],
    [
      "unavailable.notHeld",
      "(?:本机关|本单位|我单位|本[局镇乡县市区]|我[局镇乡县市区办委])?不掌握(?:的?(?:相关|有关|该)?(?:政府)?信息)?",
    ],
    ["unavailable.needsCreation", "没有现成信息需要?另行制作"],
    ["unavailable.unclearAfterCorrection", "补正后(?:申请内容)?仍不明确"],
    ["notProcessed.petition", "(?:信访、?举报、?投诉类|信访举报投诉类)(?:申请)?"],
    ["notProcessed.repeated", "重复申请"],
    ["notProcessed.publication", "要求提供公开出版物"],
    ["notProcessed.excessive", "无正当理由大量反复申请"],
    ["notProcessed.reissue", "要求行政机关确认或(?:者)?重新出具已获取信息"],
  ] as const
).map(([row, words]) => {
  const patterns = [
    `(?:^|[,;:(、…])(?:其中|:|有|共|作出|答复|依法|按规定|因){0,8}(?:${words})(?:不予公开|的|申请|S|类|答复|处理|有|为|共|情形|:)*(?<q>[QB])${END}`,
    `(?:^|[,;:(、…])(?:其中|有|:){0,8}(?<q>Q)(?:申请|S|的|为|系|是|因|属于|答复为|结果为)*(?:${words})${END}`,
  ];
  return [`applications.${row}.total`, patterns.map((pattern) => new RegExp(pattern, "dgu"))] as const;
});

/** Groups of results; three of them in one sentence can only be results of applications. */
const GROUPS = ["予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理"];
const listsResults = (code: string): boolean => GROUPS.filter((group) => code.includes(group)).length >= 3;

/** How applications were decided: 其中予以公开8件、部分公开2件. */
export function outcomes(sentence: Sentence, { applications: topic, before, author }: Topic): Statement[] {
  const { code } = sentence;
  if (!topic && !/[SGg]/u.test(code) && !listsResults(code)) return [];
  const found: Statement[] = [];
  for (const [figure, patterns] of OUTCOMES) {
    for (const pattern of patterns) {
      for (const match of matches(pattern, code)) {
        const at = startOf(match, "q");
        const count = numberAt(sentence, at);
        if (!count || !thisYear(code, at) || speaksOfPart(before + code.slice(0, at), author)) continue;
        found.push({ figure, value: count.value, text: sentence.text, at });
      }
    }
  }
  return found;
}
