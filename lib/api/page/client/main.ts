import { followEvents } from "./live.ts";
import { showOverview } from "./overview.ts";
import { acceptFiles } from "./picking.ts";

/**
 * The page's script: sends files, follows what becomes of them, asks the API. It only ever writes text into the page,
 * never markup.
 */

acceptFiles();
showOverview();
followEvents();
