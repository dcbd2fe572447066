/** A file to take along; its address says of what. */
export const Download = ({ href, words }: { readonly href: string; readonly words: string }) => (
  <a href={href} download>
    {words}
  </a>
);

/** A list as a workbook, and as plain lines for other programs. */
export const ListDownloads = ({ list, query, words }: Record<"list" | "query" | "words", string>) => (
  <span>
    <Download href={`/${list}.xlsx?${query}`} words={`${words}（表格）`} />
    <Download href={`/${list}.csv?${query}`} words={`${words}（CSV）`} />
  </span>
);
