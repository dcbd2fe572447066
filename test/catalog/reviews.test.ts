import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sha256 } from "../make/catalog.ts";
import { HOUSES, type House } from "../make/houses.ts";
import { officeName, officeReport, STRUCK_FIGURE, struckReport } from "../make/reports.ts";

/** People's words about a report, on both set-ups: everything that counts goes by them. */

// biome-ignore lint/suspicious/noExplicitAny: answers are as different as what is asked
type Answer = any;

describe.each(HOUSES)("%s", (_, open) => {
  let house: House;
  beforeAll(async () => {
    house = await open(async () => {});
  }, 120_000);
  afterAll(() => house.close());

  const json = async (path: string): Promise<Answer> => (await house.ask(path)).json();
  const report = struckReport(3);
  const id = sha256(report);

  const etagNow = async () => (await house.ask(`/reports/${id}`)).headers.get("etag") ?? "";
  async function say(word: object, seen?: string): Promise<Answer> {
    const etag = seen ?? (await etagNow());
    const answer = await house.ask(`/reports/${id}/reviews`, {
      method: "POST",
      headers: { "content-type": "application/json", "if-match": etag },
      body: JSON.stringify(word),
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get("etag")).not.toBe(etag);
    return answer.json();
  }

  test("a word settles a doubt, in the report, its page, the lists and the sums; the report as read stays", async () => {
    await house.handIn("年报.html", report);
    expect(await json(`/reports/${id}`)).toMatchObject({ status: "needs-review", uncertain: [STRUCK_FIGURE] });
    expect((await json("/summary?year=2024")).figures[STRUCK_FIGURE]).toMatchObject({ counted: 0, uncertain: 1 });
    const said = await say({ figure: STRUCK_FIGURE, before: 3, after: 3, by: "王芳" });
    expect([said.status, said.uncertain]).toEqual(["valid", []]);
    expect(await json(`/reports/${id}`)).toEqual(said);
    expect(await json(`/reports/${id}?as=read`)).toMatchObject({ status: "needs-review", uncertain: [STRUCK_FIGURE] });
    expect((await json(`/reports/${id}/reviews`)).items).toMatchObject([
      { number: 1, figure: STRUCK_FIGURE, kind: "confirm", before: 3, after: 3, by: "王芳", standing: "applied" },
    ]);
    expect((await json("/reports")).items).toMatchObject([{ id, status: "valid", reviewed: { by: "王芳" } }]);
    expect(await (await house.ask(`/reports/${id}/html`)).text()).toContain("经王芳人工确认");
    expect(await json("/summary?year=2024")).toMatchObject({
      complete: true,
      statuses: { valid: 1, "needs-review": 0 },
      figures: { [STRUCK_FIGURE]: { sum: 3, counted: 1, uncertain: 0 } },
    });
  }, 120_000);

  test("a correction counts in the sums, and against the year before that came while it was made", async () => {
    const CARRIED = "applications.carriedOver.naturalPerson";
    const seen = await etagNow();
    await house.handIn("去年.html", officeReport(3, 2023));
    expect(await etagNow()).not.toBe(seen);
    await say(
      [
        { figure: CARRIED, before: 0, after: 2, reason: "印章盖住了数字", by: "王芳" },
        { figure: "applications.carriedOver.total", before: 0, after: 2, reason: "印章盖住了数字", by: "王芳" },
      ],
      seen,
    );
    const [item] = (await json(`/reports?year=2024&organization=${encodeURIComponent(officeName(3))}`)).items;
    expect(item.status).toBe("invalid");
    expect(item.history.map(({ code }: Answer) => code)).toContain("HISTORY-CARRY");
    expect((await json("/summary?year=2024")).figures[CARRIED]).toMatchObject({ sum: 2, counted: 1 });
    expect(await (await house.ask("/problems.csv?year=2024")).text()).toContain("APP-BALANCE");
    for (const figure of [CARRIED, "applications.carriedOver.total"])
      await say({ figure, before: 2, kind: "undo", by: "李强" });
    expect((await json("/summary?year=2024")).figures[CARRIED]).toMatchObject({ sum: 0, counted: 1 });
  }, 120_000);

  test("an office that a person names is the office whose year it is", async () => {
    await say({ figure: "organization", before: officeName(3), after: officeName(4), reason: "标题写错" });
    expect((await json(`/reports?year=2024&organization=${encodeURIComponent(officeName(3))}`)).items).toEqual([]);
    expect((await json(`/reports?organization=${encodeURIComponent(officeName(4))}`)).items).toMatchObject([
      { id, organization: officeName(4) },
    ]);
  }, 120_000);
});
