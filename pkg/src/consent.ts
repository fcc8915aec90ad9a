/**
 * What a page's sources say of consent: `setConsent()`, Google's Consent Mode, IAB TCF, Shopify's customer privacy API, Global
 * Privacy Control. Here it is translated into statements, and every instance of the document hears the same ones. What they come
 * to is decided by src/consent.rs.
 */

import { listOf, tap } from "./page/tap.js";

/** A default, which nobody was asked for; an answer that the source repeats on every page; or one that is given now, on this page. */
export type Weight = "default" | "replayed" | "new";
export type Source = "page" | "consent-mode" | "tcf" | "shopify" | "gpc";

export interface Statement {
  source: Source;
  weight: Weight;
  granted: boolean;
  /** In milliseconds since the page began. */
  time: number;
}

/** An instance of the document: it hears a statement at once, and resolves when it has acted on it. */
export type Member = (statement: Statement) => Promise<void>;

/** TCF: store on the device; make a profile for content; choose content by it. */
const PURPOSES = [1, 5, 6];

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

const members: Member[] = [];
const said: Statement[] = [];
let watches = false;

/** An instance joins; `own` is what its page says already. Resolves when it has acted on everything so far. */
export async function joinConsent(member: Member, own?: boolean): Promise<void> {
  const acts: Promise<void>[] = [];
  // What was said before it joined it hears again: none of that is new.
  for (const one of said) acts.push(act(member, { ...one, weight: one.weight === "new" ? "replayed" : one.weight }));
  members.push(member);
  if (!watches) {
    watches = true;
    const refuses = (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true;
    if (refuses) acts.push(speak("gpc", "default", false));
    watchSources();
  }
  if (own !== undefined) acts.push(speak("page", "replayed", own));
  for (const done of acts) await done;
}

/** The page says itself: a new answer where it says so, or while the shopper clicks. Resolves when every instance has acted on it. */
export function setConsent(granted: boolean, answer: boolean): Promise<void> {
  return speak("page", answer || isClicked() ? "new" : "replayed", granted);
}

function isClicked(): boolean {
  return (navigator as { userActivation?: { isActive: boolean } }).userActivation?.isActive === true;
}

async function speak(source: Source, weight: Weight, granted: boolean): Promise<void> {
  const statement: Statement = { source, weight, granted, time: performance.now() };
  said.push(statement);
  const acts: Promise<void>[] = [];
  for (const member of members) acts.push(act(member, statement));
  for (const done of acts) await done;
}

async function act(member: Member, statement: Statement): Promise<void> {
  try {
    await member(statement);
  } catch (error) {
    // One instance that fails keeps no other from acting.
    console.warn(error);
  }
}

function watchSources(): void {
  const page = globalThis as Globals;
  watchDataLayer((page.dataLayer ??= []));

  // A consent platform may come later than this script.
  let listening = false;
  let polled = "";
  const late = (): void => {
    if (!listening && typeof page.__tcfapi === "function") {
      listening = true;
      page.__tcfapi("addEventListener", 2, (data, success) => {
        const answer = success && data ? tcf(data) : undefined;
        if (answer !== undefined) void speak("tcf", data?.eventStatus === "useractioncomplete" ? "new" : "replayed", answer);
      });
    }
    const shopify = page.Shopify?.customerPrivacy;
    const allowed = shopify?.preferencesProcessingAllowed?.();
    const asked = Boolean(shopify?.currentVisitorConsent?.().preferences);
    if (allowed === undefined || polled === (polled = `${allowed} ${asked}`)) return;
    void speak("shopify", asked ? "replayed" : "default", allowed);
  };
  document.addEventListener("visitorConsentCollected", (event) => {
    const { preferencesAllowed } = ((event as CustomEvent).detail ?? {}) as { preferencesAllowed?: boolean };
    if (typeof preferencesAllowed === "boolean") void speak("shopify", "new", preferencesAllowed);
  });
  for (const name of ["DOMContentLoaded", "shopifyCustomerPrivacyApiLoaded"]) document.addEventListener(name, late);
  addEventListener("load", late);
  late();
}

/** What the shopper answered; `undefined` when it says nothing of us. */
function tcf({ eventStatus, gdprApplies, purpose, publisher }: TcData): boolean | undefined {
  const answered = eventStatus === "tcloaded" || eventStatus === "useractioncomplete";
  // Where the law does not apply nobody was asked: the next source decides.
  if (!answered || gdprApplies === false) return undefined;
  // The house is the publisher; a platform that does not ask for it leaves that part empty.
  const own = publisher?.consents ?? {};
  let asked = false;
  for (const number in own) asked ||= own[number] === true;
  const consents = asked ? own : (purpose?.consents ?? {});
  return PURPOSES.every((number) => consents[number] === true);
}

/** Consent Mode: what was pushed already, and what will be. */
function watchDataLayer(layer: unknown[]): void {
  let refused = false;
  let answer: boolean | undefined;
  /** What lies in the layer already was said before, whatever the shopper does now. */
  let isLive = false;
  const read = (entry: unknown): void => {
    // `gtag` pushes its `arguments`; some pages push a list.
    const [command, action, settings] = listOf(entry);
    const { personalization_storage: storage, region } = (settings ?? {}) as { personalization_storage?: string; region?: unknown };
    if (command !== "consent" || (storage !== "granted" && storage !== "denied")) return;
    const granted = storage === "granted";
    if (action === "update") {
      // Platforms repeat their first update on every page. One that says something else than before, or comes with a click, is new.
      const isNew = (answer !== undefined && answer !== granted) || (isLive && isClicked());
      answer = granted;
      void speak("consent-mode", isNew ? "new" : "replayed", granted);
    } else if (action === "default") {
      // Which region this is nobody tells us: a default for some regions may refuse here, it cannot grant.
      refused ||= !granted && region !== undefined;
      if (!region || !granted) void speak("consent-mode", "default", granted && !refused);
    }
  };
  tap(layer, read);
  isLive = true;
}
