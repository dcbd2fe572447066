import { describe, expect, test } from "@jest/globals";
import { applicantNamesIn } from "../../../lib/profiles/disclosure/applicant-names.ts";

describe("names of applicants", () => {
  test.each([
    ["2023年共受理一件依申请公开，为赵先生询问小区改造招标", ["赵先生"]],
    ["申请人王小明要求公开征地批文", ["王小明"]],
    ["答复李女士1件", ["李女士"]],
  ])("%p names %p", (sentence, names) => {
    expect(applicantNamesIn(sentence)).toEqual(names);
  });
  test.each([
    "申请人李某的来件已办结",
    "申请人申请公开的信息",
    "申请人应当补正",
    "申请人逾期未缴纳费用",
    "王先生在会上作了培训",
    "局长张强主持召开会议",
    "申请人王某某提出",
  ])("%p names nobody", (sentence) => {
    expect(applicantNamesIn(sentence)).toEqual([]);
  });
});
