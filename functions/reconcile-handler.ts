import { Logger } from "@aws-lambda-powertools/logger";
import { reconcileEnvironment } from "../lib/delivery/environment.ts";
import { reconcileStack } from "../lib/delivery/open-reconcile.ts";

const logger = new Logger();

/** Each night: what stands in the bucket is what counts. */
export const handler = async (): Promise<void> => {
  const { differences, ...counts } = await reconcileStack(reconcileEnvironment.parse(process.env), (error) =>
    logger.error("report not readable", error),
  );
  const withdrawn = differences.filter(({ what }) => what === "withdrawn").length;
  logger.info("reconciled", { ...counts, withdrawn, sent: differences.length - withdrawn });
};
