interface ChooseFileProps {
  readonly words: string;
  /** Endings that are offered, as `accept` has them. */
  readonly accept: string;
  readonly onFile: (file: File) => void;
  readonly id?: string;
}

/** A button that has one file chosen; the same file can be chosen again. */
export const ChooseFile = ({ words, accept, onFile, id }: ChooseFileProps) => (
  <label class="button">
    {words}
    <input
      type="file"
      id={id}
      accept={accept}
      onChange={({ currentTarget: input }) => {
        const [file] = input.files ?? [];
        if (file) onFile(file);
        input.value = "";
      }}
    />
  </label>
);
