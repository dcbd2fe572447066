import { describe, expect, test } from "@jest/globals";
import { readCellText } from "../../../../lib/profiles/common/cell-text.ts";
import type { FigureName } from "../../../../lib/profiles/common/facts.ts";
import type { Violation } from "../../../../lib/profiles/common/rule.ts";
import type { Facts, TablesFound } from "../../../../lib/profiles/disclosure/facts.ts";
import { cellRules } from "../../../../lib/profiles/disclosure/rules/cells.ts";
import { plausibilityRules } from "../../../../lib/profiles/disclosure/rules/plausibility.ts";
import { RULES } from "../../../../lib/profiles/disclosure/rules/rules.ts";
import { sumRules } from "../../../../lib/profiles/disclosure/rules/sums.ts";
import { tableRules } from "../../../../lib/profiles/disclosure/rules/tables.ts";
import { figuresOf } from "../../../make/figures.ts";

interface Given {
  readonly texts?: Iterable<readonly [FigureName, string]>;
  readonly author?: string | null;
  readonly division?: string;
  readonly tables?: Partial<TablesFound>;
  readonly prose?: string;
}

function judged(
  code: string,
  { texts = [], author = null, division, tables = {}, prose = "" }: Given,
): readonly Violation[] | null {
  const facts: Facts = {
    document: { format: "docx", title: null, pages: [], blocks: [] },
    identity: {
      title: null,
      organization:
        author === null
          ? null
          : { name: author, division: division === undefined ? null : { code: division, name: "某地" } },
      year: 2024,
      period: null,
      publishedOn: null,
    },
    preamble: "",
    sections: [{ number: 1, title: "总体情况", text: prose }],
    tables: {
      template: "2021",
      applicationsForm: "2021",
      count: { proactive: 1, applications: 1, review: 1 },
      missingRows: [],
      cutLabels: [],
      ...tables,
    },
    cells: new Map(
      [...texts].map(([figure, text]) => [
        figure,
        { figure, text, ...readCellText(text), place: { paragraph: 0 }, confidence: 1 },
      ]),
    ),
    claims: [],
    doubtful: new Set(),
    tracedSections: new Set(),
  };
  const rule = [...tableRules, ...cellRules, ...sumRules, ...plausibilityRules].find(
    (candidate) => candidate.code === code,
  );
  if (!rule) throw new Error(`no rule ${code}`);
  return rule.check(facts);
}

const sound = figuresOf("2021", {
  results: { "granted.naturalPerson": 3, "granted.business": 1, "unavailable.notHeld.naturalPerson": 2 },
  carriedForward: { naturalPerson: 1 },
  review: { "reconsideration.upheld": 2 },
});
const changed = (...changes: readonly (readonly [FigureName, string])[]) => new Map([...sound, ...changes]);
const none = { proactive: 0, applications: 0, review: 0 };

describe("the rules on tables", () => {
  test("TABLE-MISSING names each table that is not there", () => {
    expect(judged("TABLE-MISSING", {})).toEqual([]);
    expect(
      judged("TABLE-MISSING", { tables: { count: { proactive: 0, applications: 1, review: 0 } } })?.map((v) => v.cells),
    ).toEqual([["proactive"], ["review"]]);
  });

  test("TABLE-DUPLICATE tells how often a table stands there", () => {
    expect(judged("TABLE-DUPLICATE", {})).toEqual([]);
    expect(
      judged("TABLE-DUPLICATE", { tables: { count: { proactive: 1, applications: 2, review: 1 } } }),
    ).toMatchObject([{ cells: ["applications"], actual: 2 }]);
  });

  test("ROW-MISSING names the row, and says nothing where there is no table", () => {
    expect(judged("ROW-MISSING", {})).toEqual([]);
    expect(judged("ROW-MISSING", { tables: { missingRows: ["applications.carriedForward"] } })?.[0]?.message).toContain(
      "四、结转下年度继续办理",
    );
    expect(judged("ROW-MISSING", { tables: { count: none } })).toBeNull();
  });

  test("HEADER-CUT shows the words that are there and those that should be", () => {
    expect(judged("HEADER-CUT", {})).toEqual([]);
    expect(
      judged("HEADER-CUT", { tables: { cutLabels: [{ printed: "尚未", official: "尚未审结" }] } })?.[0]?.message,
    ).toContain("“尚未”应为“尚未审结”");
    expect(judged("HEADER-CUT", { tables: { count: none } })).toBeNull();
  });
});

