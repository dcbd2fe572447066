/**
 * The page's script: sends files, follows what becomes of them, asks the API. It only ever writes text into the page,
 * never markup.
 */

const byId = (id) => document.getElementById(id);
const words = JSON.parse(byId("words").textContent);

/** An element with attributes and children; what is no element becomes text. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

const number = new Intl.NumberFormat("zh-CN", { maximumFractionDigits: 6 });

/** The answer's JSON; throws an Error whose message is the server's sentence. */
async function ask(url, options) {
  const answer = await fetch(url, { headers: { accept: "application/json" }, ...options });
  // A bucket answers a file with nothing.
  if (answer.ok) return answer.json().catch(() => null);
  const problem = await answer.json().catch(() => ({}));
  throw Object.assign(new Error(problem.detail ?? `服务器没有正常回答（${answer.status}）。`), {
    status: answer.status,
  });
}

// ---- What is shown
// -------------------------------------------------------------------------------------------------------------

const filters = {
  year: "",
  division: "",
  organization: "",
  status: "",
  ...Object.fromEntries(new URLSearchParams(location.hash.slice(1))),
};
const form = byId("filters");
let cursor = null;
let shown = 0;
/** Answers to older questions are dropped. */
let asked = 0;

function query(names, more = {}) {
  const given = names.filter((name) => filters[name] !== "").map((name) => [name, filters[name]]);
  return new URLSearchParams([...given, ...Object.entries(more)]).toString();
}

function rowOf(report) {
  const status = words.statuses[report.status];
  const count = (value, label) =>
    make("td", { class: value === 0 ? "n zero" : "n", "data-label": label }, value === 0 ? "—" : String(value));
  const name = report.organization ?? report.name;
  return make(
    "tr",
    {},
    make(
      "td",
      {},
      make("a", { href: `/reports/${report.id}/html`, target: "_blank", rel: "noopener" }, name),
      report.organization === null && report.failure === null
        ? null
        : make("span", { class: "file" }, report.failure ?? report.name),
    ),
    make("td", { class: report.status }, make("i", { "aria-hidden": "true" }, status.symbol), status.words),
    make("td", { class: report.year === null ? "n zero" : "n" }, report.year === null ? "—" : String(report.year)),
    make(
      "td",
      { class: report.division === null ? "zero" : null },
      report.division === null
        ? "—"
        : make(
            "button",
            {
              type: "button",
              title: `只看 ${report.division.code}`,
              onclick: () => choose({ division: report.division.code }),
            },
            report.division.name,
          ),
    ),
    count(report.errors, "错误"),
    count(report.uncertain, "待核对"),
    count(report.warnings, "警告"),
    count(report.history.length, "与上年不符"),
  );
}

function showStatuses(counts) {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const entry = (status, count, label, symbol) =>
    make(
      "li",
      { class: status },
      make(
        "button",
        { type: "button", "aria-pressed": String(filters.status === status), onclick: () => choose({ status }) },
        make("b", {}, number.format(count)),
        symbol === null ? null : make("i", { "aria-hidden": "true" }, symbol),
        label,
      ),
    );
  byId("statuses").replaceChildren(
    entry("", total, "全部报告", null),
    ...Object.entries(words.statuses).map(([status, { words: label, symbol }]) =>
      entry(status, counts[status] ?? 0, label, symbol),
    ),
  );
}

function showSums(summary) {
  const place = [
    filters.division === "" ? "全部行政区划" : filters.division,
    filters.year === "" ? "各年度" : `${filters.year}年`,
  ].join("，");
  byId("sums-of").textContent = `${place}，${number.format(summary.reports)}份报告`;
  const entries = Object.entries(summary.figures);
  const gaps = entries.filter(([, { uncertain, missing }]) => uncertain + missing > 0);
  const complete = byId("complete");
  complete.className = summary.complete ? "" : "partial";
  complete.textContent =
    entries.length === 0
      ? "还没有可合计的数字。"
      : summary.complete
        ? "每份报告的每个数字都已计入。"
        : `有${gaps.length}项指标不完整：缺少或待核对的数字没有计入，份数一并列出。`;
  const all = byId("zeros").checked;
  // What most ask for: table 2, totals, and whatever has a gap.
  const wanted = ([name, { sum, uncertain, missing }]) =>
    all || uncertain + missing > 0 || (sum !== 0 && words.main.includes(name));
  const count = (value, label, className) =>
    make(
      "td",
      { class: value > 0 ? `n ${className}` : "n zero", "data-label": label },
      value > 0 ? number.format(value) : "—",
    );
  byId("sum-rows").replaceChildren(
    ...words.tables.flatMap(([table, title]) => {
      const rows = entries.filter((entry) => entry[0].startsWith(`${table}.`) && wanted(entry));
      if (rows.length === 0) return [];
      return [
        make("tr", { class: "table" }, make("th", { colspan: "5", scope: "rowgroup" }, title)),
        ...rows.map(([name, { sum, counted, uncertain, missing }]) =>
          make(
            "tr",
            {},
            make("td", {}, words.figures[name] ?? name),
            make("td", { class: "n sum", "data-label": "合计" }, number.format(sum)),
            make("td", { class: "n", "data-label": "计入" }, number.format(counted)),
            count(missing, "缺数字", "missing"),
            count(uncertain, "待核对", "uncertain"),
          ),
        ),
      ];
    }),
  );
  byId("sums").hidden = entries.length === 0;
}

