import type { OfficialText } from "../common/sources.ts";

/** The official texts that rules on annual disclosure reports cite. */

export const FORM_2021: OfficialText = {
  name: "〔2021〕30号",
  title: "国务院办公厅政府信息与政务公开办公室关于印发《中华人民共和国政府信息公开工作年度报告格式》的通知，及所附格式",
  number: "国办公开办函〔2021〕30号",
  date: "2021年9月26日",
  issuer: "国务院办公厅政府信息与政务公开办公室",
};

/** Its date is not known here but for the year. */
export const FORM_2019: OfficialText = {
  name: "〔2019〕60号",
  title:
    "国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告有关事项的通知，及所附《中华人民共和国政府信息公开工作年度报告格式（试行）》",
  number: "国办公开办函〔2019〕60号",
  date: "2019年",
  issuer: "国务院办公厅政府信息与政务公开办公室",
};

export const LEGISLATION_LAW: OfficialText = {
  name: "《立法法》",
  title: "中华人民共和国立法法",
  number: null,
  date: "2023年修正",
  issuer: "全国人民代表大会",
};
