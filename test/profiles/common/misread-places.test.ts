import { describe, expect, test } from "@jest/globals";
import { withPlacesRight } from "../../../lib/profiles/common/misread-places.ts";

describe("counties in recognised text", () => {
  test.each([
    ["信阳市狮河区交通运输局2022年", "信阳市浉河区交通运输局2022年"],
    ["信阳市河区交通运输局", "信阳市浉河区交通运输局"],
    ["江苏省徐州市唯宁县人民政府", "江苏省徐州市睢宁县人民政府"],
    ["洛阳市廛河回族区", "洛阳市瀍河回族区"],
  ])("are put right where their city leaves only one: %s", (read, printed) =>
    expect(withPlacesRight(read)).toBe(printed),
  );

  test.each([
    "信阳市平桥区水利局",
    "广州市天河区",
    "绵阳市城区街道改造",
    "狮河区水利局",
    "信阳市羊山新区管委会",
    "徐州市各县区",
    "芜湖市湾里街道",
  ])("are left alone where they are one, are none or could be several: %s", (text) =>
    expect(withPlacesRight(text)).toBe(text),
  );
});
