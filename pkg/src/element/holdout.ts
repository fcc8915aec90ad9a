/**
 * Holds out a share of page views, to compare them with page views that show suggestions. Loaded for elements with the attribute `holdout`.
 * The group is drawn once per page view, and reported to the page's own analytics if an element has the attribute `measure`. Not for the
 * analysis: `passerelle uplift` does that.
 */

import type { Passerelle } from "../index.js";
import type { Assignment } from "../types.js";
import { warn } from "./log-error.js";
import { addressWithQuery } from "../page/page-address.js";
import { saidIn } from "./request.js";

/** The group of a page view. */
interface Drawn {
  page: string;
  percent: number;
  assignment: Promise<Assignment>;
  isTold: boolean;
}

let drawn: Drawn | undefined;

/** Resolves to whether this page view keeps the fallback. An unreadable attribute holds nothing out. */
export async function isHeldOut(host: HTMLElement, shop: Passerelle): Promise<boolean> {
  const said = saidIn(host, "holdout");
  if (said === undefined) return false;
  const percent = Number(said);
  if (!(percent >= 0 && percent <= 100)) {
    warn("attribute_unreadable", `holdout="${said}" on <${host.localName}> must be a number from 0 to 100: the percentage of page views that is held out`);
    return false;
  }
  const page = addressWithQuery();
  if (drawn?.page !== page) drawn = { page, percent, assignment: shop.group({ holdout: percent }), isTold: false };
  if (drawn.percent !== percent) {
    warn("attribute_unreadable", `holdout="${said}" on <${host.localName}>: another element of this page says ${drawn.percent}, which counts; give all of them the same`);
  }
  const current = drawn;
  const assignment = await current.assignment;
  if (!current.isTold && measures(host)) {
    current.isTold = true;
    tell(host, assignment);
  }
  return assignment.group === "held_out";
}

function measures(host: HTMLElement): boolean {
  const measure = saidIn(host, "measure");
  if (measure !== undefined && measure !== "datalayer") {
    warn("attribute_unreadable", `measure="${measure}" on <${host.localName}> must be datalayer, or left out`);
  }
  return measure === "datalayer";
}

/** Pushes one event for the page's tag manager: the group, and nothing about a shopper or an item. */
function tell(host: HTMLElement, { group, unit }: Assignment): void {
  const name = host.getAttribute("data-layer")?.trim() || "dataLayer";
  const page = window as unknown as Record<string, unknown>;
  const layer = (page[name] ??= []);
  if (Array.isArray(layer)) layer.push({ event: "passerelle_group", passerelle_group: group, passerelle_unit: unit });
  else warn("attribute_unreadable", `measure="datalayer" on <${host.localName}>: window.${name} is not an array; name the page's data layer with data-layer`);
}
