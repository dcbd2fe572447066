import { readFile } from "node:fs/promises";
import { Logger } from "@aws-lambda-powertools/logger";
import { apiEnvironment } from "../lib/delivery/environment.ts";
import { lambdaDoor } from "../lib/delivery/lambda-door.ts";
import { openApi } from "../lib/delivery/open-api.ts";

const logger = new Logger();

/** The API behind API Gateway. */
export const handler = lambdaDoor(
  await openApi(apiEnvironment.parse(process.env), {
    script: await readFile(new URL("page.js", import.meta.url), "utf8"),
    onError: (error) => logger.error("request failed", error as Error),
  }),
);
