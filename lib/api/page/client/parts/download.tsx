/** A file to take along; its address says of what. */
export const Download = ({ href, words }: { readonly href: string; readonly words: string }) => (
  <a href={href} download>
    {words}
  </a>
);