function showYears(years) {
  const select = form.elements.year;
  const options = [...new Set([...years.map(String), ...(filters.year === "" ? [] : [filters.year])])].sort().reverse();
  select.replaceChildren(
    make("option", { value: "" }, "全部年度"),
    ...options.map((year) => make("option", { value: year }, `${year}年`)),
  );
  select.value = filters.year;
}

function showRows(page, more) {
  const rows = page.items.map(rowOf);
  if (more) byId("rows").append(...rows);
  else byId("rows").replaceChildren(...rows);
  shown = more ? shown + rows.length : rows.length;
  cursor = page.cursor;
  byId("more").hidden = cursor === null;
  byId("none").hidden = shown > 0;
  byId("none").textContent = Object.values(filters).some((value) => value !== "")
    ? "没有符合条件的报告。"
    : "还没有报告：把文件拖到上面，或放进收件文件夹。";
}

let lastSummary = null;

async function refresh() {
  const mine = ++asked;
  try {
    // As many rows as are shown already, so that what one reads stays.
    const limit = String(Math.min(200, Math.max(50, shown)));
    const [page, summary, { years }] = await Promise.all([
      ask(`/reports?${query(["year", "division", "organization", "status"], { limit })}`),
      ask(`/summary?${query(["year", "division"])}`),
      ask("/years"),
    ]);
    if (mine !== asked) return;
    lastSummary = summary;
    showYears(years);
    showStatuses(summary.statuses);
    showRows(page, false);
    showSums(summary);
    const place = query(["year", "division"]);
    byId("problems").href = `/problems.csv?${place}`;
    byId("figures").href = `/figures.csv?${place}`;
  } catch (error) {
    if (mine === asked) tell(error.message, true);
  }
}

function choose(change) {
  Object.assign(filters, change);
  form.elements.division.value = filters.division;
  form.elements.organization.value = filters.organization;
  shown = 0;
  history.replaceState(null, "", `#${query(["year", "division", "organization", "status"])}`);
  refresh();
}

byId("more").addEventListener("click", async () => {
  const mine = ++asked;
  const page = await ask(
    `/reports?${query(["year", "division", "organization", "status"], { limit: "50", cursor })}`,
  ).catch(() => null);
  if (page !== null && mine === asked) showRows(page, true);
});
byId("zeros").addEventListener("change", () => lastSummary !== null && showSums(lastSummary));
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("change", () => {
  if (!form.checkValidity()) return;
  choose({
    year: form.elements.year.value,
    division: form.elements.division.value.trim(),
    organization: form.elements.organization.value.trim(),
  });
});

// ---- What happens
// --------------------------------------------------------------------------------------------------------------

function tell(text, trouble = false) {
  byId("state").textContent = text;
  byId("state").className = trouble ? "trouble" : "";
}

const TROUBLES = {
  ENOSPC: "磁盘已满，暂停处理；腾出空间后会自动继续。",
  INBOX: "收件文件夹无法读取，请检查。",
  STALLED: "有文件长时间没有轮到处理，请重新启动服务；详情见服务器日志。",
  EROFS: "数据文件夹不可写，暂停处理。",
  EACCES: "数据文件夹不可写，暂停处理。",
};

function showQueue({ waiting, processing, trouble }) {
  if (trouble !== null) return tell(TROUBLES[trouble] ?? "处理遇到问题，正在重试；详情见服务器日志。", true);
  if (waiting + processing.length === 0) return tell("已连接，全部处理完毕。");
  const now = processing.length > 0 ? `正在处理${processing.length}份` : "";
  tell([now, waiting > 0 ? `等待${waiting}份` : ""].filter(Boolean).join("，"));
  for (const name of processing) follow(name, "正在处理");
}

/** Files sent from this page, by the name under which they were filed. */
const sent = new Map();
const byReport = new Map();

