/** Draws the inspector's findings as nodes, from text only. Not for collecting them: see `examine.ts` and `traffic.ts`. */

import { make } from "../element/nodes.js";
import type { Speech } from "../element/speech.js";
import type { Explanation, HistoryEvent, HistoryExport, Loyalty, Message, Part, SuggestRequest } from "../types.js";
import type { Finding, Spot } from "./examine.js";
import type { Asked } from "./traffic.js";
import { saidOfAbsence, saidOfInvitation, saidOfMessageAbsence, saidOfPart, saidOfStatus } from "./wording.js";

const whole = new Intl.NumberFormat("en");
const SVG = "http://www.w3.org/2000/svg";

/** Draws a bar with a length in proportion to the longest; hollow for a negative value. */
function bar(value: number, longest: number): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, said] of [["viewBox", "0 0 100 8"], ["preserveAspectRatio", "none"], ["aria-hidden", "true"]] as const) svg.setAttribute(name, said);
  const rect = document.createElementNS(SVG, "rect");
  rect.setAttribute("width", `${longest > 0 ? (100 * Math.abs(value)) / longest : 0}`);
  rect.setAttribute("height", "8");
  if (value < 0) rect.setAttribute("class", "less");
  svg.append(rect);
  return svg;
}

/** Draws a score as a sum of its parts. */
function sum({ parts, score }: Explanation): HTMLElement {
  const longest = Math.max(0, ...parts.map(({ value }) => Math.abs(value)));
  const row = (part: Part): HTMLElement =>
    make("tr", "part", { "data-name": part.name }, make("th", "", { scope: "row" }, saidOfPart(part), " ", make("code", "", {}, part.name)),
      make("td", "bar", {}, bar(part.value, longest)), make("td", "", {}, whole.format(part.value)));
  return make("table", "sum", { "aria-label": "Parts of the score" }, make("tbody", "", {}, ...parts.map(row)),
    make("tfoot", "", {}, make("tr", "", {}, make("th", "", { scope: "row" }, "Sum, the score"), make("td", ""), make("td", "", {}, whole.format(score)))));
}

function seasonOf({ suggestion }: Finding): string {
  if (!suggestion) return "";
  const { fit, ...parts } = suggestion.season;
  const named = Object.entries(parts).filter(([, value]) => value !== 0).map(([name, value]) => `${name} ${value.toFixed(2)}`);
  return `season fit ${fit.toFixed(2)}${named.length > 0 ? ` (${named.join(", ")})` : ""}`;
}

/** Returns the title and the id of an item; the id alone if no slate has its data. */
function nameOf({ itemId, suggestion }: Finding): (Node | string)[] {
  return [...(suggestion ? [make("bdi", "", {}, suggestion.title), " "] : []), make("code", "", {}, itemId)];
}

function shownItem(finding: Finding, speech: Speech): HTMLElement {
  const { suggestion, explanation } = finding;
  const said = suggestion ? speech.reason(suggestion) : "";
  return make("li", "shown", { "data-item": finding.itemId },
    make("details", "", {},
      make("summary", "", {}, make("span", "place", {}, `${explanation.place}`), " ", ...nameOf(finding), ...(suggestion ? [` ${suggestion.division.id}, `, make("code", "reason", {}, suggestion.reason.code)] : [])),
      make("div", "inside", {},
        make("p", "", {}, said ? make("q", "spoken", { lang: speech.named, dir: "auto" }, said) : "Nothing is spoken."),
        make("p", "", {}, [suggestion && `placed: ${suggestion.place}`, seasonOf(finding)].filter(Boolean).join("; ")),
        sum(explanation))));
}

function absentItem(finding: Finding, request: SuggestRequest, events: readonly HistoryEvent[]): HTMLElement {
  const { itemId, explanation } = finding;
  const { absence, parts } = explanation;
  return make("li", "absent", { "data-item": itemId, "data-absence": absence ?? "" },
    make("details", "", {},
      make("summary", "", {}, ...nameOf(finding), ": ", absence ? saidOfAbsence(absence, itemId, request, events) : ""),
      make("div", "inside", {}, parts.length > 0 ? sum(explanation) : make("p", "", {}, "It has no score here."))));
}

/** The reasons of absence to show first and open. The most common one, that other items score more, is not among them. */
const NEWS: readonly string[] = ["forbidden", "capped", "resting", "unavailable", "threshold", "rule"];

/** Draws the absent items of a request, grouped by the reason. */
function absences({ request, absent }: Spot, events: readonly HistoryEvent[]): HTMLElement[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of absent) {
    const code = finding.explanation.absence ?? "";
    groups.set(code, [...(groups.get(code) ?? []), finding]);
  }
  const rank = (code: string): number => (NEWS.indexOf(code) + 1 || NEWS.length + 1);
  return [...groups].sort(([one], [other]) => rank(one) - rank(other)).map(([code, findings]) =>
    make("details", "group", NEWS.includes(code) ? { open: "" } : {},
      make("summary", "", {}, make("code", "", {}, code), `: ${findings.length}`),
      make("ul", "", {}, ...findings.map((finding) => absentItem(finding, request, events)))));
}

/** Returns a request as text, without absent fields. */
const spell = (request: SuggestRequest): string => JSON.stringify(request).slice(1, -1).replace(/"(\w+)":/g, " $1: ").trim();

