import type { ComponentChildren } from "preact";

/** What may be wider than the screen scrolls in its own box, which the keyboard reaches. */
export const Scroll = ({ label, children }: { readonly label: string; readonly children: ComponentChildren }) => (
  <section class="scroll" tabindex={0} aria-label={label}>
    {children}
  </section>
);
