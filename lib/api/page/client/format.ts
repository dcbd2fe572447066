const NUMBER = new Intl.NumberFormat("zh-CN", { maximumFractionDigits: 6 });

export const formatted = (number: number): string => NUMBER.format(number);

/** A moment as a clerk writes it, in the browser's time: 2025年1月16日 09:30. */
export function momentWords(iso: string): string {
  const at = new Date(iso);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${at.getFullYear()}年${at.getMonth() + 1}月${at.getDate()}日 ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** A day as a narrow column has it, in the browser's time: 2025-01-16. */
export const dayWords = (iso: string): string => new Date(iso).toLocaleDateString("sv-SE");

const MEGABYTE = 1e6;

/** A file's size, as a desk knows sizes. */
export const bytesWords = (bytes: number): string =>
  bytes < MEGABYTE ? `${formatted(Math.ceil(bytes / 1000))} KB` : `${formatted(Math.round(bytes / MEGABYTE))} MB`;

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