describe("the rules on cells", () => {
  const cell = "applications.granted.research";

  test.each([
    ["CELL-BLANK", "", "0"],
    ["CELL-TEXT", "/", "0"],
    ["CELL-NUMBER", "-1", "1"],
    ["CELL-NUMBER", "1.5", "1"],
    ["CELL-UNIT", "3件", "3"],
  ])("%s faults %j and not %j, and says nothing without cells", (code, faulty, right) => {
    expect(judged(code, { texts: changed([cell, faulty]) })).toMatchObject([{ cells: [cell] }]);
    expect(judged(code, { texts: changed([cell, right]) })).toEqual([]);
    expect(judged(code, {})).toBeNull();
  });

  test("CELL-BLANK tells many blanks of a table in one sentence that still names every cell", () => {
    const blanks = [...sound.keys()].filter((name) => name.startsWith("applications.") && name.endsWith(".other"));
    const found = judged("CELL-BLANK", { texts: changed(...blanks.map((name) => [name, ""] as const)) });
    expect(found).toHaveLength(1);
    expect(found?.[0]?.cells).toEqual(blanks);
    expect(found?.[0]?.message).toContain(String(blanks.length));
  });

  test("CELL-NUMBER allows decimals in amounts, and signs in 本年增/减 alone", () => {
    expect(
      judged("CELL-NUMBER", {
        texts: [
          ["proactive.fees.amount", "12.5"],
          ["proactive.licensing.change", "-2"],
        ],
      }),
    ).toEqual([]);
    expect(
      judged("CELL-NUMBER", {
        texts: [
          ["proactive.fees.amount", "-12.5"],
          ["proactive.licensing.previousItems", "-2"],
        ],
      }),
    ).toHaveLength(2);
  });
});

describe("the rules on sums", () => {
  test.each(["APP-ROW", "APP-SUM", "APP-BALANCE", "REV-SUM"])(
    "%s passes where the sums hold, and says nothing without figures",
    (code) => {
      expect(judged(code, { texts: sound })).toEqual([]);
      expect(judged(code, {})).toBeNull();
    },
  );

  test("APP-ROW, APP-SUM and APP-BALANCE name all figures of a failing sum and propose the one repair", () => {
    const texts = changed(["applications.granted.naturalPerson", "8"]);
    const proposal = { cell: "applications.granted.naturalPerson", value: 3 };
    expect(judged("APP-ROW", { texts })).toMatchObject([{ expected: 9, actual: 4, proposal }]);
    expect(judged("APP-SUM", { texts })).toMatchObject([{ expected: 10, actual: 5, proposal }]);
    expect(judged("APP-BALANCE", { texts })).toEqual([]);
    expect(judged("APP-BALANCE", { texts: changed(["applications.carriedForward.naturalPerson", "2"]) })).toMatchObject(
      [{ proposal: { cell: "applications.carriedForward.naturalPerson", value: 1 } }],
    );
    expect(judged("APP-ROW", { texts })?.[0]?.cells).toHaveLength(7);
  });

  test("REV-SUM counts 尚未审结 into the total", () => {
    expect(judged("REV-SUM", { texts: changed(["review.reconsideration.pending", "1"]) })).toMatchObject([
      { expected: 3, actual: 2 },
    ]);
    expect(
      judged("REV-SUM", {
        texts: changed(["review.reconsideration.pending", "1"], ["review.reconsideration.total", "3"]),
      }),
    ).toEqual([]);
  });
});

