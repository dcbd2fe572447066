import type { CommanderError, HelpConfiguration } from "commander";

/** What commander and the operating system say in English, in the language of the rest. */

const TITLES: Readonly<Record<string, string>> = {
  "Usage:": "用法：",
  "Arguments:": "参数：",
  "Options:": "选项：",
  "Commands:": "命令：",
};

const isWide = (character: string): boolean => /[\u2e80-\u9fff\uff00-\uff60]/u.test(character);

/** How help is laid out. */
export const HELP: HelpConfiguration = {
  styleTitle: (title) => TITLES[title] ?? title,
  styleUsage: (usage) => usage.replace("[options]", "[选项]").replace("[command]", "<命令>"),
  styleSubcommandTerm: (term) => term.replace("[options]", "[选项]"),
  optionDescription: ({ description, defaultValue, negate }) =>
    typeof defaultValue === "string" && defaultValue !== "" && !negate
      ? `${description}（默认 ${defaultValue}）`
      : description,
  displayWidth: (text) => [...text].reduce((width, character) => width + (isWide(character) ? 2 : 1), 0),
};

const USAGE_WORDS: Readonly<Record<string, string>> = {
  "commander.missingMandatoryOptionValue": "缺少必需的选项",
  "commander.missingArgument": "缺少参数",
  "commander.optionMissingArgument": "选项后面缺少内容",
  "commander.unknownOption": "没有这个选项",
  "commander.unknownCommand": "没有这个命令",
  "commander.excessArguments": "参数过多",
};

/** What is wrong with how the program was called. */
export function usageSentence({ code, message }: CommanderError): string {
  // Of too many arguments it names the command alone.
  const what = code === "commander.excessArguments" ? undefined : /'([^']+)'/u.exec(message)?.[1];
  const [, meant] = message.split("(Did you mean ");
  return [
    `${USAGE_WORDS[code] ?? "用法有误"}${what === undefined ? "" : `：${what}`}。`,
    meant === undefined ? "" : `是不是要写 ${meant.replace("one of ", "").replace("?)", "").replaceAll(", ", "、")}？`,
    "用法见 tabularium --help 或 tabularium 命令 --help。",
  ].join("");
}

const SYSTEM_WORDS: Readonly<Record<string, string>> = {
  ENOSPC: "磁盘已满，请腾出空间",
  EDQUOT: "磁盘配额已用完，请腾出空间",
  EROFS: "磁盘只能读，请换一个文件夹",
  EACCES: "没有权限，请换一个文件夹或改权限",
  EPERM: "没有权限，请换一个文件夹或改权限",
  EEXIST: "已有同名文件，请换一个文件夹",
  ENOTDIR: "路径中有一段是文件，不是文件夹",
  ENOENT: "文件夹不在了，或这里不能新建文件夹，请换一个文件夹",
  EBUSY: "文件正被别的程序占用，请关闭后再试",
  EMFILE: "打开的文件过多，请关闭其他程序后再试",
  ENOMEM: "内存不足，请关闭其他程序，或用 --jobs 1",
  EAGAIN: "不能再启动程序，请关闭其他程序，或用 --jobs 1",
};

/** Why the work can't go on: what is done stays, and the same command goes on where it was. */
export function systemSentence({ code = "", path, message }: NodeJS.ErrnoException): string {
  const words = SYSTEM_WORDS[code];
  return `无法继续（${code}）：${words === undefined ? message : `${words}${path === undefined ? "" : `：${path}`}`}`;
}
