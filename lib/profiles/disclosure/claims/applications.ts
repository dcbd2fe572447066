import {
  clauseAfter,
  clauseBefore,
  countAt,
  END,
  FILLER,
  FILLER_WORD,
  matches,
  NEGATION,
  OTHER_MATTERS,
  type Statement,
  sinceLast,
  startOf,
  TO_NUMBER,
  thisYear,
  UNSETTLED,
} from "./find.ts";
import type { Sentence } from "./sentence.ts";

const N = "applications.newlyReceived.total";
const P = "applications.carriedOver.total";
const Z = "applications.resultTotal.total";
const F = "applications.carriedForward.total";

const RECEIVE =
  "(?:新?(?:登记)?(?:接收到|接收|收到|接到|收悉|受理|接受)|新收|新增|收(?=[共了SGgQ]))(?:(?:和|并|及|、|以及|且)?(?:按时|及时|依法)?(?:处理|办理|办结|答复|回复|受理|登记)){0,3}(?:了|到|过)?";
const HANDLE = "(?:办理完毕|办理完结|办理完成|处理完毕|完成(?:了)?(?:答复|办理|办结)|办理结果总计|作出答复|办结|答复|回复)(?:完毕|完成|完结)?";
const SUBJECT = "[SGg]";
/** Words between receiving and the applications, of any kind; what narrows them down is refused by `narrowed`. */
const BETWEEN = "[^QABO,;:()。RLFIC]{0,50}?";
const SINGLE_CHANNEL = /网上|网络|在线|线上|线下|现场|当面|窗口|信函|邮寄|书面|口头|电话|传真|邮箱|邮件|平台|网站|公众号|微信/u;
const PART_OF_BODY = /本级|(?<!全)[市县区州省]直|协助|会同|配合|代为|转办|各(?:镇|乡|街道|部门|单位)/u;

/** Words that make it some of the applications only (关于土地的申请, 重复申请, 涉密类申请). */
const narrowed = (between: string): boolean =>
  /(?:涉及|关于|有关|针对|围绕).+/u.test(between.replace(/(?:关于|有关|涉及)的?$/u, "")) ||
  /[^各]类/u.test(between) ||
  /重复|秘密|逾期|不予|撤|补正|涉密|恶意|大量|第三方|满意|异议|延期|超期|窗口|渠道|指南|流程|收费|费用/u.test(between) ||
  OTHER_MATTERS.test(between);

/** What follows makes it a statement about something else: 申请的投诉, 申请收费. */
const elsewhere = (tail: string): boolean =>
  /^的?(?:相关|有关|方面的?|引发的?|引起的?)?(?:投诉|举报|异议|意见|建议|咨询|问题|收费|费用|信息处理费|[RL]|答复|逾期|超期|延期|工作|流程|制度|指南|窗口|渠道|平台|栏目|专栏|目录|受理点|机构|电话)/u.test(
    tail,
  );

/** The sum in brackets or after 其中 that says how much of a stated number was carried over. */
type Inclusion = { readonly kind: "none" } | { readonly kind: "unclear" } | { readonly kind: "part"; readonly value: number };

