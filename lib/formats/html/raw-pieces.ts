/** The pieces of a page while they are gathered, for the second reading: one a table cell, one a line between. */

const HAN_SOFT = /(?<=[\u2e80-\u9fff\uff00-\uff60])[ \t]*[\r\n][ \t\r\n]*(?=[\u2e80-\u9fff\uff00-\uff60])/gu;

/** White space as a browser shows it; \u2029 stands for a line break of the page. */
const tidy = (text: string): string =>
  text
    .replace(/\u00ad/gu, "")
    .replace(HAN_SOFT, "")
    .replace(/[ \t\r\n\f]+/gu, " ")
    .split("\u2029")
    .map((line) => line.trim())
    .filter((line) => /[^\s\u200b\ufeff]/u.test(line))
    .join("\n");

export class Pieces {
  readonly list: string[] = [];
  #text = "";
  /** For each open cell, outermost first: whether a table inside has already cut it up. */
  readonly #cells: { cut: boolean }[] = [];

  add(text: string): void {
    this.#text += text;
  }

  /** A block begins or ends: a line break inside a cell, the end of a piece outside. */
  block(): void {
    const cell = this.#cells.at(-1);
    if (cell && !cell.cut) this.#text += "\u2029";
    else this.#flush();
  }

  #flush(): void {
    for (const piece of tidy(this.#text).split("\n")) if (piece !== "") this.list.push(piece);
    this.#text = "";
  }

  /** A table or preformatted text begins: a cell around it is cut up. */
  cutCell(): void {
    this.#flush();
    const cell = this.#cells.at(-1);
    if (cell) cell.cut = true;
  }

  openCell(): void {
    this.#flush();
    this.#cells.push({ cut: false });
  }

  closeCell(): void {
    const cell = this.#cells.pop();
    if (!cell || cell.cut) this.#flush();
    else {
      this.list.push(tidy(this.#text));
      this.#text = "";
    }
  }

  end(): void {
    while (this.#cells.length > 0) this.closeCell();
    this.#flush();
  }
}
