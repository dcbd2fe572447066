/** What is folded to one letter of the alphabet of sentences: times, terms and carry-overs, in the order of folding. */

const YEAR = "(?:20\\d\\d|二[〇零○][一二三四五六七八九〇零○]{2})年";

/** In TIMES: the letter of the year that the time names; of this year where it names none. */
export const NAMED = "named";
/** Times are folded before numbers, so that no year is taken for a count. Earlier entries win. */
export const TIMES: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`(?<y>${YEAR})?度?(?<!\\d)1月?(?:份)?(?:-|至|到)+12月份?(?!\\d)`, "gu"), NAMED],
  [new RegExp(`(?<y>${YEAR})?度?1月1日起?,?(?:至|到|-)+(?:${YEAR})?度?12月31日(?:止|期间|内)?`, "gu"), NAMED],
  [new RegExp(`(?:${YEAR}|20\\d\\d|\\d\\d年?)(?:-|至|到)+${YEAR}度?`, "gu"), "E"],
  [new RegExp(`(?:自|从)?${YEAR}[^,。;、]{0,6}(?:以来|至今)`, "gu"), "E"],
  [/(?:自|从)(?![今本])[^,。;、\d]{1,14}?(?:以来|至今)/gu, "E"],
  [/近[一二三四五六七八九十两几\d]+年|(?<![二两三四五六七八九十\d])[二两三四五六七八九十\d]+年来|历年|往年/gu, "E"],
  [new RegExp(`(?:截至|截止|到|至){0,4}(?<y>${YEAR})度?(?:12月(?:31日|底|末|份)?|年?[底末])`, "gu"), NAMED],
  [/(?:截至|截止|到|至){0,4}(?:12月(?:31日|底|末)|年[底末])/gu, "Y"],
  [
    new RegExp(
      `(?:${YEAR})?度?(?:上半年|下半年|第?[一二三四1-4]季度|\\d{1,2}(?:月份?)?(?:-|至|到)\\d{1,2}月份?|\\d{1,2}月(?:份|\\d{1,2}日)?)`,
      "gu",
    ),
    "E",
  ],
  [new RegExp(`(?<y>${YEAR})度?`, "gu"), NAMED],
  [/上一?个?年度?|去年度?|前一?年度?/gu, "P"],
  [/下一?个?年度?|明年|次年|翌年|来年/gu, "N"],
  [/本年度?|今年|全年度?|年内|当年|本?报告期内?|本报告年度|统计期内?|一年来|年度内/gu, "Y"],
];

const CHANNEL =
  "(?:网上|网络|互联网|在线|线上|线下|现场|当面|窗口|信函|信件|邮寄|邮政|快递|书面|口头|电话|传真|电子邮件|电子邮箱|邮件|邮箱|平台|门户网站|政府网站|网站|公众号|微信|来信|来访|政务服务网|政府信息公开网|申请平台)";
const CHANNEL_WORD = `${CHANNEL}(?:平台|系统|渠道|方式|申请|提交|提出|递交|受理|寄送)?`;
const INFO = "(?:政府|政务)?(?:相关|有关)?信息";

