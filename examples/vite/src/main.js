// A shop that is one page: the router sets `product-id`, the element follows.

import { createPasserelle } from "passerelle";
import "passerelle/element";
import "passerelle/suggestions.css";

const suggestions = document.querySelector("passerelle-suggestions");

function route() {
  const id = decodeURIComponent(location.hash.replace(/^#\//, "")) || "85123A";
  document.querySelector("h1").textContent = id;
  suggestions.setAttribute("product-id", id);
}

addEventListener("hashchange", route);
route();

document.querySelector("#agree").addEventListener("click", async () => {
  try {
    const passerelle = await createPasserelle({ pack: "/pack/" });
    await passerelle.setConsent(true, { answer: true });
  } catch (error) {
    console.warn(error); // The page's own content stays.
  }
});
