// Three boutiques of a house on their own sub-domains, with a shared history behind the hub. An invitation that is
// dismissed in one is not shown in the others, and the adviser of a link in one is known in the others.

import assert from "node:assert/strict";
import { readFile, writeFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { ENGINE, launch, open, ROOT, until } from "./harness.mjs";
import { buildPart, day, writePart } from "./part.mjs";
import { AGREE } from "./shopper.mjs";
import { plainHouse } from "./store.mjs";
import { openShop, POLICY } from "./storefront.mjs";

const BOUTIQUES = ["shoes", "watches", "perfume"];
const SCRIPTS = ["client-messages", "loyalty"].map((name) => `<script type="module" src="/passerelle/${name}.js"></script>`).join("");
const ELEMENTS = '<passerelle-messages src="/pack/"></passerelle-messages><passerelle-loyalty src="/pack/"></passerelle-loyalty>';
const LONG_MS = 2_000;
/** WebKit separates a frame's storage by the embedding origin, even for sub-domains of the same site. */
const SHARES = { skip: ENGINE === "WebKit" && "WebKit parts the frame's storage" };

let folder;
let popular;
let shop;
let browser;
let at;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "passerelle-boutiques-"));
  ({ popular } = await writePart(folder, 100));
  await writeFile(join(folder, "house.toml"), `${plainHouse()}
[[invitation]]
id = "evening"
from = "${day(-1)}"
until = "${day(30)}"
texts = { en = "The windows of the house are lit.", fr = "Les vitrines de la maison sont allumées." }

[loyalty]
adviser_parameter = "adviser"
texts = { en = "The house knows its friends.", fr = "La maison reconnaît ses amis." }
[[loyalty.tier]]
id = "guest"
attachment = 0
names = { en = "Guest", fr = "Hôte" }
benefits = { en = "A cup of tea.", fr = "Une tasse de thé." }
`);
  await buildPart(folder, "--no-calibration");
  shop = await openShop({ "/pack/": join(folder, "pack") });
  const { port } = new URL(shop.url);
  at = (name) => `http://${name}.maison.localhost:${port}`;
  const hub = await readFile(`${ROOT}pkg/dist/hub.html`, "utf8");
  const body = hub.replace('name="passerelle-origins" content=""', `name="passerelle-origins" content="${BOUTIQUES.map(at).join(" ")}"`);
  assert.notEqual(body, hub);
  shop.policy = `${POLICY}; frame-src ${at("hub")}`;
  shop.first = (path) => {
    if (path === "/passerelle/hub.html") return { status: 200, body, headers: { "Content-Type": "text/html; charset=utf-8" } };
    return path === "/agree.js" ? { body: AGREE, headers: { "Content-Type": "text/javascript" } } : undefined;
  };
  shop.page = {
    head: `<script src="/agree.js"></script>${SCRIPTS}`, element: ELEMENTS, before: '<div class="hero"></div>', after: "",
    auto: `data-pack="/pack/" data-hub="${at("hub")}/passerelle/hub.html"`,
  };
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await shop?.close();
  await rm(folder, { recursive: true, force: true });
});

const says = (page) => page.evaluate(() => document.querySelector("passerelle-messages").shadowRoot.querySelector("section:not(.spacer, .trial) article p.text")?.textContent);
const untilMessage = (page) => page.waitForFunction(() => document.querySelector("passerelle-messages")?.shadowRoot.querySelector("section:not(.spacer, .trial) article"));
const kept = (page) => page.evaluate(async () => (await import("/passerelle/auto.js")).passerelle.history.export());

test("what was put away in one boutique is seen in none of them again", SHARES, async () => {
  const opened = await open(browser);
  const { page } = opened;
  await page.goto(`${at("shoes")}/p/${popular[1]}`);
  await untilMessage(page);
  await page.goto(`${at("watches")}/p/${popular[2]}`);
  await untilMessage(page);
  await page.locator("passerelle-messages").getByRole("button", { name: "Close" }).click();
  await until(page, async () => (await (await import("/passerelle/auto.js")).passerelle.history.export()).invitations.some(({ what }) => what === "refused"));
  const drawn = (await kept(page)).invitations.filter(({ what }) => what === "drawn");
  assert.equal(drawn.length, 2, "each page view once, over both");
  for (const boutique of ["perfume", "shoes"]) {
    await page.goto(`${at(boutique)}/p/${popular[3]}`);
    await page.waitForTimeout(LONG_MS);
    assert.equal(await says(page), undefined, boutique);
  }
  assert.deepEqual(opened.problems, []);
  await opened.close();
});

test("an adviser of one boutique's link is asked about in another, and a refusal there erases it everywhere", SHARES, async () => {
  const opened = await open(browser);
  const { page } = opened;
  await page.goto(`${at("shoes")}/p/${popular[1]}?adviser=LYON-07`);
  await until(page, async () => (await (await import("/passerelle/auto.js")).passerelle.history.export()).adviser?.code === "LYON-07");
  await page.goto(`${at("perfume")}/p/${popular[3]}`);
  await page.evaluate(async (itemId) => (await import("/passerelle/auto.js")).passerelle.track({ name: "purchase", itemId, orderId: "T-1" }), popular[3]);
  await page.locator("passerelle-loyalty").getByText("May we credit your adviser?").waitFor();
  await page.evaluate(async () => (await import("/passerelle/auto.js")).passerelle.setConsent(false));
  assert.equal((await kept(page)).adviser, undefined);
  await opened.close();
});
