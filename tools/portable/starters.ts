import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Machine } from "../platform-packages.ts";

/** What a person double clicks. All else is done by `lib/serve/desk.ts`, since the two shells have little in common. */

/** @returns its name @param program name of the program's folder */
export async function addStarter({ platform }: Machine, program: string, folder: string): Promise<string> {
  const name = platform === "win32" ? "启动.cmd" : "启动.sh";
  const text = platform === "win32" ? windowsStarter(program).replaceAll("\n", "\r\n") : linuxStarter(program);
  await writeFile(join(folder, name), text, { mode: 0o755 });
  return name;
}

/**
 * cmd.exe reads each line in the code page that holds by then, so that what is Chinese stands below `chcp`. The program
 * has a window of its own: in this one, cmd.exe would ask after Ctrl+C whether to end the batch job.
 */
const windowsStarter = (program: string): string => `@echo off
chcp 65001 >nul
set NODE_OPTIONS=
if not exist "%~dp0${program}\\node.exe" (
  echo 请先把压缩包全部解压到一个文件夹，再双击其中的“启动.cmd”。
  pause
  exit /b 1
)
start "Tabularium" /D "%~dp0." "%~dp0${program}\\node.exe" --max-semi-space-size=4 "%~dp0${program}\\dist\\desk.js" "%~dp0."
`;

/** No command is called: PATH may be anything. */
const linuxStarter = (program: string): string => `#!/bin/sh
case $0 in */*) folder=\${0%/*} ;; *) folder=. ;; esac
unset NODE_OPTIONS
exec "$folder/${program}/node" --max-semi-space-size=4 "$folder/${program}/dist/desk.js" "$folder"
`;
