/**
 * Translates a page's sources of consent into statements, and passes each statement to every instance of the document. The sources are
 * `setConsent()`, Google's Consent Mode, IAB TCF, Shopify's customer privacy API, the attributes `consent` and `data-consent`, and Global
 * Privacy Control. Not for the decision that follows from the statements: see src/consent.rs. Collections here are sets, walked by loops: a
 * refusal must erase the store even if a page's library has replaced methods of `Array`.
 */

import type { ActedOn, Source, Statement, Weight } from "./module-types.js";
import { listOf, watchDataLayer } from "./page/data-layer.js";
import { lookAgain } from "./page/look-again.js";
import { shared } from "./registry.js";

/** An instance of the document, as this file sees it. */
export interface Member {
  /** The address of the hub that holds its history; `undefined` if this origin holds it. */
  readonly hub: string | undefined;
  /** Receives a statement at once, and resolves once it is carried out. */
  hear(statement: Statement, actedOn: ActedOn): Promise<void>;
  /** Returns whether this instance stores a history. */
  isGranted(): boolean;
}

export interface Consent {
  /** Adds an instance: it receives all past and future statements. `own` is the answer that its page passed as an option. */
  join(member: Member, own?: boolean): void;
  /** States the option `consent` of the caller that opens the pack. */
  setOption(granted: boolean): Promise<void>;
  /** States the attribute in the page's markup: a default, set without asking the shopper. */
  setDefault(granted: boolean): void;
  /** Returns whether any instance stores a history. */
  isGranted(): boolean;
  /**
   * States the page's own call: with `answer` the shopper has answered now, else before. Resolves once every instance has carried it out.
   */
  set(granted: boolean, answer: boolean): Promise<void>;
}

/** The TCF purposes needed: 1, storage on the device; 5, profiles to personalise content; 6, profiles to select content. */
export const PURPOSES = [1, 5, 6] as const;

interface TcData {
  eventStatus?: string;
  gdprApplies?: boolean;
  purpose?: { consents?: Record<number, boolean> };
  publisher?: { consents?: Record<number, boolean> };
}

/** The globals of consent platforms that a page may have. */
interface Globals {
  __tcfapi?: (command: string, version: number, callback: (data: TcData | null, success: boolean) => void) => void;
  Shopify?: {
    customerPrivacy?: { preferencesProcessingAllowed?: () => boolean; currentVisitorConsent?: () => { preferences?: string } };
  };
}

const members = new Set<Member>();
/** All statements, each with the hubs whose instances have received it. */
const said = new Set<{ statement: Statement; hubs: Set<string | undefined> }>();
let isWatching = false;

/** Returns the document's consent: one object for all instances, whichever copy of the package they belong to. */
export function pageConsent(): Consent {
  return shared("consent", () => ({
    join,
    set: (granted, answer) => speak("page", answer || isTouched() ? "new" : "replayed", granted),
    setOption: (granted) => speak("page", "replayed", granted),
    setDefault: (granted) => void speak("attribute", "default", granted),
    isGranted() {
      for (const member of members) if (member.isGranted()) return true;
      return false;
    },
  }));
}

