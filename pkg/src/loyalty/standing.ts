/**
 * Finds a client's tier in the house's programme: the tier that the page states, or else the one that this device's history reaches. Loaded
 * when it is asked for. Not for computing attachment: the module does that.
 */

import { PasserelleError } from "../error.js";
import type { Loyalty, LoyaltyRequest, LoyaltyTier } from "../types.js";
import type { Warn } from "../warning.js";

/** The programme in the pack. */
export interface Programme {
  readonly text: string;
  readonly link: string | null;
  /** The tiers, ascending by the least attachment (0 to 1) that they need. */
  readonly tiers: readonly (LoyaltyTier & { readonly attachment: number })[];
}

/**
 * Finds the tier. `reached` calls the module: it returns the position of the tier that the device's history reaches.
 *
 * @throws {PasserelleError} `invalid_option` if the request is invalid
 */
export function standingIn(programme: Programme, request: LoyaltyRequest, reached: (least: Float64Array) => number | undefined, warn: Warn): Loyalty {
  if (typeof request !== "object" || request === null) throw new PasserelleError("invalid_option", "loyalty(request): the request must be an object");
  const { tier: stated, ...others } = request;
  if (stated !== undefined && typeof stated !== "string") throw new PasserelleError("invalid_option", "loyalty(request): `tier` must be the id of a tier");
  const [other] = Object.keys(others);
  if (other !== undefined) throw new PasserelleError("invalid_option", `loyalty(request): \`${other}\` is not known; leave it out, or choose tier`);
  const tiers = programme.tiers.map(({ id, name, benefits, deepen }) => ({ id, name, benefits, deepen }));
  const { text, link } = programme;
  if (stated !== undefined) {
    const tier = tiers.find(({ id }) => id === stated) ?? null;
    if (!tier) warn("tier_unknown", `${JSON.stringify(stated)} is not a tier of the house; its tiers are ${tiers.map(({ id }) => JSON.stringify(id)).join(", ")}`);
    return { text, link, tiers, tier, source: tier && "house" };
  }
  const at = reached(Float64Array.from(programme.tiers, ({ attachment }) => attachment));
  const tier = at === undefined ? null : (tiers[at] ?? null);
  return { text, link, tiers, tier, source: tier && "device" };
}

/**
 * Parses the programme in a file of messages.
 *
 * @throws {Error} names the part that cannot be read
 */
export function programmeIn(told: unknown): Programme {
  const { text, link, tiers } = (told ?? {}) as Record<string, unknown>;
  if (typeof text !== "string" || !Array.isArray(tiers) || tiers.length === 0) throw new Error("`loyalty` has no text, or no tiers");
  let least = -1;
  const read = (tier: unknown): Programme["tiers"][number] => {
    const { id, attachment, name, benefits, deepen } = (tier ?? {}) as Record<string, unknown>;
    const isText = [id, name, benefits, deepen ?? ""].every((said) => typeof said === "string");
    if (!isText || typeof attachment !== "number" || !(attachment > least) || attachment > 1) throw new Error("a tier of `loyalty` cannot be read, or is out of order");
    least = attachment;
    return { id: id as string, attachment, name: name as string, benefits: benefits as string, deepen: (deepen as string | undefined) ?? null };
  };
  return { text, link: typeof link === "string" ? link : null, tiers: tiers.map(read) };
}
