/**
 * What index.html does in a browser, without a server: shows the rows that hold all words sought, of a year. Its controls
 * are hidden where no script runs. A string, since it is the page's only script, named there by its hash. What a clerk
 * typed is there again after a look at a report, so that it is heeded whenever the page is shown.
 */
export const INDEX_SCRIPT = `"use strict";
(() => {
  const find = document.querySelector("[role=search]");
  const words = find.querySelector("input");
  const year = find.querySelector("select");
  const clear = find.querySelector("button");
  const found = find.querySelector("output");
  const sections = [...document.querySelectorAll("section")].map((element) => ({
    element,
    count: element.querySelector("small"),
    whole: element.querySelector("small").textContent,
    tables: [...element.querySelectorAll(".scroll")].map((box) => ({ box, rows: [...box.querySelectorAll("tbody tr")] })),
  }));
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const texts = new Map();
  const textOf = (row) => {
    if (!texts.has(row)) texts.set(row, plain([...row.cells].slice(0, 3).map((cell) => cell.textContent).join(" ")));
    return texts.get(row);
  };
  const show = () => {
    const sought = plain(words.value).split(/\\s+/).filter((word) => word !== "");
    const any = sought.length > 0 || year.value !== "";
    let all = 0;
    for (const { element, count, whole, tables } of sections) {
      let here = 0;
      for (const { box, rows } of tables) {
        let shown = 0;
        for (const row of rows) {
          const fits =
            (year.value === "" || row.cells[1].textContent === year.value) &&
            (sought.length === 0 || sought.every((word) => textOf(row).includes(word)));
          if (row.hidden === fits) row.hidden = !fits;
          if (fits) shown += 1;
        }
        box.hidden = shown === 0;
        here += shown;
      }
      element.hidden = here === 0;
      count.textContent = any ? here + "/" + whole : whole;
      all += here;
    }
    clear.hidden = !any;
    found.textContent = !any ? "" : all === 0 ? "没有符合的文件" : "符合的有" + all + "个";
  };
  let waiting;
  words.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 120);
  });
  year.addEventListener("change", show);
  clear.addEventListener("click", () => {
    words.value = "";
    year.value = "";
    show();
    words.focus();
  });
  find.hidden = false;
  addEventListener("pageshow", show);
})();
`;
