const SURNAMES =
  "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶苏魏吕丁沈任姚卢姜崔钟谭陆汪范金石廖贾夏韦付邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤";
const COURTESY = new RegExp(`([${SURNAMES}])(先生|女士|小姐|某某|大爷|大妈|阿姨)`, "gu");
const APPLICANT = /(?:申请|询问|咨询|信访|投诉|举报|来信|来电|要求公开|答复)/u;
const NAMED_APPLICANT = new RegExp(
  `(?:申请人|信访人|投诉人|举报人)(?:姓名)?(?:为|是|系|[:：])?((?![王李张]?某)[${SURNAMES.replace(/[于任何石江万严武金]/gu, "")}][\\p{Script=Han}]{1,2})(?=[(（,，、;；。]|(?:申请|提出|要求|来信|向我|对我|的来件|就|关于))`,
  "gu",
);

/**
 * Applicants that a sentence lets recognise: 赵先生 with the subject of the request, 申请人王小明. Initials such as
 * 李某 are anonymous.
 */
export function applicantNamesIn(sentence: string): string[] {
  const courtesy = APPLICANT.test(sentence)
    ? [...sentence.matchAll(COURTESY)].filter((match) => match[2] !== "某某").map((match) => match[0])
    : [];
  const named = [...sentence.matchAll(NAMED_APPLICANT)].map((match) => match[1] ?? "");
  return [...new Set([...courtesy, ...named])].filter((name) => name !== "");
}
