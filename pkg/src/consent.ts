/**
 * Where a page's consent comes from: `setConsent()`, Google's Consent Mode, IAB TCF, Shopify's customer privacy API, the attributes
 * `consent` and `data-consent`, Global Privacy Control. One verdict for the document: every instance on it hears the same. Nothing here is stored: the sources
 * repeat themselves.
 */

import { listOf, tap } from "./page/tap.js";
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
  /** The page's markup says so: a default, that nobody was asked for. */
  setDefault(granted: boolean): void;
  /** The page says itself. Resolves when every instance has acted on it. */
  set(granted: boolean): Promise<void>;
  /** Whether a grant holds. */
  isGranted(): boolean;
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

/** An instance: it acts on a verdict. */
type Member = (verdict: Verdict) => Promise<void>;

const members: Member[] = [];
const statements: Partial<Record<Source, Statement>> = {};
let verdict: Verdict | undefined;
/** Nothing is decided before every source was heard that has spoken already. */
let heard = false;
let turn = 0;

function join(member: Member, own?: boolean): void {
  members.push(member);
  if (heard) {
    // What was refused has been erased; this instance begins with nothing.
    if (verdict === "granted") void member(verdict);
    if (own !== undefined) void set(own);
  } else {
    if (own !== undefined) statements.own = { granted: own, asked: true, turn };
    watchSources();
    heard = true;
    const first = decide();
    if (first) void tell(first);
  }
}

function set(granted: boolean): Promise<void> {
  turn += 1;
  statements.own = { granted, asked: true, turn };
  return tell(granted ? (decide() ?? "granted") : "refused");
}

/** The document's consent: one for all instances, in whichever copy of the package they run. */
export function pageConsent(): Consent {
  return shared("consent", () => ({
    join,
    set,
    isGranted: () => verdict === "granted",
    setDefault: (granted) => hear("attribute", granted, false),
    reset() {
      for (const source of SOURCES) delete statements[source];
      verdict = undefined;
    },
  }));
}

async function tell(next: Verdict): Promise<void> {
  verdict = next;
  await Promise.all(members.map((member) => member(next)));
}

/** The verdict of everything that was said. */
function decide(): Verdict | undefined {
  const said = SOURCES.flatMap((source) => statements[source] ?? []);
  const answers = said.filter(({ asked }) => asked);
  // An answer is stronger than a default; a refusal is stronger than what granted before it.
  const { own } = statements;
  const overruled = own?.granted ? own.turn : 0;
  if (answers.some(({ granted, turn: when }) => !granted && when >= overruled)) return "refused";
  if (answers.some(({ granted }) => granted)) return "granted";
  if ((navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true) return "withheld";
  // Of several defaults one that denies is the strongest.
  return said.length === 0 ? undefined : said.every(({ granted }) => granted) ? "granted" : "withheld";
}

function hear(source: Source, granted: boolean, asked: boolean): void {
  // A default says nothing against an answer.
  if (!asked && statements[source]?.asked) return;
  if (heard) turn += 1;
  statements[source] = { granted, asked, turn };
  if (!heard) return;
  const refuses = asked && !granted;
  const next = refuses ? "refused" : decide();
  // Another tab may have granted since the last refusal: each one erases.
  if (next && (next !== verdict || refuses)) void tell(next);
}

function watchSources(): void {
  const page = globalThis as Globals;
  watchDataLayer((page.dataLayer ??= []), (granted, asked) => hear("mode", granted, asked));

  // A consent platform may come later than this script. One that throws says nothing, and is asked again.
  let listening = false;
  let polled = "";
  const askTcf = (): void => {
    if (listening || typeof page.__tcfapi !== "function") return;
    page.__tcfapi("addEventListener", 2, (data, success) => {
      const answer = success && data ? tcf(data) : undefined;
      if (answer !== undefined) hear("tcf", answer, true);
    });
    listening = true;
  };
  const askShopify = (): void => {
    const privacy = page.Shopify?.customerPrivacy;
    const allowed = privacy?.preferencesProcessingAllowed?.();
    const asked = Boolean(privacy?.currentVisitorConsent?.().preferences);
    if (typeof allowed !== "boolean" || polled === (polled = `${allowed} ${asked}`)) return;
    hear("shopify", allowed, asked);
  };
  const late = (): void => [askTcf, askShopify].forEach(attempt);
  document.addEventListener("visitorConsentCollected", (event) => {
    const { preferencesAllowed } = ((event as CustomEvent).detail ?? {}) as { preferencesAllowed?: boolean };
    if (typeof preferencesAllowed === "boolean") hear("shopify", preferencesAllowed, true);
  });
  for (const name of ["DOMContentLoaded", "shopifyCustomerPrivacyApiLoaded"]) document.addEventListener(name, late);
  addEventListener("load", late);
  late();
}

/** Asks a source; one that throws is none. */
function attempt(ask: () => void): void {
  try {
    ask();
  } catch {
    // The page's other scripts will have told the console.
  }
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
function watchDataLayer(layer: unknown[], hear: (granted: boolean, asked: boolean) => void): void {
  let refused = false;
  let answered = false;
  const read = (entry: unknown): void => {
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
  };
  tap(layer, read);
}
