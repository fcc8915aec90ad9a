// Builds a house with English, French and Arabic texts, its own sentences, and notices to its clients: for tests of texts and of their
// recipients.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { buildPart, day, writePart } from "./part.mjs";
import { plainHouse } from "./store.mjs";

/** The Arabic names of the divisions: the house provides them. */
export const DIVISION = "أدوات المائدة";

/** The house's texts, by language. */
export const LETTERS = {
  en: "If you were concerned by the handle of the kettle, the house takes it back.",
  fr: "Si vous avez été concerné par l’anse de la bouilloire, la maison la reprend.",
  ar: "إذا كنت معنيًا بمقبض الغلاية، فإن الدار تستعيدها.",
};

/** Builds the pack in `folder`/pack. Returns the ids of its items, the most ordered first; the notices are about the first two. */
export async function buildSpokenPack(folder) {
  const { popular } = await writePart(folder, 400);
  const house = plainHouse()
    .replace(/^languages = .*$/m, 'languages = ["en", "fr", "ar"]')
    .replaceAll(/^(names = \{.*)\}$/gm, `$1, ar = "${DIVISION}" }`);
  const notice = (id, from, until, more) => `
[[notice]]
id = "${id}"
from = "${from}"
until = "${until}"
${more}
${Object.entries(LETTERS).map(([tag, text]) => `texts.${tag} = "${text}"`).join("\n")}
`;
  await writeFile(join(folder, "house.toml"), `${house}
[[type]]
name = "Candle"
names = { en = "a candle", fr = "une bougie", ar = "شمعة" }

[messages.fr]
season = "Du moment"
${notice("kettle", day(-1), day(30), `items = ${JSON.stringify(popular.slice(0, 2))}\nlink = "https://shop.example/kettle"`)}
${notice("past", day(-20), day(-10), 'items = "all"')}
${notice("old", day(-1), day(30), `items = ${JSON.stringify(popular.slice(0, 1))}\nordered_until = "2020-01-01"`)}
`);
  await buildPart(folder, "--no-calibration");
  return popular;
}
