/**
 * Where a page's consent comes from: `setConsent()`, Google's Consent Mode, IAB TCF, Shopify's customer privacy API, the attributes
 * `consent` and `data-consent`, Global Privacy Control. One verdict for the document: every instance on it hears the same. Nothing here is stored: the sources
 * repeat themselves.
 */

import { listOf, watchDataLayer } from "./page/data-layer.js";
import { lookAgain } from "./page/look-again.js";
import { shared } from "./registry.js";

/** What all sources say together. */
export type Verdict =
  /** The history begins, or goes on. */
  | "granted"
  /** A default denies, which nobody was asked for: nothing is read or written, and what earlier pages kept stays. */
  | "withheld"
  /** The shopper refused: everything is erased at once. */
  | "refused";

/** What a source says. */
interface Statement {
  granted: boolean;
  /** The shopper was asked here, and this is the answer; else it is a default. */
  asked: boolean;
  /** The order of what is said while the page is open; 0 for what was said before anything was decided. */
  turn: number;
}

const SOURCES = ["own", "mode", "tcf", "shopify", "attribute"] as const;
type Source = (typeof SOURCES)[number];

/** TCF: store on the device; make a profile for content; choose content by it. */
const PURPOSES = [1, 5, 6];

export interface Consent {
  /** An instance joins: it hears the verdict that holds, and whenever one is given; `own` is what its page says already. */
  join(member: Member, own?: boolean): void;
  /** Who opens the pack says so: before whatever the shopper has answered on the page. */
  setOption(granted: boolean): Promise<void>;
  /** The page's markup says so: a default, that nobody was asked for. */
  setDefault(granted: boolean): void;
  /** Whether a grant holds. */
  isGranted(): boolean;
  /** The page says itself. Resolves when every instance has acted on it. */
  set(granted: boolean): Promise<void>;
  /** Another tab has refused: what was said so far counts no more, and only an answer grants again. */
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
  __tcfapi?: (command: string, version: number, callback: (data: TcData | null, success: boolean) => void) => void;
  Shopify?: {
    customerPrivacy?: { preferencesProcessingAllowed?: () => boolean; currentVisitorConsent?: () => { preferences?: string } };
  };
}

/** An instance of the document. */
export interface Member {
  /** Where it keeps its history: the address of a hub, or nothing for this origin. */
  hub: string | undefined;
  act(verdict: Verdict): Promise<void>;
}

const members: Member[] = [];
const statements: Partial<Record<Source, Statement>> = {};
let verdict: Verdict | undefined;
/** Nothing is decided before every source was heard that has spoken already. */
let heard = false;
let turn = 0;
/** Another tab has refused since the last answer. */
let refusedElsewhere = false;
/** Where the last refusal has erased. */
let erased = new Set<string | undefined>();

function join(member: Member, own?: boolean): void {
  members.push(member);
  if (!heard) {
    if (own !== undefined) statements.own = { granted: own, asked: true, turn: 0 };
    watchSources();
    heard = true;
    const first = decide();
    if (first) void tell(first);
  } else {
    // Elsewhere a refusal erases; where it has erased already, another tab may have been granted since.
    if (verdict) void act(member, verdict === "refused" && erased.has(member.hub) ? "withheld" : verdict);
    if (own !== undefined) void setOption(own);
  }
}

/** What a page says while opening is said before whatever the shopper answers on it. */
async function setOption(granted: boolean): Promise<void> {
  if (!granted) {
    await set(false);
    return;
  }
  statements.own ??= { granted: true, asked: true, turn: 0 };
  const next = decide();
  if (next && next !== verdict) await tell(next);
}

function set(granted: boolean): Promise<void> {
  return hear("own", granted, true);
}

function reset(): void {
  for (const source of SOURCES) delete statements[source];
  refusedElsewhere = true;
  verdict = undefined;
  for (const member of members) void act(member, "withheld");
}

/** The document's consent: one for all instances, in whichever copy of the package they run. */
export function pageConsent(): Consent {
  return shared("consent", () => ({
    join,
    set,
    setOption,
    isGranted: () => verdict === "granted",
    setDefault: (granted) => void hear("attribute", granted, false),
    reset,
  }));
}

/** Lists are walked by loops here as in the store: a refusal must erase whatever a page's libraries have replaced. */
async function tell(next: Verdict): Promise<void> {
  verdict = next;
  if (next === "refused") erased = new Set();
  const acts: Promise<void>[] = [];
  for (const member of members) acts.push(act(member, next));
  for (const done of acts) await done;
}

async function act(member: Member, next: Verdict): Promise<void> {
  if (next === "refused") erased.add(member.hub);
  try {
    await member.act(next);
  } catch (error) {
    // One instance that fails keeps no other from acting.
    console.warn(error);
  }
}

/** The verdict of everything that was said. */
function decide(): Verdict | undefined {
  // A refusal is stronger than what granted before it; the page's own word overrules what was said before it.
  const { own } = statements;
  const overruled = own?.granted ? own.turn : 0;
  let answered = false;
  let defaults: Statement | undefined;
  for (const source of SOURCES) {
    const said = statements[source];
    if (said?.asked && !said.granted && said.turn >= overruled) return "refused";
    answered ||= said?.asked === true && said.granted;
    if (said && !said.granted) defaults = said;
    else defaults ??= said;
  }
  // An answer is stronger than a default.
  if (answered) return "granted";
  if ((navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true) return "withheld";
  // Of several defaults one that denies is the strongest.
  return defaults && (defaults.granted && !refusedElsewhere ? "granted" : "withheld");
}

/** A source speaks. `asked`: the shopper was asked, and this is the answer. */
async function hear(source: Source, granted: boolean, asked: boolean): Promise<void> {
  // A default says nothing against an answer.
  if (!asked && statements[source]?.asked) return;
  if (asked) refusedElsewhere = false;
  if (heard) turn += 1;
  statements[source] = { granted, asked, turn };
  if (!heard) return;
  const next = decide();
  // Another tab may have granted since the last refusal: each one erases. And what the page says is always acted on.
  if (next && (next !== verdict || (asked && !granted) || source === "own")) await tell(next);
}

function watchSources(): void {
  const page = globalThis as Globals;
  watchConsentMode((granted, asked) => void hear("mode", granted, asked));

  // A consent platform may come later than this script. One that throws says nothing, and is asked again.
  let listening = false;
  let polled = "";
  const askTcf = (): void => {
    if (listening || typeof page.__tcfapi !== "function") return;
    page.__tcfapi("addEventListener", 2, (data, success) => {
      const answer = success && data ? tcf(data) : undefined;
      if (answer !== undefined) void hear("tcf", answer, true);
    });
    listening = true;
  };
  const askShopify = (): void => {
    const privacy = page.Shopify?.customerPrivacy;
    const allowed = privacy?.preferencesProcessingAllowed?.();
    const asked = Boolean(privacy?.currentVisitorConsent?.().preferences);
    if (typeof allowed !== "boolean" || polled === (polled = `${allowed} ${asked}`)) return;
    void hear("shopify", allowed, asked);
  };
  document.addEventListener("visitorConsentCollected", (event) => {
    const { preferencesAllowed } = ((event as CustomEvent).detail ?? {}) as { preferencesAllowed?: boolean };
    if (typeof preferencesAllowed === "boolean") void hear("shopify", preferencesAllowed, true);
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
function watchConsentMode(hear: (granted: boolean, asked: boolean) => void): void {
  let refused = false;
  let answered = false;
  watchDataLayer((entry) => {
    // `gtag` pushes its `arguments`; some pages push a list.
    const [command, action, settings] = listOf(entry);
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
  });
}
