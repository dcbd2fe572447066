import { type Mutation, type Put, replacing } from "./mutation.ts";

/** Damage to XML and HTML, byte for byte, so that their encoding does not matter. All of it may show on the page. */

const TAG = /<\/?[A-Za-z][^<>]*>/gu;
const VALUE = /="[^"<>]*"/gu;

const changing = (name: string, pattern: RegExp, put: Put): Mutation => replacing(name, false, pattern, put);

const NUMBERS = ["0", "-1", "1000000", "4294967296", "1e308", "NaN", "", "99999999999999999999"];
const DOCTYPES = [
  '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>',
  '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
  '<!DOCTYPE x [<!ENTITY % e SYSTEM "http://127.0.0.1:9/e"> %e;]>',
];

export const markupMutations: readonly Mutation[] = [
  changing("tag gone", TAG, () => ""),
  changing("tag twice", TAG, (text) => text + text),
  changing("tags exchanged", TAG, (_, random, all) => random.pick(all)),
  changing("value", VALUE, (_, random) => `="${random.pick(NUMBERS)}"`),
  changing("values exchanged", VALUE, (_, random, all) => random.pick(all)),
  changing("nested", TAG, (text, random) =>
    text.startsWith("</") ? text : text.repeat(random.pick([10, 600, 50_000])),
  ),
  changing("doctype", /^(?:\xef\xbb\xbf)?(?:<\?[^>]*>)?/gu, (text, random) => text + random.pick(DOCTYPES)),
  changing(
    "entity",
    />(?=[^<>\s])/gu,
    (_, random) => `>${random.pick(["&c;", "&#0;", "&#xffff;", "&#x202e;", "&", "<![CDATA[", "<!--", "<?x"])}`,
  ),
  changing("declared encoding", /encoding="[^"]*"|charset=[\w"-]+/gu, (_, random) =>
    random.pick(['encoding="utf-16"', 'encoding="gbk"', 'encoding="x"', "charset=gb2312", "charset=utf-7"]),
  ),
  changing(
    "span",
    /<t[dh]\b/gu,
    (text, random) => `${text} ${random.pick(["rowspan", "colspan"])}="${random.pick(NUMBERS)}"`,
  ),
];
