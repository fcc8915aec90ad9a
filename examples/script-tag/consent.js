// What the shopper answered, said as Google's Consent Mode says it. A shop with a consent platform has these lines already.
window.dataLayer = window.dataLayer || [];
function gtag() {
  dataLayer.push(arguments);
}

const ANSWER = "shop-consent";
if (localStorage.getItem(ANSWER)) gtag("consent", "update", { personalization_storage: localStorage.getItem(ANSWER) });

addEventListener("DOMContentLoaded", () => {
  document.querySelector("#agree").addEventListener("click", () => {
    localStorage.setItem(ANSWER, "granted");
    gtag("consent", "update", { personalization_storage: "granted" });
  });
});
