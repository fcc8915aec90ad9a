// Without a bundler: the files are where `copy-assets --modules` put them.
import "/passerelle/auto.js";
import { createPasserelle } from "/passerelle/index.js";
import { drawn } from "./drawn.js";

const said = document.documentElement.dataset;
try {
  const passerelle = await createPasserelle({ pack: "/pack/" });
  const { suggestions } = await passerelle.suggest({ placement: "product", itemId: "22423", limit: 4 });
  said.suggestions = String(suggestions.length);
  await passerelle.openPrivacy();
  said.drawn = await drawn("/pack/");
  said.panel = document.querySelector("passerelle-privacy")?.localName ?? "none";
  said.element = customElements.get("passerelle-suggestions") ? "passerelle-suggestions" : "none";
} catch (error) {
  said.error = `${error.code} ${error.message}`;
}
said.done = "true";
