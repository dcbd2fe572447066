import { documentClient, dynamoTable } from "../lib/catalog/dynamo-table.ts";
import { authoriser } from "../lib/delivery/authorise.ts";
import { signInEnvironment } from "../lib/delivery/environment.ts";
import { openProvider } from "../lib/delivery/provider.ts";
import { openSignInSessions } from "../lib/delivery/sign-in-sessions.ts";

const { SIGN_IN, SESSIONS_TABLE } = signInEnvironment.parse(process.env);
const provider = openProvider(SIGN_IN);

/** Tells API Gateway who calls. */
export const handler = authoriser(
  provider,
  openSignInSessions(dynamoTable(documentClient({}), SESSIONS_TABLE), provider, SIGN_IN),
);
