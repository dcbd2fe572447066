import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { strFromU8, unzipSync } from "fflate";

const SAMPLES = new URL("../../samples/", import.meta.url);

test.each(readdirSync(SAMPLES).filter((name) => name.endsWith(".docx")))(
  "%s opens in other programs, too: its package names the type of every part",
  (name) => {
    const { "[Content_Types].xml": types = new Uint8Array(), ...parts } = unzipSync(
      new Uint8Array(readFileSync(new URL(encodeURIComponent(name), SAMPLES))),
    );
    const listed = strFromU8(types);
    const isNamed = (part: string) =>
      listed.includes(`Extension="${part.split(".").at(-1)}"`) || listed.includes(`PartName="/${part}"`);
    expect(Object.keys(parts).filter((part) => !isNamed(part))).toEqual([]);
  },
);
