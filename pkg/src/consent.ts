/**
 * Where a page's consent comes from. The first source that says anything decides: `setConsent()`, Google's Consent Mode,
 * IAB TCF, Shopify's customer privacy API, Global Privacy Control. Nothing here is stored: the sources repeat themselves.
 */

import { tap } from "./page/tap.js";

/** What a source says. `asked`: the shopper was asked here, and this is the answer. */
interface Voice {
  granted: boolean;
  asked: boolean;
}

const SOURCES = ["own", "mode", "tcf", "shopify"] as const;
type Source = (typeof SOURCES)[number];

/** So long a refusal that nobody was asked for may still be taken back, in milliseconds: see `decide`. */
const GRACE_MS = 10_000;

/** TCF: store on the device; make a profile for content; choose content by it. */
const PURPOSES = [1, 5, 6];

export interface Consent {
  /** The page says itself. */
  set(granted: boolean): void;
  /** What was said so far was revoked elsewhere: only what is said from here on counts. */
  reset(): void;
}

interface TcData {
  eventStatus?: string;
  gdprApplies?: boolean;
  purpose?: { consents?: Record<number, boolean> };
  publisher?: { consents?: Record<number, boolean> };
}

/** What the pages' globals may be. */
interface Globals {
  dataLayer?: unknown[];
  __tcfapi?: (command: string, version: number, callback: (data: TcData | null, success: boolean) => void) => void;
  Shopify?: {
    customerPrivacy?: { preferencesProcessingAllowed?: () => boolean; currentVisitorConsent?: () => { preferences?: string } };
  };
}

/** `report` hears the verdict whenever it changes, and whenever the page itself says it; `own` is what it says already. */
export function watchConsent(report: (granted: boolean) => void, own?: boolean): Consent {
  const voices: Partial<Record<Source, Voice>> = own === undefined ? {} : { own: { granted: own, asked: true } };
  let verdict: boolean | undefined;
  /** Nothing is decided before every source was heard that has spoken already. */
  let heard = false;
  let waiting: ReturnType<typeof setTimeout> | undefined;

  const decide = (said?: boolean): void => {
    if (!heard) return;
    clearTimeout(waiting);
    // A browser that refuses for its owner is overruled by what the owner answered here, not by a page's default.
    const refuses = (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true;
    const voice = SOURCES.map((source) => voices[source]).find((one) => one && !(refuses && one.granted && !one.asked));
    const next = voice ? voice.granted : refuses ? false : undefined;
    const changed = next !== undefined && (next !== verdict || said);
    // What a page refuses by default, or a browser for its owner, a banner may grant a moment later, on every page again: until
    // then nothing is read, and what earlier pages kept stays where it is.
    if (changed && !next && !voice?.asked && !verdict) waiting = setTimeout(report, GRACE_MS, false);
    else if (changed) report(next);
    verdict = next;
  };
  const hear = (source: Source, granted: boolean, asked: boolean): void => {
    voices[source] = { granted, asked };
    decide();
  };

  const page = globalThis as Globals;
  watchDataLayer((page.dataLayer ??= []), (granted, asked) => hear("mode", granted, asked));

  // A consent platform may come later than this script.
  let listening = false;
  const late = (): void => {
    if (!listening && typeof page.__tcfapi === "function") {
      listening = true;
      page.__tcfapi("addEventListener", 2, (data, success) => {
        const answer = success && data ? tcf(data) : undefined;
        if (answer !== undefined) hear("tcf", answer, true);
      });
    }
    const shopify = page.Shopify?.customerPrivacy;
    const allowed = shopify?.preferencesProcessingAllowed?.();
    if (allowed !== undefined) hear("shopify", allowed, Boolean(shopify?.currentVisitorConsent?.().preferences));
  };
  document.addEventListener("visitorConsentCollected", (event) => {
    const { preferencesAllowed } = ((event as CustomEvent).detail ?? {}) as { preferencesAllowed?: boolean };
    if (typeof preferencesAllowed === "boolean") hear("shopify", preferencesAllowed, true);
  });
  for (const name of ["DOMContentLoaded", "shopifyCustomerPrivacyApiLoaded"]) document.addEventListener(name, late);
  addEventListener("load", late);
  late();
  heard = true;
  decide();

  return {
    set(granted) {
      voices.own = { granted, asked: true };
      decide(true);
    },
    reset() {
      for (const source of SOURCES) delete voices[source];
      verdict = undefined;
    },
  };
}

/** What the shopper answered; `undefined` when it says nothing of us. */
function tcf({ eventStatus, gdprApplies, purpose, publisher }: TcData): boolean | undefined {
  const answered = eventStatus === "tcloaded" || eventStatus === "useractioncomplete";
  // Where the law does not apply nobody was asked: the next source decides.
  if (!answered || gdprApplies === false) return undefined;
  // The house is the publisher; a platform that does not ask for it leaves that part empty.
  const own = publisher?.consents ?? {};
  const consents = Object.values(own).some(Boolean) ? own : (purpose?.consents ?? {});
  return PURPOSES.every((number) => consents[number] === true);
}

/** Consent Mode: what was pushed already, and what will be. */
function watchDataLayer(layer: unknown[], hear: (granted: boolean, asked: boolean) => void): void {
  let refused = false;
  let answered = false;
  const read = (entry: unknown): void => {
    // `gtag` pushes its `arguments`; some pages push a list.
    const [command, action, settings] = Array.from(typeof entry === "object" && entry ? (entry as ArrayLike<unknown>) : []);
    const { personalization_storage: storage, region } = (settings ?? {}) as { personalization_storage?: string; region?: unknown };
    if (command !== "consent" || (storage !== "granted" && storage !== "denied")) return;
    const granted = storage === "granted";
    if (action === "update") {
      answered = true;
      hear(granted, true);
    } else if (action === "default" && !answered) {
      // Which region this is nobody tells us: a default for some regions may refuse here, it cannot grant.
      refused ||= !granted;
      if (!region || !granted) hear(granted && !refused, false);
    }
  };
  tap(layer, read);
}
