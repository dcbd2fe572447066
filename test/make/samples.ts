import { mkdir, rm, writeFile } from "node:fs/promises";
import { strToU8, zipSync } from "fflate";
import { makeDocx } from "./docx.ts";
import { figuresOf } from "./figures.ts";
import { ofdOf, pdfOf } from "./pages.ts";
import { documentOf, docx, html, type SampleReport, text, titleOf } from "./sample-reports.ts";
import { docOf } from "./word97.ts";

/** Writes samples/: reports of invented offices, sound and faulty ones. Run by hand: npx tsx test/make/samples.ts */

const town: SampleReport = {
  author: "云泽县青溪镇人民政府",
  year: 2024,
  form: "2021",
  texts: figuresOf("2021", {
    proactive: {
      "normativeDocuments.issued": "1",
      "normativeDocuments.inForce": "6",
      "licensing.decisions": "214",
      "penalties.decisions": "37",
      "compulsion.decisions": "2",
    },
    results: {
      "granted.naturalPerson": 4,
      "partlyGranted.naturalPerson": 1,
      "unavailable.notHeld.naturalPerson": 2,
      "notProcessed.petition.naturalPerson": 1,
      "granted.business": 1,
    },
    carriedOver: { naturalPerson: 1 },
    carriedForward: { naturalPerson: 2 },
    review: { "reconsideration.upheld": 1 },
  }),
  overview: [
    "（一）主动公开。全年通过县政府门户网站发布信息168条，其中财政资金类23条、乡村振兴类61条、其他84条。",
    "（二）依申请公开。全年新收政府信息公开申请10件，上年结转1件，办结9件，结转下年度2件。",
    "（三）监督保障。因政府信息公开被申请行政复议1件，结果维持；没有被提起行政诉讼。",
  ],
  problems: "主要问题是部分栏目更新不够及时。下一步明确各站所联络员，按月核对公开目录。",
  others: "本年度没有收取政府信息公开信息处理费，没有其他需要报告的事项。",
  contact: "青溪镇党政办公室（地址：青溪街12号，电话：0700-5550112）",
};

/** A total that is one too many, a blank cell, and prose that says another number. */
const bureau: SampleReport = {
  author: "云泽县教育局",
  year: 2024,
  form: "2021",
  texts: new Map(
    figuresOf("2021", {
      proactive: {
        "normativeDocuments.issued": "2",
        "normativeDocuments.repealed": "1",
        "normativeDocuments.inForce": "9",
        "licensing.decisions": "46",
        "fees.amount": "128.6",
      },
      results: {
        "granted.naturalPerson": 21,
        "granted.business": 3,
        "denied.processInformation.naturalPerson": 2,
        "unavailable.notHeld.naturalPerson": 8,
        "notProcessed.repeated.naturalPerson": 1,
      },
      carriedOver: { naturalPerson: 2 },
      carriedForward: { naturalPerson: 3 },
      review: { "reconsideration.upheld": 2, "reconsideration.corrected": 1, "litigationDirect.upheld": 1 },
    }),
  )
    .set("applications.granted.total", "25")
    .set("applications.notProcessed.excessive.research", ""),
  overview: [
    "（一）主动公开。全年公开各类信息412条，重点公开义务教育招生入学、民办学校年检、教育收费等信息。",
    "（二）依申请公开。全年共收到政府信息公开申请35件，均在法定期限内答复。",
    "（三）行政复议和行政诉讼。全年因政府信息公开被申请行政复议3件，被提起行政诉讼1件。",
  ],
  problems: "一是政策解读形式较单一，二是学校层面公开意识有待加强。今后将增加图解和视频解读，把公开工作纳入学校考核。",
  others: "依据《政府信息公开信息处理费管理办法》，本年度没有收取信息处理费。",
  contact: "云泽县教育局办公室（地址：文昌路8号，电话：0700-5550136）",
};

/** Marks instead of zeros, and rules of an office that may make none. */
const water: SampleReport = {
  author: "云泽县水务局",
  year: 2024,
  form: "2021",
  texts: new Map(
    figuresOf("2021", {
      proactive: {
        "regulations.issued": "1",
        "regulations.inForce": "3",
        "licensing.decisions": "75",
        "penalties.decisions": "12",
        "fees.amount": "306.25",
      },
      results: { "granted.naturalPerson": 3, "granted.business": 2 },
    }),
  )
    .set("applications.denied.stateSecret.legalService", "/")
    .set("applications.otherHandling.feeOverdue.other", "无"),
  overview: [
    "（一）主动公开。全年发布水资源管理、河湖保护、工程建设等信息203条。",
    "（二）依申请公开。全年收到政府信息公开申请5件，已全部答复。",
  ],
  problems: "公开内容与群众关心的供水问题结合不够紧密，将在门户网站增设停水检修信息专栏。",
  others: "没有收取信息处理费，没有其他需要报告的事项。",
  contact: "云泽县水务局办公室（电话：0700-5550158）",
};