describe("the rules on plausibility", () => {
  test("PRO-INFORCE: no fewer in force than issued this year", () => {
    expect(
      judged("PRO-INFORCE", {
        texts: changed(["proactive.normativeDocuments.issued", "3"], ["proactive.normativeDocuments.inForce", "2"]),
      }),
    ).toHaveLength(1);
    expect(judged("PRO-INFORCE", { texts: sound })).toEqual([]);
    expect(judged("PRO-INFORCE", {})).toBeNull();
  });

  test("PRO-2019: no fewer public than disclosed this year", () => {
    const texts = (total: string): (readonly [FigureName, string])[] => [
      ["proactive.regulations.disclosed", "2"],
      ["proactive.regulations.totalPublic", total],
    ];
    expect(judged("PRO-2019", { texts: texts("1") })).toHaveLength(1);
    expect(judged("PRO-2019", { texts: texts("2") })).toEqual([]);
    expect(judged("PRO-2019", {})).toBeNull();
  });

  test("REV-LOGIC: lawsuits after reconsideration want a reconsideration, this year's or an application's", () => {
    const empty = figuresOf("2021", {});
    const texts = new Map([...empty, ["review.litigationAfterReconsideration.total", "2"]] as const);
    expect(judged("REV-LOGIC", { texts })).toHaveLength(1);
    expect(judged("REV-LOGIC", { texts: new Map([...texts, ["review.reconsideration.total", "2"]] as const) })).toEqual(
      [],
    );
    expect(judged("REV-LOGIC", {})).toBeNull();
  });

  const rules = changed(["proactive.regulations.issued", "1"]);
  test.each([
    "松木塘镇人民政府",
    "泉城路街道办事处",
    "泉城路街道",
    "历下区人民政府",
    "沭阳县发展和改革局",
    "济南市民政局",
    "云泽县人民政府办公室",
    "某某县经济开发区管理委员会",
    "河东区中小企业发展服务中心",
  ])("AUTHORITY: %s may make no rules", (author) => {
    expect(judged("AUTHORITY", { texts: rules, author })).toMatchObject([{ cells: ["proactive.regulations.issued"] }]);
    expect(judged("AUTHORITY", { texts: sound, author })).toEqual([]);
  });

  test.each([
    "杭州市人民政府",
    "上海市人民政府办公厅",
    "测试市",
    "山东省人民政府",
    "广西壮族自治区人民政府",
    "凉山彝族自治州人民政府",
    "国家税务总局",
    "中国人民银行",
  ])("AUTHORITY: %s may, or may for all that can be told", (author) =>
    expect(judged("AUTHORITY", { texts: rules, author })).toEqual([]),
  );

  test("AUTHORITY: a county-level city may not, told by its division; an unknown author is not judged", () => {
    expect(judged("AUTHORITY", { texts: rules, author: "应城市人民政府", division: "420981" })).toHaveLength(1);
    expect(judged("AUTHORITY", { texts: rules })).toBeNull();
  });

  test("AUTHORITY-NORMATIVE: a note for a street office with documents of its own", () => {
    const texts = changed(["proactive.normativeDocuments.issued", "2"]);
    expect(judged("AUTHORITY-NORMATIVE", { texts, author: "白石街道办事处" })).toHaveLength(1);
    expect(judged("AUTHORITY-NORMATIVE", { texts, author: "青溪镇人民政府" })).toEqual([]);
    expect(judged("AUTHORITY-NORMATIVE", { texts })).toBeNull();
  });

  test("FEE-UNIT: the prose's 元 printed as 万元", () => {
    const texts = changed(["proactive.fees.amount", "2039758.6"]);
    expect(judged("FEE-UNIT", { texts, prose: "本年度收取费用2039758.6元。" })).toMatchObject([
      { expected: 203.97586 },
    ]);
    expect(judged("FEE-UNIT", { texts, prose: "本年度收取费用2039758.6万元。" })).toEqual([]);
    expect(judged("FEE-UNIT", {})).toBeNull();
  });
});

test("every rule has a code of its own", () => expect(new Set(RULES.map((rule) => rule.code)).size).toBe(RULES.length));
