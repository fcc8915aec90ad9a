/** What a shopper may do with the history: loaded when it is first asked for. Not for what every page does with it. */

import { decode, encode, type Log, NAMES, WHATS } from "./store/codec.js";
import type { Memory } from "./store/memory.js";
import type { EventName, HistoryEvent, HistoryExport, HistoryInvitation, HistoryWeek, InvitationSubject, PastEvent } from "./types.js";

/** What it needs of the WebAssembly module. */
export interface Judge {
  resolve(id: string): string;
  admits(division: string, type: string): boolean;
}

/** Everything in a log, to be compared. */
const said = ({ paused, events, weeks, invitations, rest, lists, unread }: Log): unknown =>
  [paused, events, weeks, invitations, rest.length, lists.length, unread];

/** What is left of everything: whether the recording is paused. */
const emptied = (records: Uint8Array): Uint8Array =>
  encode({ paused: decode(records).paused, events: [], weeks: [], invitations: [], rest: [], lists: [] });

/** Another tab may write while everything is erased: it is erased again, so often. */
const TRIES = 3;

export function createHistory(memory: Pick<Memory, "byHand">, judge: Judge) {
  /** Writes what `change` makes of what is stored. A page that goes on in memory may `add` to that alone. */
  const edit = async (change: (log: Log) => void, add = false): Promise<void> => {
    const outcome = await (await memory.byHand()).edit((records) => {
      const log = decode(records);
      if (log.unread > 0) throw unreadable();
      change(log);
      const written = encode(log);
      // What is written must say what it was meant to say, whatever the page has made of the language's built-ins.
      if (JSON.stringify(said(decode(written))) !== JSON.stringify(said(log))) throw unreadable();
      return written;
    });
    if (outcome !== "done" && outcome !== "nothing" && !add) throw unreachable(outcome);
  };
  const setPaused = async (paused: boolean): Promise<void> => {
    await edit((log) => {
      log.paused = paused;
    });
  };
  return {
    async export(): Promise<HistoryExport> {
      const stored = await (await memory.byHand()).read();
      if (!stored.ok) throw unreachable(stored.code);
      const { paused, events, weeks, invitations } = decode(stored.records);
      return { passerelle: 1, paused, events, weeks, invitations };
    },

    async import(told: HistoryExport | readonly PastEvent[]): Promise<number> {
      return Array.isArray(told) ? this.tell(told as readonly PastEvent[]) : this.merge(told as HistoryExport);
    },

    /** An export comes back: what is there already stays once. */
    async merge(told: HistoryExport): Promise<number> {
      if (told?.passerelle !== 1) throw wrong("it is no export of version 1");
      const events = list(told.events, "events").map(eventOf).filter(({ division, type }) => judge.admits(division, type));
      const weeks = list(told.weeks, "weeks").map(weekOf);
      const invitations = list(told.invitations ?? [], "invitations").map(invitationOf);
      if (!(await memory.byHand()).granted()) return 0;
      let taken = 0;
      await edit((log) => {
        const known = new Set(log.events.map(({ id }) => id));
        const fresh = events.filter(({ id }) => !known.has(id));
        taken = fresh.length;
        log.events.push(...fresh);
        for (const week of weeks) {
          const same = log.weeks.find((one) => one.week === week.week && one.division === week.division && one.imported === week.imported);
          if (same) {
            same.events = Math.max(same.events, week.events);
            same.purchases = Math.max(same.purchases, week.purchases);
          } else {
            log.weeks.push(week);
          }
        }
        // What was refused there stays refused; what this device saw since is newer.
        const met = new Set(log.invitations.map((one) => JSON.stringify(one)));
        log.invitations.unshift(...invitations.filter((one) => !met.has(JSON.stringify(one))));
        log.paused ||= told.paused === true;
      }, true);
      return taken;
    },

    /** All that the house itself knows: it takes the place of what it told before. */
    async tell(told: readonly PastEvent[]): Promise<number> {
      const random = crypto.getRandomValues(new Uint32Array(3));
      const start = [...random].map((part) => part.toString(16).padStart(8, "0")).join("");
      const events = told
        .map((event, at) => pastOf(event, start + at.toString(16).padStart(8, "0"), judge))
        .filter(({ division, type }) => judge.admits(division, type))
        .sort((a, b) => (a.time < b.time ? -1 : 1));
      if (!(await memory.byHand()).granted()) return 0;
      await edit((log) => {
        log.weeks = log.weeks.filter(({ imported }) => !imported);
        log.events = log.events.filter(({ imported }) => !imported);
        for (const event of events) {
          // Among what this device saw, by its time.
          const later = log.events.findIndex(({ time }) => time > event.time);
          log.events.splice(later < 0 ? log.events.length : later, 0, event);
        }
      }, true);
      return events.length;
    },

    async clear(): Promise<void> {
      const keeper = await memory.byHand();
      let why = "other tabs go on writing";
      for (let tries = 0; tries < TRIES; tries += 1) {
        const outcome = await keeper.clear(emptied);
        if (!outcome.ok) {
          why = outcome.code;
          break;
        }
        const { events, weeks, invitations, lists, unread } = decode(outcome.records);
        if (events.length + weeks.length + invitations.length + lists.length + unread === 0) return;
      }
      throw Object.assign(
        new Error(`history.clear(): the store could not be read back empty (${why}): the shopper can clear this site's data in the browser's settings`),
        { code: "not_erased" },
      );
    },

    async forget(itemId: string | number): Promise<void> {
      const item = judge.resolve(String(itemId));
      await edit((log) => {
        const { events, invitations } = log;
        [log.events, log.invitations] = [[], []];
        for (const event of events) if (event.itemId !== item) log.events.push(event);
        for (const one of invitations) {
          const about: InvitationSubject[] = [];
          for (const subject of one.about) if (!("itemId" in subject && subject.itemId === item)) about.push(subject);
          if (about.length > 0) log.invitations.push({ ...one, about });
        }
      });
    },

    async gift(itemId: string | number, gift = true): Promise<void> {
      const item = judge.resolve(String(itemId));
      await edit((log) => {
        for (const event of log.events) if (event.itemId === item) event.gift = gift;
      });
    },

    pause: () => setPaused(true),

    resume: () => setPaused(false),
  };
}