function inclusion(sentence: Sentence, at: number): Inclusion {
  const rest = sentence.code.slice(at + 1);
  const opening = /^(?:[,(]?(?<word>其中(?:含|包括|包含|有)?|含有?|包含|包括)|\()/u.exec(rest);
  if (!opening) return { kind: "none" };
  const bracket = opening[0].startsWith("(");
  const region = (bracket ? /^[^)]*/u : /^[^;。]*/u).exec(rest)?.[0] ?? "";
  const found = /I[^QABO;()]{0,14}?(?<after>[QA])|(?<before>Q)(?:[申请件的SGg]|为|系|是|属于?){0,6}I/du.exec(region);
  if (!found) return { kind: "none" };
  const start = found.indices?.groups?.after?.[0] ?? found.indices?.groups?.before?.[0] ?? -1;
  const part = countAt(sentence, at + 1 + start);
  if (part?.value === 0) return { kind: "none" };
  const firstNumber = region.search(/[QABO]/u);
  if (!part || !opening.groups?.word || firstNumber !== start) return { kind: "unclear" };
  return { kind: "part", value: part.value };
}

const RECEIVED = [
  `(?<v>${RECEIVE})(?<m>${BETWEEN})${SUBJECT}${TO_NUMBER}(?<q>[QB])`,
  `(?<v>${RECEIVE})(?<m>${FILLER})(?<q>Q)(?<a>[^QAB,;:()。RLFIC]{0,25}?)${SUBJECT}`,
  `${SUBJECT}(?<m>(?:方面|工作|情况|申请|事项|件|的|中|上|[:,…]|${FILLER_WORD}){0,24}?)(?<v>${RECEIVE})${FILLER}(?<q>[QB])${END}`,
].map((pattern) => new RegExp(pattern, "dgu"));
/** Where applications are spoken of. */
const RECEIVED_OF_THEM = [
  `(?:^|[,;:(…])(?<m>${FILLER})(?<v>${RECEIVE})${FILLER}(?<q>[QB])${END}`,
  `(?<v>${RECEIVE})(?<m>(?:各类|各种|公民|群众|公众|社会|法人|其他组织|和|、|或|的|T|有效|提交|提出|共|到)*)申请(?:书|表|件)?${TO_NUMBER}(?<q>Q)`,
  `(?<v>${RECEIVE})(?<m>${FILLER})(?<q>Q)(?:公民|群众|公众|提出|提交|的|T)*申请(?![人R])`,
].map((pattern) => new RegExp(pattern, "dgu"));

function received(sentence: Sentence, topic: boolean, paragraph: string): Statement[] {
  const { code } = sentence;
  const found: Statement[] = [];
  for (const pattern of topic || /[SGg]/u.test(code) ? [...RECEIVED, ...RECEIVED_OF_THEM] : RECEIVED) {
    for (const match of matches(pattern, code)) {
      const at = startOf(match, "q");
      const verb = startOf(match, "v");
      const count = countAt(sentence, at, /(?:为|:|共|共计|是)$/u.test(code.slice(0, at)));
      const before = clauseBefore(code, verb);
      const explicit = /新/u.test(match.groups?.v ?? "") || /新$/u.test(before);
      if (!topic && !/[SGg]/u.test(code.slice(0, at)) && !/[SGg]/u.test(match[0])) continue;
      if (!count || !thisYear(code, verb) || /[PpDEN]/u.test(match[0])) continue;
      if (/未|没|无|不予|不$/u.test(before) && count.value !== 0) continue;
      if (SINGLE_CHANNEL.test(before) || PART_OF_BODY.test(before) || PART_OF_BODY.test(match.groups?.m ?? "")) continue;
      if (narrowed(match.groups?.m ?? "") || SINGLE_CHANNEL.test(match.groups?.m ?? "")) continue;
      if (OTHER_MATTERS.test(match[0]) || elsewhere(clauseAfter(code, at + 1))) continue;
      const sentenceBefore = code.slice(0, verb);
      if (!explicit && /其中|包括|分别/u.test(sentenceBefore.slice(sentenceBefore.lastIndexOf(";") + 1))) continue;
      if (/协助[^,;。]{0,12}Q/u.test(code.slice(at))) continue;
      const part = explicit ? { kind: "none" as const } : inclusion(sentence, at);
      // Withdrawn applications are counted or not by local custom: with both in play nothing is settled, whatever else is said.
      const unclear = part.kind === "unclear" || (part.kind === "part" && (part.value > count.value || /撤/u.test(paragraph)));
      const value = unclear ? UNSETTLED : count.value - (part.kind === "part" ? part.value : 0);
      found.push({ figure: N, value, text: sentence.text, explicit, at });
    }
  }
  return found;
}

const SOMEONE =
  "(?:任何|单位|个人|公民|群众|公众|社会|法人|其他组织|组织|企业|人员?|和|、|或者?|及|T|的|关于|涉及|有关|相关|新增|新收到?|收到|受理|形式|各类|各种|[向对](?:我|本)[^,;:()QABO向对]{1,10}?|发生|出现|产生|提出|提交|递交|过|书面|网上|办理|Q){0,12}";
/** …申请0件. */
const NUMBER_NONE = new RegExp(`(?<n>S)(?<m>${TO_NUMBER})(?<t>[QB])(?:[,;。()、]|$)`, "dgu");
const RECEIVED_NONE = [
  ...[
    `(?<n>${NEGATION})(?:再)?(?:${RECEIVE}|接|收|发生|产生|出现)(?<m>[^AO,;:()。RLFIC]{0,50}?)(?:${SUBJECT})(?<t>[^,;:()。、]*)`,
    `(?<n>没有|没|无|未有|不存在|暂无|均无|零)(?<m>${SOMEONE})(?:S|G(?=情况|业务|发生|${END}))(?<t>[^,;:()。、]*)`,
    `(?<n>${SUBJECT})(?<m>(?:情况|事项|方面|均|都|[,:…]|Y|y|申请|的|我[局镇乡县市区办]|一件也)*)${NEGATION}(?:有)?(?:${RECEIVE})(?<t>${END})`,
    `(?<n>S)(?<m>(?:情况|事项|数量|总数|数|件数|为|:|均|…)*)(?:无|零)(?<t>${END})`,
  ].map((pattern) => new RegExp(pattern, "dgu")),
  NUMBER_NONE,
];
/** Where applications are spoken of. */
const NONE_OF_THEM = new RegExp(
  `(?:^|[,;:(…])${FILLER}(?<n>${NEGATION}(?:${RECEIVE})|无|没有)(?<m>(?:任何|相关|有关|此类|公众|群众|公民|T|的|各类|书面)*)申请(?<t>${END})`,
  "dgu",
);

/** 未收到…申请, 没有公众…提出…申请, 无依申请公开事项, …申请0件, …均未接到. */
function receivedNone(sentence: Sentence, topic: boolean): Statement[] {
  const { code } = sentence;
  const found: Statement[] = [];
  for (const pattern of topic || /[SGg]/u.test(code) ? [...RECEIVED_NONE, NONE_OF_THEM] : RECEIVED_NONE) {
    for (const match of matches(pattern, code)) {
      const start = startOf(match, "n");
      const between = match.groups?.m ?? "";
      const tail = match.groups?.t ?? "";
      const before = clauseBefore(code, start);
      if (!topic && !/[SGg]/u.test(code.slice(0, match.index + match[0].length))) continue;
      if (!thisYear(code, start) || /[PpDEN]/u.test(match[0]) || narrowed(between) || elsewhere(tail)) continue;
      if (OTHER_MATTERS.test(match[0]) || PART_OF_BODY.test(before) || SINGLE_CHANNEL.test(before) || /其中|包括|除/u.test(before)) continue;
      if (SINGLE_CHANNEL.test(between) && !/或|、|和/u.test(between)) continue;
      // 未收到一件申请 and 未收到申请0件 both say none; any other number does not.
      const numbers = [...match[0].matchAll(/[QABO]/gu)].map((number) => countAt(sentence, match.index + number.index, true));
      if (pattern === NUMBER_NONE) {
        if (numbers.some((count) => count?.value !== 0) || /办结|答复|回复|办理|处理|公开|撤|延期|不予/u.test(before)) continue;
      } else if (numbers.some((count) => !count || count.value > 1)) continue;
      found.push({ figure: N, value: 0, text: sentence.text, at: start });
    }
  }
  return found;
}

/** From the last mention of applications: 依申请公开栏目收到留言15条,已回复15条 answers messages. */
const sinceSubject = (code: string, at: number): string => sinceLast("SGg", code, at);

/** 办理 alone may mean receiving; after 收到 in the same sentence it means handling. */
const HANDLED_IF_RECEIVED = new RegExp(`(?:^|[,;:(…])${FILLER}(?<v>办理|处理)(?:了|完成)?(?<q>Q)${END}`, "dgu");
const HANDLED = [
  ...[
    `(?:^|[,;:(…])${FILLER}(?<v>${HANDLE})${FILLER}(?<q>Q)${END}`,
    `(?:^|[,;:(…])${FILLER}(?<v>${HANDLE})了?(?:${SUBJECT}|申请)${TO_NUMBER}(?<q>[QB])${END}`,
    `${SUBJECT}(?:方面|工作|情况|申请|事项|件|[:,…])*${FILLER}(?<v>${HANDLE})${FILLER}(?<q>Q)${END}`,
    `(?:^|[,;:(…])(?:其中|已有|有|的|:|,){0,8}(?<q>Q)(?:S|申请)?${FILLER}(?<v>${HANDLE}|办理完|办完)${END}`,
  ].map((pattern) => new RegExp(pattern, "dgu")),
  HANDLED_IF_RECEIVED,
];

function handled(sentence: Sentence, topic: boolean, receivedAt: readonly number[]): Statement[] {
  const { code } = sentence;
  const about = topic || /[SGg]/u.test(code);
  if (!about || /(?:延期|逾期|超期|延长)(?:答复|办结|办理)/u.test(code)) return [];
  const found: Statement[] = [];
  for (const pattern of HANDLED) {
    for (const match of matches(pattern, code)) {
      const at = startOf(match, "q");
      const count = countAt(sentence, at);
      if (!count || count.unit === "份" || !thisYear(code, at) || OTHER_MATTERS.test(sinceSubject(code, at))) continue;
      if (pattern === HANDLED_IF_RECEIVED && !receivedAt.some((position) => position < match.index)) continue;
      if (/未|没|协助|不予/u.test(match[0])) continue;
      found.push({ figure: Z, value: count.value, text: sentence.text, at });
    }
  }
  return found;
}

const ABOUT_CARRY = "(?:的|办理|申请|[SGg]|件|数|量|为|有|共|计|继续|处理|答复|办结|:|…|至|到|[Yy]|下来|未办结|事项|是)*?";
const LEFT = "(?:除|另外|另|还有|剩余|剩下|其余|余下|尚有|仍有|其中|有|的|共|未办结|余|:){0,16}";

const NO = "(?:均?无|没有|未有|不存在|未)";
const CARRIED = (
  [
    [P, `I${ABOUT_CARRY}(?<q>[QB])`],
    [P, `(?:^|[,;:(、…])${LEFT}(?<q>Q)(?:申请|S|件)?(?:为|系|是|属于?)?I(?!${ABOUT_CARRY}[QAB])`],
    [P, `${NO}[^QABO,;:()。]{0,6}?I(?:的|申请|S|G|件|事项|情况|办理)*(?<z>${END})`],
    [P, `I${ABOUT_CARRY}(?<z>无|零)${END}`],
    [P, `[Pp]度?(?:无|没有|未有?)(?<z>结转|转结|遗留)`],
    [F, `F${ABOUT_CARRY}(?<q>[QB])`],
    [
      F,
      `(?:^|[,;:(、…])${LEFT}(?<q>Q)(?:申请|S|未办结|的|因|需|将|拟|已|尚未办结|尚在办理|正在办理|未到期|按照?·?(?:规定)?|根据·?|依法|…|至|,(?=将|需|拟|按))*F(?!${ABOUT_CARRY}[QAB])`,
    ],
    [F, `(?:^|[,;:(、…])${LEFT}(?<q>Q)(?:申请|S|的)?(?:尚|正|仍|还)(?:处于|在|未)*(?:法定)?(?:办理|答复|处理|办结|审核)[^QABO,;:()。RL]{0,6}`],
    [F, `${NO}[^QABO,;:()。]{0,8}?F(?:的|申请|S|G|件|事项|情况|办理)*(?<z>${END})`],
    [F, `F${ABOUT_CARRY}(?<z>无|零)${END}`],
  ] as const
).map(([figure, pattern]) => [figure, new RegExp(pattern, "dgu")] as const);

function carried(sentence: Sentence, topic: boolean): Statement[] {
  const { code } = sentence;
  if (!topic && !/[SGg]/u.test(code)) return [];
  const found: Statement[] = [];
  for (const [figure, pattern] of CARRIED) {
    for (const match of matches(pattern, code)) {
      const at = startOf(match, "q") >= 0 ? startOf(match, "q") : startOf(match, "z");
      const count = startOf(match, "q") >= 0 ? countAt(sentence, at, true) : { value: 0 };
      if (!count || OTHER_MATTERS.test(clauseBefore(code, at)) || /[RLE]/u.test(match[0])) continue;
      // A negation in front of a number (未办结 apart) leaves open what was counted.
      if (startOf(match, "q") >= 0 && /(?:没有|无|未(?!办结|到期|到|办))/u.test(clauseBefore(code, at)) && count.value !== 0) continue;
      found.push({ figure, value: count.value, text: sentence.text, at });
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
    ["denied.threeSafetiesOneStability", "危及三安全一稳定"],
    ["denied.thirdPartyRights", "保护第三方合法权益"],
    ["denied.internalAffairs", "(?:属于)?三类内部事务信息"],
    ["denied.processInformation", "(?:属于)?四类过程性信息"],
    ["denied.enforcementFile", "(?:属于)?行政执法案卷(?:信息)?"],
    ["denied.administrativeInquiry", "(?:属于)?行政查询事项"],
    ["unavailable.notHeld", "(?:本机关|本单位|我单位|本[局镇乡县市区]|我[局镇乡县市区办委])?不掌握(?:的?(?:相关|有关|该)?(?:政府)?信息)?"],
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
    `(?:^|[,;:(、…])(?:其中|:|有|共|作出|答复){0,8}(?:${words})(?:的|申请|S|类|答复|处理|有|为|共|情形|:)*(?<q>[QB])${END}`,
    `(?:^|[,;:(、…])(?:其中|有|:){0,8}(?<q>Q)(?:申请|S|的|为|系|是|因|属于|答复为|结果为)*(?:${words})${END}`,
  ];
  return [`applications.${row}.total`, patterns.map((pattern) => new RegExp(pattern, "dgu"))] as const;
});

function outcomes(sentence: Sentence, topic: boolean): Statement[] {
  const { code } = sentence;
  if (!topic && !/[SGg]/u.test(code)) return [];
  const found: Statement[] = [];
  for (const [figure, patterns] of OUTCOMES) {
    for (const pattern of patterns) {
      for (const match of matches(pattern, code)) {
        const at = startOf(match, "q");
        const count = countAt(sentence, at, true);
        if (count && thisYear(code, at)) found.push({ figure, value: count.value, text: sentence.text, at });
      }
    }
  }
  return found;
}

/** What a sentence states about table 3. `topic`: applications were spoken of before it in its paragraph, its heading or its section. */
export function applicationStatements(sentence: Sentence, topic: boolean, paragraph: string): Statement[] {
  const counted = received(sentence, topic, paragraph);
  const positions = counted.map((statement) => statement.at);
  return [
    ...counted,
    ...(counted.length > 0 ? [] : receivedNone(sentence, topic)),
    ...handled(sentence, topic, positions),
    ...carried(sentence, topic),
    ...outcomes(sentence, topic),
  ];
}
