import { render } from "preact";
import { Desk } from "./desk.tsx";
import { followExports } from "./exports/exports.ts";
import { followEvents } from "./live.ts";

/**
 * The page's script: sends files, follows what becomes of them, asks the API and shows its answers. Preact writes text
 * as text, and nothing here hands it markup.
 */

const place = document.getElementById("desk");
if (place === null) throw new Error("the page has no place for the desk: script and page are served together");
render(<Desk />, place);
followEvents();
void followExports();
