import type { FlatText } from "../../../../document/document.ts";
import { withWholePieces } from "../damaged-labels.ts";
import type { Look } from "../look.ts";
import { lookAtApplications } from "./applications.ts";
import { lookAtProactive } from "./proactive.ts";
import { lookAtReview } from "./review.ts";
import { streamOf } from "./stream.ts";

/**
 * Second look: the flat text as one stream of words and figures. The official labels are searched in it one after the
 * other, in the order of the form; what stands between two labels belongs to the first. It knows nothing of cells, rows
 * and columns, so it fails otherwise than the first look.
 */
export function lookAtStream(flat: FlatText): Look {
  const stream = streamOf(withWholePieces(flat));
  const applications = lookAtApplications(stream);
  return {
    proactive: lookAtProactive(stream, applications.start),
    applications: applications.look,
    review: lookAtReview(stream, applications.end),
  };
}
