import { officialKey } from "../../../common/labels.ts";
import type { TableName } from "../../facts.ts";
import { APPLICATION_ROWS, PROACTIVE, REVIEW_COLUMNS, REVIEW_ROWS } from "../../form.ts";
import type { Stream } from "./stream.ts";

/** Labels that stand side by side, or before a figure, in no prose. */
const NEIGHBOURS: Readonly<Record<TableName, RegExp>> = {
  proactive:
    /(?:规章|规范性文件|行政许可|行政处罚|行政强制|行政事业性收费)\ue000|信息内容本年|制发件数本年|新制作数量本年/u,
  applications: /申请数量\ue000|商业企业科研机构|(?:属于国家秘密|不掌握相关政府信息|重复申请|继续办理)\ue000/u,
  review: /结果维持(?:结果)?纠正|结果维持\ue000|尚未审结(?:总计|\ue000)/u,
};

/** Labels as the form prints them, and how many of them (repeated ones counted) no prose holds together. */
const LABELS: Readonly<Record<TableName, { readonly keys: readonly string[]; readonly many: number }>> = {
  proactive: {
    keys: [
      ...new Set(
        PROACTIVE["2021"]
          .concat(PROACTIVE["2019"])
          .flatMap(({ columns }) => columns.map(({ label }) => officialKey(label))),
      ),
    ],
    many: 4,
  },
  applications: {
    keys: APPLICATION_ROWS["2019"].map(({ path }) => officialKey(path.at(-1) ?? "")).filter((key) => key.length >= 6),
    many: 5,
  },
  review: {
    keys: REVIEW_COLUMNS.flatMap(({ key, label }) => (key === "total" ? [] : officialKey(label))),
    many: (REVIEW_COLUMNS.length - 1) * (REVIEW_ROWS.length - 1),
  },
};

/**
 * Whether a table seems to stand in the document though none of its figures could be told: then it can't be said to be
 * missing.
 */
export function isTraced(table: TableName, stream: Stream, from = 0, to = stream.flow.length): boolean {
  const { keys, many } = LABELS[table];
  if (NEIGHBOURS[table].test(stream.flow.slice(from, to))) return true;
  const words = stream.allWords();
  return keys.reduce((sum, key) => sum + words.split(key).length - 1, 0) >= many;
}
