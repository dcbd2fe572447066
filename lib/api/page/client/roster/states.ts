import type { Unit, UnitState } from "./roster-server.ts";

/** How units stand, in the order in which they need the desk; each with what is to be done. */
export const STATES: Readonly<Record<UnitState, { readonly words: string; readonly status: string }>> = {
  missing: { words: "未交", status: "failed" },
  reading: { words: "读取中", status: "unrecognized" },
  received: { words: "已交待处理", status: "failed" },
  "to-confirm": { words: "待确认", status: "needs-review" },
  faulty: { words: "有误待退回", status: "invalid" },
  "sent-back": { words: "已退回", status: "unrecognized" },
  "in-order": { words: "合格", status: "valid" },
};

/** Whether there is something that the unit is to be told and was not. */
export const isToSendBack = ({ state, unread }: Pick<Unit, "state" | "unread">): boolean =>
  state === "faulty" || (state === "received" && unread !== null);

export const STATE_NAMES = Object.keys(STATES) as readonly UnitState[];
