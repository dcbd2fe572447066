/** How long a run still takes, told from how far it has come. */
export interface Forecast {
  readonly total: (documents: number) => void;
  /** So much of a document is done, 0 to 1: of a scan, the pages that have been recognised. */
  readonly partly: (document: string, share: number) => void;
  /** @param atOnce whether it took no time, since its results were there */
  readonly done: (document: string, atOnce: boolean) => void;
  /** How much of the run is done, 0 to 1. */
  readonly share: () => number;
  /** In words; null while there is too little to tell by, and where nothing is left. */
  readonly left: () => string | null;
}

/** What the first documents take says little: the workers are starting. */
const LEAST_MS = 3000;

/** @param now the clock, in milliseconds */
export function forecast(now: () => number = () => performance.now()): Forecast {
  const started = now();
  const parts = new Map<string, number>();
  let total = 0;
  let atOnce = 0;
  let worked = 0;
  const come = () => worked + [...parts.values()].reduce((sum, share) => sum + share, 0);
  return {
    total: (documents) => {
      total = documents;
    },
    partly: (document, share) => parts.set(document, share),
    done: (document, wasThere) => {
      parts.delete(document);
      if (wasThere) atOnce += 1;
      else worked += 1;
    },
    share: () => (total === 0 ? 0 : (atOnce + come()) / total),
    left: () => {
      const elapsed = now() - started;
      const done = come();
      const rest = total - atOnce - done;
      if (elapsed < LEAST_MS || done === 0 || rest <= 0) return null;
      return timeWords((elapsed * rest) / done / 1000);
    },
  };
}

/** As exact as a forecast is. */
function timeWords(seconds: number): string {
  if (seconds < 55) return `${Math.max(5, Math.ceil(seconds / 5) * 5)}秒`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes}分钟`;
  return `${Math.floor(minutes / 60)}小时${minutes % 60 === 0 ? "" : `${minutes % 60}分`}`;
}
