import { type IdentityProvider, MACHINE } from "../../test/make/identity-provider.ts";
import { officeReport } from "../../test/make/reports.ts";
import { type Answer, bearer, type Call, identity, nobody, request } from "./callers.ts";
import type { Stage } from "./stage.ts";
import { expect, step } from "./step.ts";

/** Who may call the API, and what each is answered. */

const AUDIENCE = "https://tabularium";
/** Two counties of one city. */
const [OWN, OTHER] = ["370102", "370103"] as const;
const LISTS = ["/reports", "/summary", "/years", "/findings", "/openapi.json", "/figures.csv", "/problems.csv"];

const is = (status: number, answer: Answer, what: string) =>
  expect(answer.status === status, `${status} for ${what}`, [answer.status, answer.text.slice(0, 500)]);

/** @param certificate of the provider, PEM */
export async function playCallers(stage: Stage, provider: IdentityProvider, certificate: string): Promise<void> {
  const address = stage.outputs.ApiAddress ?? "";
  const tokenFor = async (roles: readonly string[], divisions: readonly string[]): Promise<Call> => {
    provider.people.set(MACHINE.client_id, { roles, divisions });
    const form = new URLSearchParams({ ...MACHINE, grant_type: "client_credentials", resource: AUDIENCE });
    const type = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await request(`${provider.issuer}/token`, "POST", type, String(form), certificate);
    is(200, answer, "a token");
    return bearer(address, answer.json().access_token);
  };
  const iam = identity(`${address}/iam`);

  await step("who is nobody, or has a token of somebody else, is refused", async () => {
    for (const path of LISTS) is(403, await nobody(address)(path), path);
    is(403, await bearer(address, "e30.e30.e30")("/reports"), "a token that nobody signed");
    is(303, await nobody(address)("/"), "the page: on to the provider");
  });
  await step("an IAM identity, below /iam: lists, downloads, files of a report", async () => {
    for (const path of LISTS) is(200, await iam(path), path);
    await files(iam);
  });
  await step("a machine's token with all divisions", async () => {
    const all = await tokenFor(["look"], ["all-divisions"]);
    for (const path of ["/", ...LISTS]) is(200, await all(path), path);
    await files(all);
    is(403, await all("/uploads", "POST", { name: "a.html", bytes: 1 }), "handing in with a role to look");
  });
  await step("a list made in the background, followed and fetched by a link", async () => {
    const asked = await iam("/exports", "POST", { kind: "figures.csv" });
    is(202, asked, "a list to be made");
    const path = String(asked.headers.location);
    await stage.quiet(120);
    const answer = await iam(path);
    const { state, done, files } = answer.json();
    expect(state === "ready" && files.length === 1, "one file", answer.text);
    const link = await iam(files[0].url);
    is(302, link, "its address");
    const file = await request(String(link.headers.location), "GET", {}, "");
    is(200, file, "the file");
    const named = new Set(
      file.text
        .split("\r\n")
        .slice(1, -1)
        .map((line) => line.split(",")[0]),
    );
    expect(named.size > 0 && named.size <= done, "figures of the reports", [named.size, done]);
    const look = await tokenFor(["look"], ["all-divisions"]);
    is(404, await look(path), "the same for another caller");
  });
  await step("two counties hand in, and see nothing of each other", async () => {
    const own = await tokenFor(["look", "hand-in"], [OWN]);
    const other = await tokenFor(["look", "hand-in"], [OTHER]);
    await handIn(own, "历下.html", officeReport(9101));
    await handIn(other, "市中.html", officeReport(9102));
    await stage.quiet(60);
    const seen = async (call: Call) => (await call("/reports")).json().items as { id: string; name: string }[];
    const [of, ofOther] = [await seen(own), await seen(other)];
    expect(of.length === 1 && ofOther.length === 1 && of[0]?.id !== ofOther[0]?.id, "one each", [of, ofOther]);
    for (const route of ["", "/html", "/source", "/document", "/readable"])
      is(404, await own(`/reports/${ofOther[0]?.id}${route}`), `the other's ${route}`);
    is(200, await own(`/reports/${of[0]?.id}`), "his own");
    is(200, await iam(`/reports/${ofOther[0]?.id}`), "an identity");
  });
}

async function files(call: Call): Promise<void> {
  const { items } = (await call("/reports")).json();
  for (const route of ["", "/html", "/document", "/source", "/readable"]) {
    const answer = await call(`/reports/${items[0].id}${route}`);
    expect([200, 302, 303].includes(answer.status), `${route} of a report`, [answer.status, answer.text]);
    if (answer.status !== 200) is(200, await request(String(answer.headers.location), "GET", {}, ""), "its address");
  }
}

async function handIn(call: Call, name: string, body: string): Promise<void> {
  const answer = await call("/uploads", "POST", { name, bytes: Buffer.byteLength(body) });
  is(201, answer, "where to send a file");
  const { url, method, headers } = answer.json();
  const sent = await fetch(url, { method: method ?? "PUT", headers, body });
  expect(sent.ok, "the file is taken", [sent.status, await sent.text()]);
}