/** Draws the finding for one request of the page. */
export function spotOf(spot: Spot, speech: Speech, events: readonly HistoryEvent[]): HTMLElement {
  const { request, slate, took, shown, absent } = spot;
  return make("section", "spot", { "data-placement": request.placement },
    make("h3", "", {}, `Spot: ${request.placement}`),
    make("p", "", {}, make("code", "request", {}, spell(request))),
    make("p", "status", {}, make("code", "", {}, slate.status), `: ${saidOfStatus(slate.status)}. Answered in ${took.toFixed(1)} ms.`),
    make("ol", "", {}, ...shown.map((finding) => shownItem(finding, speech))),
    make("h4", "", {}, "Not shown, and why"),
    ...absences(spot, events),
    ...(absent.length === 0 ? [make("p", "", {}, "Nothing stood in anybody’s way.")] : []));
}

/** Draws the shopper's attachment to the house, and potential for new divisions. */
export function shopperOf(shopper: Spot["shopper"]): HTMLElement {
  const share = (value: number | undefined): string => value?.toFixed(2) ?? "–";
  return make("dl", "shopper", {},
    make("dt", "", {}, "Attachment, 0 to 1: how faithful to the house"), make("dd", "attachment", {}, share(shopper?.attachment)),
    make("dt", "", {}, "Potential, 0 to 1: how open to divisions not yet met"), make("dd", "potential", {}, share(shopper?.potential)));
}

/** Draws the house's messages: first those that may appear, in order, then the others with the reason of their absence. */
export function messagesOf(all: readonly Message[]): HTMLElement {
  const name = ({ kind, id }: Message): Node[] => [make("code", "", {}, id), document.createTextNode(` (${kind}): `)];
  const [coming, absent] = [all.filter(({ absence }) => absence === null), all.filter(({ absence }) => absence !== null)];
  return make("div", "messages", {},
    make("ol", "", {}, ...coming.map((message) => make("li", "coming", { "data-message": message.id }, ...name(message), message.text, message.fromHistory ? " (by the history)" : " (for everybody)"))),
    ...(coming.length === 0 ? [make("p", "", {}, "None comes.")] : []),
    make("h4", "", {}, "Not shown, and why"),
    make("ul", "", {}, ...absent.map((message) => make("li", "absent", { "data-message": message.id }, ...name(message), make("code", "", {}, message.absence!.code), `: ${saidOfMessageAbsence(message.absence!)}`))));
}

/** Draws the tiers of the house, and marks the shopper's tier. */
export function loyaltyOf({ tiers, tier, source }: Loyalty): HTMLElement {
  const says = source === "house" ? "as the page states" : "by this device’s attachment";
  return make("div", "loyalty", {},
    make("ol", "", {}, ...tiers.map(({ id, name, benefits }) =>
      make("li", id === tier?.id ? "standing" : "", { "data-tier": id }, make("code", "", {}, id), ` ${name}: ${benefits}`, id === tier?.id ? ` (the shopper stands here, ${says})` : ""))),
    ...(tier ? [] : [make("p", "", {}, "The tier is unknown: there is no consent, or the page states a tier that the house does not have.")]));
}

/** Draws the history stored on this device, the newest first. */
export function historyOf({ events, weeks, invitations, adviser, paused }: HistoryExport): HTMLElement {
  const time = (iso: string): HTMLElement => make("time", "", { datetime: iso }, `${iso.slice(0, 10)} ${iso.slice(11, 16)}`);
  const list = (name: string, rows: HTMLElement[]): HTMLElement =>
    make("details", "", {}, make("summary", "", {}, `${name}: ${rows.length}`), make("ul", "log", {}, ...rows.reverse()));
  return make("div", "history", {},
    ...(paused ? [make("p", "", {}, "Paused: nothing new is kept.")] : []),
    ...(adviser ? [make("p", "adviser", {}, "Adviser, from a link: ", make("code", "", {}, adviser.code), " ", time(adviser.time))] : []),
    ...(events.length + weeks.length + invitations.length === 0 && !adviser ? [make("p", "", {}, "Nothing is kept: there is no consent, or nothing has happened yet.")] : []),
    list("Events", events.map(({ time: at, name, itemId, type, division, gift, imported }) =>
      make("li", "event", { "data-item": itemId }, time(at), ` ${name} `, make("code", "", {}, itemId), ` ${type}, ${division}${gift ? ", a gift" : ""}${imported ? ", told by the house" : ""}`))),
    list("Weeks that are only counted", weeks.map(({ week, division, events: count, purchases }) =>
      make("li", "", {}, `${new Date(week * 604_800_000).toISOString().slice(0, 10)} ${division}: ${count} events, ${purchases} purchases`))),
    list("Invitations", invitations.map((invitation) => make("li", "", {}, time(invitation.time), ` ${saidOfInvitation(invitation)}`))));
}

/** Draws the requests made, and their total size. */
export function trafficTable(asked: readonly Asked[], digest: string): HTMLElement {
  const total = asked.reduce((bytes, one) => bytes + one.bytes, 0);
  const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
  return make("div", "traffic", {},
    make("p", "", {}, `${asked.length} requests, ${kilobytes(total)} as the server sent them. What was asked of the pack has the digest `, make("code", "digest", {}, digest),
      ": whoever walks the same pages has the same, whatever the history."),
    make("details", "", {}, make("summary", "", {}, "Request log"), make("ol", "log", {}, ...asked.map(({ path, isPack, bytes, isCached, took }) =>
      make("li", "asked", {}, `${isPack ? "pack" : "package"} `, make("code", "", {}, path), ` ${isCached ? "from the browser’s cache, " : ""}${kilobytes(bytes)}, ${took.toFixed(0)} ms`)))));
}
