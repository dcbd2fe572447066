import type { Machine } from "../platform-packages.ts";

/** Machines that a desk folder is made for. */
export const DESK_MACHINES = {
  "win-x64": { platform: "win32", architecture: "x64" },
  "linux-x64": { platform: "linux", architecture: "x64" },
  "linux-arm64": { platform: "linux", architecture: "arm64" },
} as const satisfies Readonly<Record<string, Machine>>;

export type DeskMachine = keyof typeof DESK_MACHINES;