export const TERMS: readonly (readonly [RegExp, string])[] = [
  [/《[^》]{0,80}》/gu, "·"],
  [/(?:与|和|同|比|较|相较于?|相比于?|对比)[PpDE](?:度|同期|的)*[^,;()。]*/gu, "C"],
  [/(?:同比|环比)[^,;()。]*/gu, "C"],
  [/(?:增加|增长|减少|下降|上升|降低|增多|增幅|降幅|减幅)(?:了|为|达)?[QABO]/gu, "C"],
  // Reconsideration and litigation; 行政复议法, 复议机关, 复议决定 are neither.
  [/未经(?:行政)?复议,?直接(?:提起)?(?:行政)?(?:起诉|诉讼)/gu, "U"],
  [/(?:经)?(?:行政)?复议后(?:提起|再)?(?:行政)?(?:起诉|诉讼)/gu, "W"],
  [/(?:行政)?复议(?:法|机关|机构|局|决定书?|委员会|办公室|体制|答复书?|意见|渠道|权利|工作)/gu, "·"],
  [/(?:行政)?诉讼(?:法|权利|渠道|服务|材料)/gu, "·"],
  [/行政复议|复议/gu, "R"],
  [/行政诉讼|诉讼|行政应诉/gu, "L"],
  // All channels together stand for every application; a single one does not.
  [new RegExp(`(?:${INFO}公开)?(?:的)?${CHANNEL}申请(?:[、和及或]${CHANNEL}申请){2,}`, "gu"), "S"],
  [
    new RegExp(
      `(?:通过|以|经|采取|利用|由)?${CHANNEL_WORD}(?:(?:、|以及|或者|和|及|或|与)${CHANNEL_WORD})+(?:等)?(?:多种|各种|各类|多个)?(?:渠道|方式|途径|形式)?(?:提出|提交|递交|申请)?(?:的)?`,
      "gu",
    ),
    "T",
  ],
  // Applications for disclosure.
  [
    /(?:(?:政府|政务)?信息)?依申请(?:公开)?的?(?:政府|政务)?(?:信息)?(?:公开)?类?的?(?:申请|事项|办件|工单|信件|函件|邮件|件(?!数)|案件|业务)(?!人)(?:书|表|件(?!数)|事项)?(?!公开)/gu,
    "S",
  ],
  // Cut short beside the verb or the number: 收到依申请6件, 依申请受理6件.
  [
    /(?<=(?:收到|接到|受理|答复|办结)了?(?:群众|公民|公众|社会|T|共){0,6})依申请(?=[共数量]{0,6}[QB])|依申请(?=(?:共|累计)?(?:收到|受理|答复|办结)(?:共|了)?[QB])/gu,
    "S",
  ],
  [/(?<=(?:收到|接到|受理|接收)了?…?)申请书(?=共?[QB])|(?<=(?:收到|接到|受理|接收)…)申请(?![人书表])/gu, "S"],
  [
    /(?<!依)申请公开的?(?:事项|件|情况)(?!数)|(?<=(?:收到|接到|受理|接收)了?(?:群众|公民|公众|社会|T){0,6})要求公开(?:政府|政务)?信息(?!的)/gu,
    "S",
  ],
  [/(?:政府|政务)?信息依申请公开(?:申请|事项|办件|案件)(?!人)/gu, "S"],
  [/(?:政府|政务)?信息依申请公开|依申请(?:政府|政务)?信息公开/gu, "G"],
  [/依申请(?:公开)?的?(?:政府|政务)?信息/gu, "g"],
  [/依申请公开/gu, "G"],
  [/申请(?:公开|获取)的?(?:政府|政务)?信息(?:公开)?的?(?:要求|申请|事项|情况|请求|件)/gu, "S"],
  [/申请(?:政府|政务)?信息公开的?(?:要求|申请|事项|情况|请求|件)?|申请(?:公开|获取)(?:政府|政务)?信息/gu, "S"],
  [
    new RegExp(
      `(?:对|关于|有关|要求)?(?:(?:公开|获取|查询|查阅)?${INFO}(?:依申请)?(?:公开)?(?:方面)?类?的?(?:有效)?|政务公开的?|政府公开的?|公开的?)申请(?:书|表|案件|事项|件(?!数)|函|单)?(?!人|公开|R)`,
      "gu",
    ),
    "S",
  ],
];

/** To carry on from one year to the next, without source or target. */
export const CARRY = "(?:结转|转结|接转|遗留|结余|顺延|转入|延续|留转)";
/** Carried over and carried forward are told by what stands before and after 结转: its source or its target. */
const carriesOf = ({ sure }: { readonly sure: boolean }): readonly (readonly [RegExp, string])[] => [
  [new RegExp(`[PpD](?:度)?(?:未办结的?|未办理完毕的?|未办完的?)?${CARRY}(?:至|到|入)*(?:Y|y|本期)(?:度)?`, "gu"), "I"],
  [
    new RegExp(
      `(?:${CARRY}|延至|延期|延长|递延|跨年度?|跨|转)(?:至|到|入|为|在)*[Nn](?:度)?(?:内|再)*(?:继续)?(?:办理|答复|处理|办结|完成)?`,
      "gu",
    ),
    "F",
  ],
  [/[Nn]度?继续(?:办理|答复|处理|办结)|跨年度?(?:办理|办结|答复)/gu, "F"],
  ...(sure
    ? []
    : ([[new RegExp(`${CARRY}(?:至|到|入)*[pD](?:度)?(?:继续)?(?:办理|答复|处理|办结)?`, "gu"), "F"]] as const)),
  [new RegExp(`(?:[Pp]${sure ? "" : "|D"})度?(?:未办结的?|未办理完毕的?|未办完的?)?${CARRY}`, "gu"), "I"],
  [new RegExp(`(?:${CARRY}|承接|接续)(?:自|于|了)?P`, "gu"), "I"],
];

/** By whether other years than the report's own are meant as such. */
export const CARRIES = { sure: carriesOf({ sure: true }), unsure: carriesOf({ sure: false }) } as const;
