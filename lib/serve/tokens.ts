import { readFile, stat } from "node:fs/promises";
import * as z from "zod";
import { type Caller, DIVISION, ROLES } from "../api/caller.ts";

/** Who has which token: a file of several, or the one token, whose holder may do all. */

export interface TokenHolder {
  readonly token: string;
  readonly caller: Caller;
}

/** Nobody guesses as many characters of chance. */
const SHORTEST = 16;

const fileSchema = z
  .array(
    z.strictObject({
      name: z.string().trim().min(1).max(40),
      token: z
        .string()
        .min(SHORTEST, `令牌至少${SHORTEST}个字符`)
        .regex(/^[!-~]*$/u, "令牌只能用英文字母、数字和符号"),
      roles: z.array(z.enum(ROLES)).min(1),
      divisions: z.array(z.string().regex(DIVISION, "行政区划代码应为2、4或6位数字")).min(1).max(50).optional(),
    }),
  )
  .min(1);

/** The file can't be used; the message is a sentence for whoever starts the server. */
export class TokensFileError extends Error {}

const isUnique = (texts: readonly string[]): boolean => new Set(texts).size === texts.length;

/** @throws TokensFileError */
export async function tokensIn(path: string): Promise<readonly TokenHolder[]> {
  const refuse = (why: string): never => {
    throw new TokensFileError(`令牌文件不能用：${path}\n${why}`);
  };
  const [text, { mode }] = await Promise.all([readFile(path, "utf8"), stat(path)]).catch(() =>
    refuse("文件读不出来。"),
  );
  if (process.platform !== "win32" && (mode & 0o077) !== 0) refuse("其他用户也能读或写这个文件，请先执行 chmod 600。");
  const parsed = fileSchema.safeParse(jsonIn(text));
  if (!parsed.success) return refuse(z.prettifyError(parsed.error));
  if (!isUnique(parsed.data.map(({ name }) => name))) refuse("有两人同名，请在名字里区分。");
  if (!isUnique(parsed.data.map(({ token }) => token))) refuse("有两人的令牌相同。");
  return parsed.data.map(({ name, token, roles, divisions }) => ({
    token,
    caller: { subject: name, name, roles, within: divisions ?? null },
  }));
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Who has the one token. */
export const soleHolder = (token: string): TokenHolder => ({
  token,
  caller: { subject: "token", name: null, roles: ROLES, within: null },
});

/** Who sits at the machine itself, where there are no tokens. */
export const DESK: Caller = { subject: "desk", name: null, roles: ROLES, within: null };
