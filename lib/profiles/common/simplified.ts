import { Converter } from "opencc-js/t2cn";

type Conversion = (text: string) => string;
let conversion: Conversion | undefined;

/** The text in simplified characters. The dictionary takes ten milliseconds to load: only where there is text. */
export function simplified(text: string): string {
  conversion ??= Converter({ from: "t", to: "cn" }) as Conversion;
  return conversion(text);
}
