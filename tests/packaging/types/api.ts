// Checks of the types; compiled, never run. A line that compiles although it must not is an error too.

import {
  createPasserelle,
  PasserelleError,
  type ErrorCode,
  type History,
  type HistoryExport,
  type Options,
  type Passerelle,
  type PasserelleWarning,
  type Price,
  type Slate,
  type Suggestion,
  type Translations,
} from "passerelle";
import { PasserelleSuggestions, type SuggestionDetail } from "passerelle/element";
import { PasserelleMessages } from "passerelle/client-messages";
import { PasserelleLoyalty, type AdviserDetail } from "passerelle/loyalty";
import { PasserelleNotices } from "passerelle/notices";
import "passerelle/auto";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(yes: Same<A, B>): void;

same<ReturnType<typeof createPasserelle>, Promise<Passerelle>>(true);
same<Parameters<typeof createPasserelle>, [options: Options]>(true);
same<ReturnType<Passerelle["suggest"]>, Promise<Slate>>(true);
same<Slate["suggestions"], Suggestion[]>(true);
same<ReturnType<Passerelle["track"]>, Promise<boolean>>(true);
same<Passerelle["history"], History>(true);
same<ReturnType<Passerelle["translations"]>, Promise<Translations>>(true);
same<ReturnType<History["export"]>, Promise<HistoryExport>>(true);
same<PasserelleError["code"], ErrorCode>(true);
same<Suggestion["price"], Price | null>(true);
same<SuggestionDetail["position"], number>(true);

export async function use(shop: Passerelle): Promise<void> {
  const options: Options = { pack: "/pack/", onWarning: (warning: PasserelleWarning) => void warning.code };
  await createPasserelle(options);
  // @ts-expect-error The pack's address must be given.
  await createPasserelle({});
  // @ts-expect-error There is no such option.
  await createPasserelle({ pack: "/pack/", wasm: "/x.wasm" });
  await shop.track({ name: "view_item", itemId: 7 });
  // @ts-expect-error There is no such event.
  await shop.track({ name: "view", itemId: "7" });
  const { status, suggestions } = await shop.suggest({ placement: "cart", cart: ["a", 1] });
  if (status === "ok") for (const { title, url, price } of suggestions) console.log(title, url, price?.amount);
  // @ts-expect-error There is no such placement.
  await shop.suggest({ placement: "basket" });
  const element: HTMLElement = document.createElement("passerelle-suggestions");
  if (element instanceof PasserelleSuggestions) element.setAttribute("src", "/pack/");
  const [message] = await shop.messages({ kinds: ["care", "offer"] });
  if (message?.kind === "care" && message.asks) await shop.recordMessage(message.id, "dissatisfied");
  // @ts-expect-error There is no such event.
  await shop.recordMessage("a", "seen");
  document.createElement("passerelle-messages").addEventListener("passerelle-feedback", ({ detail: { answer } }) => console.log(answer));
  if (document.createElement("passerelle-messages") instanceof PasserelleMessages) await shop.tellWhenBack(7);
  const standing = await shop.loyalty({ tier: "friend" });
  if (standing?.source === "device") console.log(standing.tier?.name);
  // @ts-expect-error There is no such field.
  await shop.loyalty({ revenue: 1 });
  if ((await shop.adviser("T-1")) !== null) await shop.creditAdviser("T-1");
  await shop.history.forgetAdviser();
  const credits = ({ adviser, transactionId }: AdviserDetail): string => `${adviser} ${transactionId ?? ""}`;
  document.createElement("passerelle-loyalty").addEventListener("passerelle-adviser", ({ detail }) => console.log(credits(detail)));
  if (document.createElement("passerelle-loyalty") instanceof PasserelleLoyalty) console.log("loyalty");
  if (document.createElement("passerelle-notices") instanceof PasserelleNotices) await shop.history.unmarkGift("a");
}
