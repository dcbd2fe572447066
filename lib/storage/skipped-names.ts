/** What Windows puts into folders by itself. */
const LEFT_BY_WINDOWS = /^(?:desktop\.ini|thumbs\.db)$/iu;

/** Whether a file or folder of this name is left alone: hidden ones, the lock files of Word (~$), a system's own. */
export const isSkipped = (name: string): boolean =>
  name.startsWith(".") || name.startsWith("~$") || LEFT_BY_WINDOWS.test(name);
