import { clauseBefore, OTHER_MATTERS } from "./find.ts";

/** Ways to say that applications were received. */
export const RECEIVE =
  "(?:新?(?:登记)?(?:接收到|接收|收到|接到|收悉|受理|接受)|新收|新增|收件(?![箱人])|收(?=[共了SGgQ]))(?:(?:和|并|及|、|以及|且)?(?:按时|及时|依法)?(?:处理|办理|办结|答复|回复|受理|登记)){0,3}(?:了|到|过)?";

/** One way in of several; a list of all of them is T in the sentence. */
const SINGLE_CHANNEL =
  /网上|网络|在线|线上|线下|现场|当面|窗口|信函|邮寄|书面|口头|电话|传真|邮箱|邮件|平台|网站|公众号|微信|[Gg](?:受理|申请)?系统/u;
const PART_OF_BODY =
  /本级|(?<!全)[市县区州省]直|协助|会同|配合|代为|代表|名义|转办|转来|转交|交办|局机关|各(?:镇|乡|街道|部门|单位|科|处)|[QB](?:部门|单位|镇|乡|街道)|向(?![我本])[^,]{1,10}(?:政府|厅|局|委)/u;
/** All bodies of an area, whoever they are: 全市各级行政机关, 全县各级各部门. */
const WHOLE_AREA = /全(?:国|省|市|县|区|州|盟|旗|自治区)[^,]{0,60}各级/u;
const GOVERNMENT_OFFICE = /政府办/u;
/** A government's report counts for its whole area, so that a single department in it is a part. */
const GOVERNMENT = /[省市县区州盟旗]人民政府$/u;
const DEPARTMENT =
  /(?<![本我该全])(?:局|委|委员会|厅|镇|乡|街道|街道办|办事处|中心|支队|大队)(?:[YyT…共均也已新]|累计|合计|今年)*$/u;
/** No count of the year: a plan, an average, a peak. */
const NO_COUNT = /预计|预期|估计|力争|计划|平均|[日月年]均|每[年月日天周]|最多|单[日月]|高峰/u;

export const isOneChannel = (words: string): boolean => SINGLE_CHANNEL.test(words);
export const isNoCount = (words: string): boolean => NO_COUNT.test(words);

/**
 * Whether words in front of a verb name only a part of who reports: 区政府办代表区政府, 县本级, 各镇.
 * @param author name of the reporting body; null where it is not known: then a government's office counts as a part
 */
export const isPartOfBody = (words: string, author: string | null): boolean =>
  (PART_OF_BODY.test(words) && !WHOLE_AREA.test(words)) ||
  (GOVERNMENT_OFFICE.test(words) && !GOVERNMENT_OFFICE.test(author?.replace("人民政府", "政府") ?? "")) ||
  (author !== null && GOVERNMENT.test(author) && DEPARTMENT.test(words));

const RECEIVING = new RegExp(`(?<subject>[^,;:()。]{0,60}?)${RECEIVE}[^,;:()。]{0,60}[QB]`, "gu");

/** Characters looked back over: a paragraph that goes on longer speaks of something else. */
export const LOOK_BACK = 400;

/**
 * Whether what stands behind a text goes on about a part: the last body that it says to have received applications is
 * one.
 */
export const speaksOfPart = (text: string, author: string | null): boolean =>
  isPartOfBody(clauseBefore(text, text.length), author) ||
  isPartOfBody([...text.matchAll(RECEIVING)].at(-1)?.groups?.subject ?? "", author);

/** Words that make it some of the applications only (关于土地的申请, 重复申请, 涉密类申请). */
export const narrowed = (between: string): boolean =>
  /(?:涉及|关于|有关|针对|围绕).+/u.test(between.replace(/(?:关于|有关|涉及)的?$/u, "")) ||
  /[^各]类/u.test(between) ||
  /某|同一|重复|秘密|逾期|不予|撤|补正|涉密|恶意|大量|第三方|满意|异议|延期|超期|窗口|渠道|指南|流程|收费|费用/u.test(
    between,
  ) ||
  OTHER_MATTERS.test(between);

/** What follows makes it a statement about something else: 申请的投诉, 申请收费. */
export const elsewhere = (tail: string): boolean =>
  /^的?(?:相关|有关|方面的?|引发的?|引起的?)?(?:投诉|举报|异议|意见|建议|咨询|问题|收费|费用|信息处理费|[RL]|答复|逾期|超期|延期|工作|流程|制度|指南|窗口|渠道|平台|栏目|专栏|目录|受理点|机构|电话|补正|人)/u.test(
    tail,
  );
