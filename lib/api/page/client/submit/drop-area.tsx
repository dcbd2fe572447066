import { useEffect, useState } from "preact/hooks";
import { WORDS } from "../words.ts";
import { droppedFiles } from "./dropped.ts";
import { submit } from "./uploads.ts";

/** Files may be dropped anywhere on the page. */
function useDrops(): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const ending = new AbortController();
    const { signal } = ending;
    for (const type of ["dragenter", "dragover"]) {
      document.addEventListener(
        type,
        (event) => {
          event.preventDefault();
          setOver(true);
        },
        { signal },
      );
    }
    document.addEventListener("dragleave", (event) => event.relatedTarget === null && setOver(false), { signal });
    document.addEventListener(
      "drop",
      async (event) => {
        event.preventDefault();
        setOver(false);
        if (event.dataTransfer !== null) submit(await droppedFiles(event.dataTransfer));
      },
      { signal },
    );
    return () => ending.abort();
  }, []);
  return over;
}

function submitChosen({ currentTarget: input }: { readonly currentTarget: HTMLInputElement }): void {
  submit([...(input.files ?? [])].map((file) => ({ file, name: file.webkitRelativePath || file.name })));
  input.value = "";
}

/** Not in the standard, but in every browser. */
const WHOLE_FOLDERS = { webkitdirectory: true };

export function DropArea() {
  const over = useDrops();
  return (
    <section id="drop" class={over ? "over" : ""} aria-label="提交报告">
      <p>
        <b>把报告拖到这里</b>
        <span>文件、文件夹、.zip 压缩包均可；{WORDS.formats}</span>
      </p>
      <p>
        <label class="button">
          选择文件
          <input type="file" id="files" multiple onChange={submitChosen} />
        </label>
        <label class="button">
          选择文件夹
          <input type="file" id="folder" {...WHOLE_FOLDERS} multiple onChange={submitChosen} />
        </label>
      </p>
    </section>
  );
}