function follow(name, text, className = "") {
  const line = sent.get(name);
  if (line === undefined || line.dataset.done) return;
  line.lastChild.textContent = text;
  line.className = className;
}

let refreshing = false;
function refreshSoon() {
  if (refreshing) return;
  refreshing = true;
  setTimeout(() => {
    refreshing = false;
    refresh();
  }, 400);
}

/** The stream of events, while this tab listens. */
let events = null;

/**
 * Browsers open six connections to a server and each tab's stream holds one: the seventh tab would wait for ever. A tab
 * that nobody sees and that awaits nothing gives its own up; seen again, it asks for what came meanwhile.
 */
function attend() {
  const awaits = running > 0 || [...sent.values()].some((line) => !line.dataset.done);
  if (events === null && !document.hidden) listen();
  else if (events !== null && document.hidden && !awaits) {
    events.close();
    events = null;
  }
}

function listen() {
  events = new EventSource("/events");
  for (const type of ["Report Processed", "Report Reviewed", "Report Withdrawn"]) {
    events.addEventListener(type, (event) => {
      const { id, name, status } = JSON.parse(event.data);
      const line = byReport.get(id) ?? sent.get(name);
      if (type === "Report Processed" && line !== undefined) {
        line.lastChild.replaceChildren(
          make("a", { href: `/reports/${id}/html`, target: "_blank", rel: "noopener" }, words.statuses[status].words),
        );
        line.className = status;
        line.dataset.done = "yes";
        attend();
      }
      refreshSoon();
    });
  }
  events.addEventListener("queue", (event) => showQueue(JSON.parse(event.data)));
  events.addEventListener("error", () => {
    if (events.readyState !== EventSource.CLOSED) return tell("与服务器的连接断开，正在重新连接……", true);
    // No events here: asked again from time to time.
    document.removeEventListener("visibilitychange", attend);
    tell("已连接");
    setInterval(refresh, 10_000);
  });
  events.addEventListener("open", () => {
    tell("已连接");
    refreshSoon();
  });
}

// ---- What is sent
// --------------------------------------------------------------------------------------------------------------

const AT_A_TIME = 3;
const queue = [];
let running = 0;

async function send({ file, name, line }) {
  const state = line.lastChild;
  try {
    state.textContent = "上传中";
    const target = await ask("/uploads", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({ name, bytes: file.size }),
    });
    const kept = await ask(target.url, { method: target.method, headers: target.headers, body: file });
    if (kept?.name !== undefined) sent.set(kept.name, line);
    if (kept?.id !== undefined) byReport.set(kept.id, line);
    if (!line.dataset.done) state.textContent = "已收到，等待处理";
  } catch (error) {
    line.className = "refused";
    state.textContent = error.message;
  }
}

function pump() {
  while (running < AT_A_TIME && queue.length > 0) {
    running += 1;
    send(queue.shift()).finally(() => {
      running -= 1;
      pump();
    });
  }
}

function submit(files) {
  for (const { file, name } of files) {
    if (name.split("/").some((part) => part.startsWith(".") || part.startsWith("~$"))) continue;
    const line = make("li", {}, make("span", {}, name), make("span", {}, "等待上传"));
    byId("sent-list").prepend(line);
    queue.push({ file, name, line });
  }
  const count = byId("sent-list").children.length;
  byId("sent").hidden = count === 0;
  byId("sent-count").textContent = `${count}个文件`;
  pump();
}

for (const id of ["files", "folder"]) {
  byId(id).addEventListener("change", ({ target }) => {
    submit([...target.files].map((file) => ({ file, name: file.webkitRelativePath || file.name })));
    target.value = "";
  });
}

/** All files below a dropped entry. A folder is read in portions. */
async function filesBelow(entry) {
  if (entry.isFile) {
    const file = await new Promise((done, failed) => entry.file(done, failed));
    return [{ file, name: entry.fullPath.replace(/^\/+/u, "") }];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const portion = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (portion.length === 0) return found;
    for (const below of portion) found.push(...(await filesBelow(below)));
  }
}

const drop = byId("drop");
for (const type of ["dragenter", "dragover"]) {
  document.addEventListener(type, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
}
document.addEventListener("dragleave", (event) => {
  if (event.relatedTarget === null) drop.classList.remove("over");
});
document.addEventListener("drop", async (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const files =
    entries.length > 0
      ? (await Promise.all(entries.map(filesBelow))).flat()
      : [...event.dataTransfer.files].map((file) => ({ file, name: file.name }));
  submit(files);
});

choose({});
document.addEventListener("visibilitychange", attend);
attend();