const street: SampleReport = {
  author: "云泽县白石街道办事处",
  year: 2024,
  form: "2021",
  texts: figuresOf("2021", { proactive: { "penalties.decisions": "58" } }),
  overview: [
    "（一）主动公开。通过门户网站和社区公开栏发布信息96条。",
    "（二）依申请公开。本年度未收到政府信息公开申请，没有发生行政复议和行政诉讼。",
  ],
  problems: "社区公开栏内容更新较慢，已安排专人按周更新。",
  others: "没有需要报告的其他事项。",
  contact: "白石街道党政综合办公室（电话：0700-5550170）",
};

/** More handled than there was to handle. */
const farming: SampleReport = {
  author: "云泽县农业农村局",
  year: 2024,
  form: "2021",
  texts: new Map(
    figuresOf("2021", {
      proactive: { "normativeDocuments.inForce": "4", "licensing.decisions": "1083", "penalties.decisions": "29" },
      results: { "granted.naturalPerson": 6, "unavailable.needsCreation.naturalPerson": 1 },
    }),
  ).set("applications.carriedForward.naturalPerson", "1"),
  overview: [
    "（一）主动公开。全年公开涉农补贴、农资监管等信息355条。",
    "（二）依申请公开。全年收到政府信息公开申请7件。",
  ],
  problems: "涉农补贴信息公开到村还不够及时，将与村务公开栏同步更新。",
  others: "没有收取信息处理费，没有其他需要报告的事项。",
  contact: "云泽县农业农村局办公室（电话：0700-5550147）",
};

const health: SampleReport = {
  author: "云泽县卫生健康局",
  year: 2024,
  form: "2021",
  texts: figuresOf("2021", {
    proactive: { "licensing.decisions": "642", "penalties.decisions": "51", "fees.amount": "12.4" },
    results: { "granted.naturalPerson": 2, "partlyGranted.business": 1, "denied.internalAffairs.naturalPerson": 1 },
  }),
  overview: [
    "（一）主动公开。全年公开疫情防控、医疗服务价格等信息287条。",
    "（二）依申请公开。全年新收政府信息公开申请4件，均按期答复。",
  ],
  problems: "医疗机构信息公开指导不足，将组织专题培训。",
  others: "没有收取信息处理费，没有其他需要报告的事项。",
  contact: "云泽县卫生健康局办公室（电话：0700-5550129）",
};

/** Rules that its author may not make, in the file of an old word processor. */
const hill: SampleReport = {
  author: "云泽县望山镇人民政府",
  year: 2024,
  form: "2021",
  texts: figuresOf("2021", {
    proactive: { "regulations.inForce": "2", "licensing.decisions": "19" },
    results: { "granted.naturalPerson": 1 },
  }),
  overview: ["（一）主动公开。全年公开信息88条。", "（二）依申请公开。全年受理政府信息公开申请一件，已予以公开。"],
  problems: "公开内容不够全面，将对照基层政务公开标准目录逐项补齐。",
  others: "没有收取信息处理费，没有其他需要报告的事项。",
  contact: "望山镇党政办公室（电话：0700-5550164）",
};

const village: SampleReport = {
  author: "云泽县松岭乡人民政府",
  year: 2020,
  form: "2019",
  texts: figuresOf("2019", {
    proactive: {
      "normativeDocuments.produced": "2",
      "normativeDocuments.disclosed": "2",
      "normativeDocuments.totalPublic": "14",
      "licensing.previousItems": "31",
      "licensing.change": "-2",
      "licensing.decisions": "88",
      "procurement.items": "3",
      "procurement.amount": "41.7",
    },
    results: { "granted.naturalPerson": 2 },
  }),
  overview: ["（一）主动公开。全年公开信息74条。", "（二）依申请公开。全年受理政府信息公开申请两件，均予以公开。"],
  problems: "公开人员身兼数职，业务不够熟练，将加强培训。",
  others: "无其他需要报告的事项。",
  contact: "松岭乡党政办公室（电话：0700-5550191）",
};

/** Uses the old form for a year that has a new one. */
const late: SampleReport = {
  ...village,
  author: "云泽县桑园镇人民政府",
  year: 2023,
  contact: "桑园镇党政办公室（电话：0700-5550183）",
};

const FOLDER = "samples";
await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER);
const file = (report: SampleReport, ending: string) => `${titleOf(report)}.${ending}`;
const samples: readonly (readonly [string, Uint8Array | string])[] = [
  [file(town, "docx"), docx(town)],
  [file(bureau, "docx"), docx(bureau)],
  [file(water, "html"), html(water)],
  [file(street, "txt"), text(street)],
  [file(health, "pdf"), pdfOf(documentOf(health), titleOf(health))],
  [file(farming, "ofd"), ofdOf(documentOf(farming), titleOf(farming))],
  [file(hill, "doc"), docOf(documentOf(hill))],
  [
    "乡镇往年报告.zip",
    zipSync(
      { [file(village, "docx")]: docx(village), [file(late, "docx")]: docx(late) },
      { mtime: "2025-01-16T00:00:00" },
    ),
  ],
  [
    "会议通知.docx",
    makeDocx({
      body: [
        "关于召开政务公开工作推进会的通知",
        "各镇人民政府、街道办事处，县直各单位：",
        "定于3月12日召开政务公开工作推进会，请主要负责同志参加。",
      ],
    }),
  ],
];
for (const [name, data] of samples)
  await writeFile(`${FOLDER}/${name}`, typeof data === "string" ? strToU8(data) : data);
