/** An instance whose methods can be called before it is open. Not for opening it: see `open.ts`. */

import { answerOf } from "./argument.js";
import { pageConsent } from "./consent.js";
import type { History, Passerelle } from "./index.js";

/** Returns a method that waits for `opening` and then calls the method of this name. */
type Later = <Of, Name extends keyof Of>(opening: () => Promise<Of>, name: Name) => Of[Name];

const later: Later = (opening, name) =>
  (async (...told: unknown[]) => ((await opening())[name] as (...told: unknown[]) => unknown)(...told)) as never;

/** Returns an instance whose methods wait for `opening`. `setConsent()` takes effect at once, for every instance of the document. */
export function deferred(opening: () => Promise<Passerelle>): Passerelle {
  const of = <Name extends keyof Passerelle>(name: Name): Passerelle[Name] => later(opening, name);
  const past = <Name extends keyof History>(name: Name): History[Name] => later(async () => (await opening()).history, name);
  return {
    track: of("track"), suggest: of("suggest"), offer: of("offer"), recordImpression: of("recordImpression"), dismiss: of("dismiss"),
    undoDismiss: of("undoDismiss"), noticeState: of("noticeState"), recordNotice: of("recordNotice"), seasonal: of("seasonal"),
    messages: of("messages"), explainMessages: of("explainMessages"), recordMessage: of("recordMessage"), tellWhenBack: of("tellWhenBack"),
    loyalty: of("loyalty"), adviser: of("adviser"), creditAdviser: of("creditAdviser"),
    candidates: of("candidates"), group: of("group"), setSeason: of("setSeason"), explain: of("explain"), item: of("item"),
    translations: of("translations"), details: of("details"), pause: of("pause"), resume: of("resume"), openPrivacy: of("openPrivacy"),
    async setConsent(...said) {
      const { granted, answer } = answerOf(...said);
      const told = pageConsent().set(granted, answer);
      await opening();
      await told;
    },
    history: { export: past("export"), import: past("import"), clear: past("clear"), forget: past("forget"), forgetAdviser: past("forgetAdviser"), markGift: past("markGift"), unmarkGift: past("unmarkGift") },
  };
}
