/** Why what should stand here does not. */
export const Trouble = ({ message }: { readonly message: string | null }) =>
  message === null ? null : (
    <p class="trouble" role="alert">
      {message}
    </p>
  );
