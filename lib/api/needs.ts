import type { Role } from "./caller.ts";

/**
 * What a route asks of its callers: nothing; that the door knows them; a role; or, for what concerns all divisions, a
 * role that is limited to none.
 */
export type Need = "anybody" | "known" | Role | "run everywhere";

/** Of every route, by its operationId: one that is not named here can't be served. */
export const NEEDS: Readonly<Record<string, Need>> = {
  getHealth: "anybody",
  startSignIn: "anybody",
  finishSignIn: "anybody",
  signOut: "anybody",

  getPage: "known",
  getDescription: "known",

  listReports: "look",
  getReport: "look",
  getReadableReport: "look",
  listReviews: "look",
  getReportPage: "look",
  getDocument: "look",
  getSource: "look",
  getPagePicture: "look",
  getCellPicture: "look",
  listFindings: "look",
  listValues: "look",
  getSummary: "look",
  listYears: "look",
  getEngine: "look",
  getRoster: "look",
  getProblems: "look",
  getProblemsWorkbook: "look",
  getFigures: "look",
  getFiguresWorkbook: "look",
  getSummaryWorkbook: "look",
  getSummaryDocument: "look",
  askExport: "look",
  listExports: "look",
  getExport: "look",
  getExportFile: "look",
  getLetters: "look",
  getLetterTemplate: "look",
  listSubmissions: "look",
  followEvents: "look",

  requestUpload: "hand-in",
  sendFile: "hand-in",
  withdrawSubmission: "hand-in",

  reviewReport: "review",
  decideStanding: "review",
  matchReport: "review",
  noteSentBack: "review",

  putRoster: "run everywhere",
  answerRenaming: "run everywhere",
  putLetterTemplate: "run everywhere",
};
