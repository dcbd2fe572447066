import { readFile } from "node:fs/promises";
import { Logger } from "@aws-lambda-powertools/logger";
import { apiEnvironment, SIGN_IN_VARIABLE, signInEnvironment } from "../lib/delivery/environment.ts";
import { lambdaDoor } from "../lib/delivery/lambda-door.ts";
import { openApi } from "../lib/delivery/open-api.ts";

const logger = new Logger();

/** The API, once the families are known. */
export const handler = lambdaDoor(
  await openApi(apiEnvironment.parse(process.env), {
    script: await readFile(new URL("page.js", import.meta.url), "utf8"),
    signIn: SIGN_IN_VARIABLE in process.env ? signInEnvironment.parse(process.env) : null,
    audit: (line) => logger.info("audit", { audit: line }),
    onError: (error) => logger.error("request failed", error as Error),
  }),
);
