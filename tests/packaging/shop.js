// The code that every project here runs with the package; the page reports the result.

import { createPasserelle } from "passerelle";
import "passerelle/element";

import { drawn } from "./drawn.js";

/** @param {import("passerelle").Options} options */
export async function shop(options = { pack: "/pack/" }) {
  const said = document.documentElement.dataset;
  try {
    const passerelle = await createPasserelle(options);
    const { suggestions } = await passerelle.suggest({ placement: "product", itemId: "22423", limit: 4 });
    said.suggestions = String(suggestions.length);
    await passerelle.openPrivacy();
    said.panel = document.querySelector("passerelle-privacy")?.localName ?? "none";
    said.drawn = await drawn(options.pack);
    said.element = customElements.get("passerelle-suggestions") ? "passerelle-suggestions" : "none";
  } catch (error) {
    said.error = `${error.code} ${error.message}`;
  }
  said.done = "true";
}
