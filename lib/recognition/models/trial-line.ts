/** A printed line that every model of Chinese reads, to try one on. */
export const TRIAL = { text: "政府信息公开2024年", width: 384, height: 48 } as const;

/** The line as PNG in base64, grey, dark on white; as wide and high as TRIAL says. */
export const TRIAL_PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAYAAAAAwAgMAAABlFEXtAAAADFBMVEUJCQn///9lZWW+vr5OZveXAAAACXBIWXMAAAsTAAALEwEAmpwYAAAEq0" +
  "lEQVRYw+2Xv4vcRhTHRxIqdGbiSpDymiXBJiRFlrTLuUwjgkYjjC4e0sUQEAFDSIpd71YpAimsLsU1B47ApLrWXs5/wzr/Q8Dg5khISCbf92ZW" +
  "+0u7TgKpfOJuNSuN3mfmve97TyvU/3yIa8AbBDj153s7U17+G3unewFZ486jBZ8+Vvo7f2faTdavB5jFPkDtAcadnysV+Dv+XLzXzTlwjPoAd9" +
  "u2fbJEZ8OlVb9ynbhzJVWdgiPckfYDLvtcVGO+NPTNWvvb+9ZesdURXck7a+WA/vwFunT3CGvSU3zwSOk/8RHtBZzwN3dIVUjvzhUAW8txtWjP" +
  "brWPj9pGTcSAnsU1HqkcxrUz0GzHwPi9dYDqHWv/oK3k2JB9lbrgFByOcsj8Sgh8nYvIj1QZdfvrA0wRBxVZPq5U+SFPjFVOaysJMMeGwjVALY" +
  "uQrkz8SNUAlEft2VHbLnoAMJcgtJ80Sp9j8qMdQOghHaDBV+xp1GA0wY0RAJBBmfbI1LDzCIDJ7P/lJrsYsHvq4QrwKUw2OUmLR/DBjFW6B4BH" +
  "DIkTkaWn5zsAqBS24xWAHkur2OkaC9LBjKXdA9DnhgQyIgA+6GnR3EMsoLsuyDULJdgA1KnXLrkmlzPeZg+giI0qE3VCgBkDCtGQdkkWyxiMUv" +
  "Wt0uEWAMuvPKCMI1XKfQD7KnHVIRjbv25elbsAoXTkXLfmooYAsXNRPQTgo5ZVtAsQx7z4oJBzyoP6g85FPgbIItq/ibcAaQcwDab8zNPDHoB4" +
  "rh4CUDmA+X47yJnkMLMPOsBoAUAeuxo3V10m9wCeRScK5SfIJLvoy6wD+CBXQ5XBW8Uw67JdUY6lXD8wgnkCyH1B/tzgngqM5CCfZjsxWECUGC" +
  "7WAWEHgHeSwwBVv8BWg4kDqF2ASyaq7a7YnXPueQBGCMVhQPYIpm5EsmwcYCvIzg18wIKLgesQFAOMoKfDgPJtZGRyU5ZDB9jOZFJpwc9mSwCC" +
  "4oOMLISODgOqY9xIfpV5vAHQ1v5kLXeGxCXtslxx7vk8wGjOxewAIKcinmipEwe4jz7KCVP4lok6lCcbAJRQD8CIAMEhgBbUfjHhoQMYp+cHY6" +
  "rTL10l1ZF/cWBAES37KI1+aVvxY70msU2AfkJ2sH6pLj0AG0BtvGOQRDrwvYDjPHdCc0k3oE2UzmCk9gMmCe+AAOYFAz7DDZS/mSELU99wuE1M" +
  "PcBAFfAPhGSGHvA1VgUVozduAt6aCFkJci0A3xTrgMDAyANUAm44lMy0HQZQF0NUjOtn3RtFTwy+EuKGqo/hy1h3ieYAOkEvuriDuJbx+PeW9k" +
  "6RpinchxEV9E3/rrIXYMRtePYHCUlvA3KKvzqBlww7N3BdjaaU4Rl4k6ehysKJkAcBt2k9WFE12AaUA3o7ukRTGZH9o9C5nts2B9NA/MaHdS9g" +
  "TCJM1OSiHK4ATqZZap5ZO0NFMmFrWUpi4abw65oq8c71WgAnDZyQ1CklyrvxClBx0Qu0WwXJqCIzxUqHdvtdcQ8AS6tk3QBQ0Xtglwf02rYm67" +
  "phza8B1D8EfIH/i4pSPQ8Xyxjcpztja9d/X+jmvwGufwReA95kwN8tTbaPxybgAwAAAABJRU5ErkJggg==";