function join(member: Member, own?: boolean): void {
  for (const { statement, hubs } of said) {
    const actedOn = hubs.has(member.hub) ? "elsewhere" : "nowhere";
    hubs.add(member.hub);
    void act(member, statement, actedOn);
  }
  members.add(member);
  if (!isWatching) {
    isWatching = true;
    if ((navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true) void speak("gpc", "default", false);
    watchSources();
  }
  if (own !== undefined) void speak("page", "replayed", own);
}

/** Passes a source's statement to every instance. Resolves once every instance has carried it out. */
async function speak(source: Source, weight: Weight, granted: boolean): Promise<void> {
  const statement: Statement = { source, weight, granted, time: performance.now() };
  const hubs = new Set<string | undefined>();
  said.add({ statement, hubs });
  const acts = new Set<Promise<void>>();
  for (const member of members) {
    hubs.add(member.hub);
    acts.add(act(member, statement, "nowhere"));
  }
  for (const done of acts) await done;
}

async function act(member: Member, statement: Statement, actedOn: ActedOn): Promise<void> {
  try {
    await member.hear(statement, actedOn);
  } catch (error) {
    // A failure in one instance must not stop the others.
    console.warn(error);
  }
}

/** Returns whether the shopper touched the page a moment ago (transient activation): a call of the page's own code then is a new answer. */
function isTouched(): boolean {
  return (navigator as { userActivation?: { isActive: boolean } }).userActivation?.isActive === true;
}

/** Whether the page is handling a click of the shopper; the keyboard clicks buttons too. */
let isClicking = false;

function watchClicks(): void {
  const handle = ({ isTrusted }: Event): void => {
    if (!isTrusted) return;
    isClicking = true;
    setTimeout(() => (isClicking = false));
  };
  addEventListener("click", handle, { capture: true, passive: true });
}

function watchSources(): void {
  const page = globalThis as Globals;
  watchClicks();
  watchConsentMode();

  // A consent platform may load after this script. If it throws, it has stated nothing, and is asked again later.
  let listening = false;
  let polled = "";
  const askTcf = (): void => {
    if (listening || typeof page.__tcfapi !== "function") return;
    page.__tcfapi("addEventListener", 2, (data, success) => {
      const answer = success && data ? tcf(data) : undefined;
      if (answer !== undefined) void speak("tcf", data?.eventStatus === "useractioncomplete" ? "new" : "replayed", answer);
    });
    listening = true;
  };
  const askShopify = (): void => {
    const privacy = page.Shopify?.customerPrivacy;
    const allowed = privacy?.preferencesProcessingAllowed?.();
    const isAsked = Boolean(privacy?.currentVisitorConsent?.().preferences);
    if (typeof allowed !== "boolean" || polled === (polled = `${allowed} ${isAsked}`)) return;
    void speak("shopify", isAsked ? "replayed" : "default", allowed);
  };
  document.addEventListener("visitorConsentCollected", (event) => {
    const { preferencesAllowed } = ((event as CustomEvent).detail ?? {}) as { preferencesAllowed?: boolean };
    if (typeof preferencesAllowed === "boolean") void speak("shopify", "new", preferencesAllowed);
  });
  lookAgain(askTcf);
  lookAgain(askShopify);
}

/** Returns the shopper's answer; `undefined` if the data holds none for this shop. */
function tcf({ eventStatus, gdprApplies, purpose, publisher }: TcData): boolean | undefined {
  const answered = eventStatus === "tcloaded" || eventStatus === "useractioncomplete";
  // Where GDPR does not apply, TCF asked nothing: another source decides.
  if (!answered || gdprApplies === false) return undefined;
  // The house is the publisher. A platform that does not ask for the publisher's own purposes leaves that part empty.
  const own = publisher?.consents ?? {};
  let asked = false;
  for (const number in own) asked ||= own[number] === true;
  const consents = asked ? own : (purpose?.consents ?? {});
  for (const number of PURPOSES) if (consents[number] !== true) return false;
  return true;
}

/** Reads Consent Mode: the commands pushed so far, and all later ones. */
function watchConsentMode(): void {
  let refused = false;
  let answer: boolean | undefined;
  watchDataLayer((entry, isPushed) => {
    // `gtag` pushes its `arguments` object; some pages push an array.
    const [command, action, settings] = listOf(entry);
    const { personalization_storage: storage, region } = (settings ?? {}) as { personalization_storage?: string; region?: unknown };
    if (command !== "consent" || (storage !== "granted" && storage !== "denied")) return;
    const granted = storage === "granted";
    if (action === "update") {
      // Platforms repeat their first update on every page, some of them only once the shopper touches it. An update counts as new if it
      // differs from the one before, or if the handler of a click pushes it, as that of a banner's button does.
      const isNew = (answer !== undefined && answer !== granted) || (isPushed && isClicking);
      answer = granted;
      void speak("consent-mode", isNew ? "new" : "replayed", granted);
    } else if (action === "default") {
      // The shopper's region is unknown here: a default for some regions can refuse, but cannot grant.
      refused ||= !granted && region !== undefined;
      if (!region || !granted) void speak("consent-mode", "default", granted && !refused);
    }
  });
}
