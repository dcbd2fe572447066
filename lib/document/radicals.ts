/**
 * Characters of the block CJK Radicals Supplement (U+2E80–2EFF), each with the ideograph that it stands for: pairs from
 * Unicode 14's EquivalentUnifiedIdeograph.txt (⺀, a repetition mark, has none). NFKC changes two of them only;
 * printing programs write ⻘ for 青.
 */
const SUPPLEMENT =
  "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛" +
  "⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶" +
  "⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟";

/**
 * Where NFKC and Unicode's file name an old form, and fonts for simplified characters draw the new one under the
 * radical's code.
 */
const SIMPLIFIED_FORMS = "⼾户⾭青";

const characters = [...SUPPLEMENT, ...SIMPLIFIED_FORMS];

/**
 * A radical's code and the ideograph that is meant; Kangxi radicals (U+2F00–2FDF) that are not in it are what NFKC
 * makes of them.
 */
export const RADICALS: ReadonlyMap<string, string> = new Map(
  characters.flatMap((radical, index): [string, string][] =>
    index % 2 === 0 ? [[radical, characters[index + 1] ?? radical]] : [],
  ),
);