/** What the device holds could not be read or changed; what this page has in memory was. */
function unreachable(why: string): Error {
  return Object.assign(
    new Error(`history: the device's store cannot be reached (${why}), so what it may hold is as it was: ask the shopper to allow this site to store data, or to clear its data`),
    { code: "storage_unreachable" },
  );
}

/** Nothing was changed. */
function unreadable(): Error {
  return Object.assign(
    new Error("history: this page cannot read and write all that is stored, so nothing was changed: look for a script that replaces built-ins such as Array.prototype.map"),
    { code: "edit_refused" },
  );
}

/** The caller makes a `PasserelleError` of it: nothing that every page loads is loaded again for this. */
function wrong(what: string): Error {
  return Object.assign(new Error(`history.import(): ${what}`), { code: "invalid_option" });
}

function list(value: unknown, name: string): unknown[] {
  if (!Array.isArray(value)) throw wrong(`\`${name}\` must be a list`);
  return value;
}

function text(value: unknown, name: string): string {
  if (typeof value !== "string" || value === "" || value.length > 1_000) throw wrong(`\`${name}\` must be a text of at most 1,000 letters`);
  return value;
}

function count(value: unknown, name: string): number {
  if (!Number.isInteger(value)) throw wrong(`\`${name}\` must be a whole number`);
  return value as number;
}

function nameOf(value: unknown): EventName {
  if (!NAMES.includes(value as EventName)) throw wrong(`\`name\` must be one of ${NAMES.join(", ")}`);
  return value as EventName;
}

/** As it is exported: whole seconds, UTC. */
function timeOf(value: unknown): string {
  const time = new Date(typeof value === "number" ? value * 1_000 : text(value, "time"));
  if (Number.isNaN(time.getTime())) throw wrong(`\`time\` must be ISO 8601 or seconds since 1970: ${String(value)}`);
  return time.toISOString().replace(/\.\d+Z$/, "Z");
}

function eventOf(value: unknown): HistoryEvent {
  const { id, name, itemId, time, division, type, gift, imported } = (value ?? {}) as Record<string, unknown>;
  if (typeof id !== "string" || !/^[0-9a-f]{32}$/.test(id)) throw wrong("`id` must be 32 hexadecimal digits");
  return {
    id,
    name: nameOf(name),
    itemId: text(itemId, "itemId"),
    time: timeOf(time),
    division: text(division, "division"),
    type: text(type, "type"),
    gift: gift === true,
    imported: imported === true,
  };
}

function weekOf(value: unknown): HistoryWeek {
  const { week, division, events, purchases, imported } = (value ?? {}) as Record<string, unknown>;
  return {
    week: count(week, "week"),
    division: text(division, "division"),
    events: count(events, "events"),
    purchases: count(purchases, "purchases"),
    imported: imported === true,
  };
}

function invitationOf(value: unknown): HistoryInvitation {
  const { time, what, about } = (value ?? {}) as Record<string, unknown>;
  if (!WHATS.includes(what as HistoryInvitation["what"])) throw wrong(`\`what\` must be one of ${WHATS.join(", ")}`);
  const subjects = list(about, "about");
  if (subjects.length > 255) throw wrong("`about` must name at most 255 things");
  return { time: timeOf(time), what: what as HistoryInvitation["what"], about: subjects.map(subjectOf) };
}

function subjectOf(value: unknown): InvitationSubject {
  const { itemId, reason, division, letter, promotion } = (value ?? {}) as Record<string, unknown>;
  if (itemId !== undefined) return { itemId: text(itemId, "itemId") };
  if (reason !== undefined) return { reason: count(reason, "reason"), division: text(division, "division") };
  if (letter !== undefined) return { letter: text(letter, "letter") };
  if (promotion !== true) throw wrong("`about` must name an item, a reason, a promotion or a letter");
  return { promotion };
}

function pastOf(event: PastEvent, id: string, judge: Judge): HistoryEvent {
  const { name = "purchase", itemId, gift = false } = event ?? {};
  return eventOf({ ...event, id, name, itemId: judge.resolve(text(String(itemId ?? ""), "itemId")), gift, imported: true });
}
