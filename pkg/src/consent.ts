/**
 * What a page's sources say of consent: `setConsent()`, Google's Consent Mode, IAB TCF, Shopify's customer privacy API, the attributes
 * `consent` and `data-consent`, Global Privacy Control. Here it is translated into statements, and every instance of the document
 * hears the same ones. What they come to is decided by src/consent.rs. Lists are sets, walked by loops: a refusal must erase whatever
 * a page's libraries have replaced of `Array`.
 */

import { listOf, watchDataLayer } from "./page/data-layer.js";
import { lookAgain } from "./page/look-again.js";
import { shared } from "./registry.js";

/** A default, which nobody was asked for; an answer that the source repeats on every page; or one that is given now, on this page. */
export type Weight = "default" | "replayed" | "new";
export type Source = "attribute" | "page" | "consent-mode" | "tcf" | "shopify" | "gpc";

/** One thing that a source said. */
export interface Statement {
  source: Source;
  weight: Weight;
  granted: boolean;
  /** In milliseconds since the page began. */
  time: number;
}

/** An instance of the document. */
export interface Member {
  /** Where it keeps its history: the address of a hub, or nothing for this origin. */
  readonly hub: string | undefined;
  /** It hears a statement at once, and resolves when it has acted on it. */
  hear(statement: Statement): Promise<void>;
  /** Whether it keeps a history. */
  isGranted(): boolean;
}

export interface Consent {
  /** An instance joins: it hears what was said, and what will be; `own` is what its page says already. */
  join(member: Member, own?: boolean): void;
  /** Who opens the pack says so. */
  setOption(granted: boolean): Promise<void>;
  /** The page's markup says so: a default, that nobody was asked for. */
  setDefault(granted: boolean): void;
  /** Whether an instance keeps a history. */
  isGranted(): boolean;
  /** The page says itself: the shopper's `answer` of now, or what was answered before. Resolves when every instance has acted on it. */
  set(granted: boolean, answer: boolean): Promise<void>;
}

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
  __tcfapi?: (command: string, version: number, callback: (data: TcData | null, success: boolean) => void) => void;
  Shopify?: {
    customerPrivacy?: { preferencesProcessingAllowed?: () => boolean; currentVisitorConsent?: () => { preferences?: string } };
  };
}

const members = new Set<Member>();
/** Everything that was said, and the stores where it was heard. */
const said = new Set<{ statement: Statement; hubs: Set<string | undefined> }>();
let isWatching = false;

/** The document's consent: one for all instances, in whichever copy of the package they run. */
export function pageConsent(): Consent {
  return shared("consent", () => ({
    join,
    set: (granted, answer) => speak("page", answer || isClicked() ? "new" : "replayed", granted),
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
    // An answer that another instance has acted on is none of now: another tab may have said something else since.
    const isHeard = hubs.has(member.hub) && statement.weight === "new";
    hubs.add(member.hub);
    void act(member, isHeard ? { ...statement, weight: "replayed" } : statement);
  }
  members.add(member);
  if (!isWatching) {
    isWatching = true;
    if ((navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true) void speak("gpc", "default", false);
    watchSources();
  }
  if (own !== undefined) void speak("page", "replayed", own);
}

/** A source speaks. Resolves when every instance has acted on it. */
async function speak(source: Source, weight: Weight, granted: boolean): Promise<void> {
  const statement: Statement = { source, weight, granted, time: performance.now() };
  const hubs = new Set<string | undefined>();
  said.add({ statement, hubs });
  const acts = new Set<Promise<void>>();
  for (const member of members) {
    hubs.add(member.hub);
    acts.add(act(member, statement));
  }
  for (const done of acts) await done;
}

async function act(member: Member, statement: Statement): Promise<void> {
  try {
    await member.hear(statement);
  } catch (error) {
    // One instance that fails keeps no other from acting.
    console.warn(error);
  }
}

/** Whether the shopper clicks: what is said meanwhile is an answer of now. */
function isClicked(): boolean {
  return (navigator as { userActivation?: { isActive: boolean } }).userActivation?.isActive === true;
}

function watchSources(): void {
  const page = globalThis as Globals;
  watchConsentMode();

  // A consent platform may come later than this script. One that throws says nothing, and is asked again.
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
  for (const number of PURPOSES) if (consents[number] !== true) return false;
  return true;
}

/** Consent Mode: what was pushed already, and what will be. */
function watchConsentMode(): void {
  let refused = false;
  let answer: boolean | undefined;
  /** What lies in the layer already was said before, whatever the shopper does now. */
  let isLive = false;
  watchDataLayer((entry) => {
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
  });
  isLive = true;
}
