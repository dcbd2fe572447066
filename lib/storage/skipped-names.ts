/** Whether a file or folder of this name is left alone: hidden ones, and the lock files of Word (~$). */
export const isSkipped = (name: string): boolean => name.startsWith(".") || name.startsWith("~$");
