import { useState } from "preact/hooks";
import { messageOf } from "../format.ts";
import { ChooseFile } from "../parts/choose-file.tsx";
import { Download } from "../parts/download.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { putLetterTemplate } from "../server.ts";

/** The words of the letters to units, which the office changes with an editor of its own. */
export function LetterWords() {
  const [said, setSaid] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const put = async (file: File) => {
    setSaid(null);
    try {
      await putLetterTemplate(file);
      setTrouble(null);
      setSaid("已换成新的文字，下次生成的通知就用它。");
    } catch (error) {
      setTrouble(messageOf(error));
    }
  };
  return (
    <details class="import">
      <summary>退回修改通知的文字</summary>
      <p>下载模板，用记事本改好，再传上来；里面写明了怎么改。</p>
      <p class="steps">
        <Download href="/roster/notice-template" words="下载模板" />
        <ChooseFile words="上传改好的模板" accept=".txt" onFile={put} />
      </p>
      {said !== null && <p role="status">{said}</p>}
      <Trouble message={trouble} />
    </details>
  );
}
