import { DOWNLOAD_FILTERS, type Filters, queryOf } from "../address.ts";

/** Lists to take along, of what is chosen. */
export function Downloads({ filters }: { readonly filters: Filters }) {
  const query = queryOf(filters, DOWNLOAD_FILTERS);
  return (
    <p class="downloads">
      <a id="problems" href={`/problems.csv?${query}`} download>
        下载问题清单
      </a>
      <a id="figures" href={`/figures.csv?${query}`} download>
        下载全部数字
      </a>
    </p>
  );
}
