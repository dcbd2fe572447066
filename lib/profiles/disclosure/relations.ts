import { partsOf, rowOf } from "../common/figure-name.ts";
import type { Tables } from "../judgement.ts";
import type { Relation } from "../profile.ts";
import { type Equation, equationsOf } from "./arithmetic.ts";
import { rowLabel } from "./figure-label.ts";
import { APPLICATION_COLUMNS } from "./form.ts";

const column = (name: string): string =>
  APPLICATION_COLUMNS.find(({ key }) => key === partsOf(name).column)?.label ?? "";

const SAYS: Readonly<Record<Equation["code"], (total: string) => string>> = {
  "APP-ROW": (total) => `“${rowLabel(rowOf(total))}”行：各类申请人之和等于总计`,
  "APP-SUM": (total) => `“${column(total)}”列：（一）至（六）各项办理结果之和等于（七）总计`,
  "APP-BALANCE": (total) => `“${column(total)}”列：第一项加第二项等于第三项加第四项`,
  "REV-SUM": (total) => `“${rowLabel(rowOf(total))}”：各项结果（含尚未审结）之和等于总计`,
};

/** The form's own relations; table 3 tells by its rows of which form it is. */
export const relationsOf = ({ applications }: Tables): Relation[] =>
  equationsOf(applications && "otherHandling" in applications ? "2019" : "2021").map(({ code, left, right }) => ({
    code,
    says: SAYS[code](right[0] ?? ""),
    left,
    right,
  }));
