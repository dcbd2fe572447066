import { describe, expect, test } from "@jest/globals";
import { rosterIndex } from "../../lib/roster/match.ts";
import type { Match, Named, Unit } from "../../lib/roster/roster.ts";

/** Whose a report is, told by the names of a roster. */

const unit = (name: string, more: Partial<Unit> = {}): Unit => ({
  id: `${name}${more.division ?? ""}`,
  name,
  aliases: [],
  division: null,
  contact: null,
  counts: true,
  ...more,
});
const named = (organization: string | null, more: Partial<Named> = {}): Named => ({
  id: "r",
  organization,
  division: null,
  folder: "",
  file: "a.pdf",
  ...more,
});
const indexOf = (units: readonly Unit[], matches: readonly Match[] = []) => rosterIndex({ due: null, units, matches });
const nameOf = (index: ReturnType<typeof indexOf>, who: Named) => {
  const found = index.unitOf(who);
  return found === "none" ? found : (found?.id ?? null);
};

describe("one unit of the name", () => {
  const index = indexOf([
    unit("云泽县白石街道办事处"),
    unit("云泽县发展和改革局", { aliases: ["县发改局", "云泽县物价局"] }),
    unit("青山镇", { division: "370102" }),
    unit("云泽县人民政府"),
    unit("济南市历下区教育局", { division: "370102" }),
  ]);
  test.each([
    ["its name, in another width", "云泽县 白石街道办事处", "云泽县白石街道办事处"],
    ["its name without the county", "白石街道办事处", "云泽县白石街道办事处"],
    ["its name with the city before it", "某市云泽县白石街道办事处", "云泽县白石街道办事处"],
    ["another name", "云泽县物价局", "云泽县发展和改革局"],
    ["the kind of body left out in the roster", "青山镇人民政府", "青山镇370102"],
    ["both left out", "白石街道", "云泽县白石街道办事处"],
    ["a real district left out", "教育局", "济南市历下区教育局370102"],
    ["the county's government, which is not each government", "云泽县人民政府", "云泽县人民政府"],
    ["another county's government", "乐山县人民政府", null],
    ["another office", "云泽县财政局", null],
  ])("is found by %s", (_, organization, expected) => {
    expect(nameOf(index, named(organization))).toBe(expected);
  });
  test("is not found where the divisions differ", () => {
    expect(nameOf(index, named("青山镇人民政府", { division: "370103" }))).toBeNull();
    expect(nameOf(index, named("青山镇人民政府", { division: "370102" }))).toBe("青山镇370102");
  });
});

describe("two towns of one name", () => {
  const index = indexOf([
    unit("青山镇人民政府", { division: "370102", contact: "王小明" }),
    unit("青山镇人民政府", { division: "370103" }),
    unit("甲县柳河镇人民政府"),
    unit("乙县柳河镇人民政府"),
  ]);
  test.each([
    ["nothing", {}, null],
    ["the division", { division: "370103" }, "青山镇人民政府370103"],
    ["the folder", { folder: "报送/历下区" }, "青山镇人民政府370102"],
    ["the file's name", { file: "市中区青山镇2024.pdf" }, "青山镇人民政府370103"],
    ["who sent it", { folder: "王小明" }, "青山镇人民政府370102"],
  ])("are told apart by %s", (_, more, expected) => {
    expect(nameOf(index, named("青山镇人民政府", more))).toBe(expected);
  });
  test("of which the roster names the counties only are told apart by the folder", () => {
    expect(nameOf(index, named("柳河镇人民政府"))).toBeNull();
    expect(nameOf(index, named("柳河镇人民政府", { folder: "乙县" }))).toBe("乙县柳河镇人民政府");
  });
});

test("what was answered once holds of the same name from the same folder, and of nothing else", () => {
  const answer = { organization: "县卫健委", division: null, folder: "一批" };
  const units = [unit("云泽县卫生健康局")];
  const index = indexOf(units, [
    { named: { id: "x", ...answer }, unit: units[0]?.id ?? null, by: null, at: "" },
    { named: { id: "y", ...answer, folder: "二批" }, unit: null, by: null, at: "" },
    {
      named: { id: "z", organization: null, division: null, folder: "一批" },
      unit: units[0]?.id ?? null,
      by: null,
      at: "",
    },
  ]);
  expect(nameOf(index, named("县卫健委", { folder: "一批" }))).toBe("云泽县卫生健康局");
  expect(nameOf(index, named("县卫健委", { folder: "二批" }))).toBe("none");
  expect(nameOf(index, named("县卫健委", { folder: "三批" }))).toBeNull();
  expect(nameOf(index, named(null, { id: "z", folder: "一批" }))).toBe("云泽县卫生健康局");
  expect(nameOf(index, named(null, { folder: "一批" }))).toBeNull();
});

test("a file of which nothing is known is told by the longest name in its path", () => {
  const index = indexOf([unit("青山镇人民政府"), unit("大青山镇人民政府"), unit("云泽县教育局")]);
  expect(index.unitNamedBy("云泽县/大青山镇2024年报.pdf")?.name).toBe("大青山镇人民政府");
  expect(index.unitNamedBy("教育局.pdf")).toBeNull();
  expect(index.unitNamedBy("云泽县教育局和青山镇人民政府.zip")?.name).toBe("青山镇人民政府");
  expect(nameOf(index, named(null, { file: "扫描 云泽县教育局.jpg" }))).toBe("云泽县教育局");
});
