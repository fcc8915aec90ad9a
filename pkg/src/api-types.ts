/**
 * What goes into the API and comes out of it. Made from the Rust types; do not edit, but run
 * `PASSERELLE_WRITE_TYPES=1 cargo test --test typescript`.
 */

/**
 * What the shopper did to an item. The names are those of GA4's ecommerce events.
 */
export type EventName = "view_item" | "select_item" | "add_to_cart" | "remove_from_cart" | "add_to_wishlist" | "purchase";

/**
 * One thing that happened on the page. The `view_item` of another item begins another page.
 */
export type PageEvent = { 
/**
 * What was done, by GA4's name.
 */
name: EventName, 
/**
 * Any id the feed knows: item, variant, group, SKU or GTIN. Of several ids of one item (four at most), the first that
 * the pack knows counts.
 */
itemId: string | number | readonly (string | number)[], 
/**
 * It is for somebody else, and says nothing of this shopper's taste.
 */
gift?: boolean, 
/**
 * Of a `purchase`, the number of the order. A line of an order counts once, however often its page is loaded; without a
 * number, purchases of an item within half an hour are one. The history keeps 32 bits of a salted hash of it.
 */
orderId?: string | number, 
/**
 * What the page calls the variant, `38` or `black / 38`: where a size of the item is in it, the event is remembered with that
 * size. An id of the variant in `itemId` says it as well.
 */
variant?: string | number, };

/**
 * The kind of a place on a page.
 */
export type Placement = "product" | "cart" | "home" | "category" | "confirmation" | "recent" | "trending";

/**
 * What kind of page is open: `other` is every page of the shop that is none of the rest.
 */
export type PageKind = "other" | "checkout" | "payment" | "confirmation";

/**
 * Ids of items as a page may write them.
 */
export type ItemIds = readonly (string | number)[];

/**
 * What a page asks: a place of the page to fill. What is left out is as house.toml says.
 */
export type SuggestRequest = { 
/**
 * The kind of place.
 */
placement: Placement, 
/**
 * The page's item; by default the one last viewed, on a product page.
 */
itemId?: string | number, 
/**
 * The page's division, by the id of house.toml, where the page has no item.
 */
division?: string, 
/**
 * What is in the cart, the last put in last: it is never suggested, and its last six lines are completed. A line may be a list of
 * ids of its item: the first completes, all are left out. Of the lines before the last six say the item's own id of the feed
 * too, where you speak of variants.
 */
cart?: readonly (string | number | readonly (string | number)[])[], 
/**
 * Which divisions: all but the page's, the page's, all, pinned items only, or these, by id.
 */
divisions?: "other" | "same" | "any" | "pinned" | readonly string[], 
/**
 * How many suggestions at most, 1 to 24.
 */
limit?: number, 
/**
 * The least score that is shown, as a share (0 to 1) of a typical strongest neighbour.
 */
threshold?: number, 
/**
 * Whether what was looked at may be shown again.
 */
reminders?: boolean, 
/**
 * Ids that must not be suggested.
 */
exclude?: ItemIds, 
/**
 * Ids of items, and no others may be suggested: see `candidates()`.
 */
restrictTo?: ItemIds, 
/**
 * What kind of page it is: nothing is suggested in checkout and while paying, after an order what the house pinned.
 */
page?: PageKind, 
/**
 * Which place of the page it is, where a page has several of one placement; two places never share an item.
 */
slot?: string, };

/**
 * To which group a page view belongs.
 */
export type GroupOptions = { 
/**
 * The percentage of page views that is held out, 0 to 100.
 */
holdout: number, };

/**
 * The group of a page view, and how it came to it.
 */
export type Assignment = { 
/**
 * The group.
 */
group: TrafficGroup, 
/**
 * What was drawn.
 */
unit: AssignmentUnit, };

/**
 * Which group a page view belongs to.
 */
export type TrafficGroup = "suggestions" | "held_out";

/**
 * What was drawn by lot.
 */
export type AssignmentUnit = "device" | "day";

/**
 * What the page knows of the place, the weather and the day.
 */
export type SeasonOptions = { 
/**
 * The country whose shop this is, by its two letters (ISO 3166); by default that of the device's time zone.
 */
country?: string, 
/**
 * The weather there, or the address of a file with that of all regions: `docs/weather.md`.
 */
weather?: WeatherSource, 
/**
 * For previews: the day as `2026-11-22`, instead of today.
 */
date?: string, };

/**
 * Who tells the weather.
 */
export type WeatherSource = Weather | string;

/**
 * The weather, as far as the page tells it.
 */
export type Weather = { 
/**
 * Air temperature, in degrees Celsius.
 */
temperatureC?: number, 
/**
 * Rain of the day, in millimetres.
 */
rainMm?: number, 
/**
 * The highest UV index of the day.
 */
uvIndex?: number, };

/**
 * Why a slate is as it is.
 */
export type Status = "ok" | "off" | "no-pack" | "item-unknown" | "nothing-suitable" | "not-now";

/**
 * The ordered list for a slot.
 */
export type Slate = { 
/**
 * Why the slate is as it is.
 */
status: Status, 
/**
 * The best first; more of one type than the house wants comes last, where nothing else is left.
 */
suggestions: Array<Suggestion>, };

/**
 * One entry of a slate. Every text is text, never markup.
 */
export type Suggestion = { 
/**
 * The item's id in the feed.
 */
itemId: string, 
/**
 * The title.
 */
title: string, 
/**
 * Address of the item's page.
 */
url: string, 
/**
 * Address of the picture; `null` when the feed has none.
 */
image: string | null, 
/**
 * The picture by its width, as `srcset` says it; `null` where house.toml has no `[images] template`.
 */
imageSet: string | null, 
/**
 * Address of another picture, for when the first one cannot be had; `null` when the feed has none.
 */
additionalImage: string | null, 
/**
 * `null` when the feed has none, or it is too old to show.
 */
price: Price | null, 
/**
 * The item's division.
 */
division: Division, 
/**
 * The product type, as the feed calls it.
 */
type: string, 
/**
 * Comparable within one slate: a whole number of units of 2^-30, at most 2^52 and so exact.
 */
score: number, 
/**
 * Why it is suggested.
 */
reason: Reason, 
/**
 * How well it fits the season and the weather.
 */
season: SeasonFit, 
/**
 * The most particular first.
 */
flags: Array<Flag>, 
/**
 * How it came to its place: by its score, as something new that gets a chance, or pinned by the house.
 */
place: RankSource, };

/**
 * What is needed to draw an item. Every text is text, never markup.
 */
export type Item = { 
/**
 * The item's id in the feed.
 */
itemId: string, 
/**
 * The title.
 */
title: string, 
/**
 * Address of the item's page.
 */
url: string, 
/**
 * Address of the picture; `null` when the feed has none.
 */
image: string | null, 
/**
 * The picture by its width, as `srcset` says it; `null` where house.toml has no `[images] template`.
 */
imageSet: string | null, 
/**
 * Address of another picture, for when the first one cannot be had; `null` when the feed has none.
 */
additionalImage: string | null, 
/**
 * `null` when the feed has none, or it is too old to show.
 */
price: Price | null, 
/**
 * The item's division.
 */
division: Division, 
/**
 * The product type, as the feed calls it.
 */
type: string, 
/**
 * Whether it can be bought now; of a variant, where the page speaks of one.
 */
available: boolean, };

/**
 * How an item came to its place.
 */
export type RankSource = "pinned" | "ranked" | "new";

/**
 * An amount of money.
 */
export type Price = { 
/**
 * In major units: 2.95.
 */
amount: number, 
/**
 * ISO 4217.
 */
currency: string, };

/**
 * A department of the house.
 */
export type Division = { 
/**
 * The id of house.toml.
 */
id: string, 
/**
 * In the page's language.
 */
name: string, };

/**
 * Why an item is suggested, without what the sentence names.
 */
export type ReasonCode = "goes-with-page-item" | "completes-cart" | "goes-with-session-item" | "completes-type" | "division" | "collection" | "weather" | "season" | "occasion" | "new-in-division" | "appreciated" | "house" | "recently-viewed" | "trending";

/**
 * Why something is suggested, in the most particular way that may be spoken: docs/discretion.md.
 */
export type Reason = { 
/**
 * Which reason.
 */
code: ReasonCode, 
/**
 * Of the item, type, division, collection or occasion that it names; `cold`, `rain` or `sun` of the weather.
 */
id?: string, 
/**
 * The title, or the name in the page's language; what types are called is in the words of the pack.
 */
name?: string, };

/**
 * How well an item fits the season and the weather: -1 to 1 with four decimals, and what that is the sum of.
 */
export type SeasonFit = { 
/**
 * The sum.
 */
fit: number, 
/**
 * Its collections are shown now, or are over or to come.
 */
collection: number, 
/**
 * An occasion is near that it is for.
 */
occasion: number, 
/**
 * What clients bought at this time of other years.
 */
demand: number, 
/**
 * Warm when it is cold, for rain when it rains.
 */
weather: number, };

/**
 * What may be said of an item's season, without what it names.
 */
export type FlagCode = "collection" | "occasion" | "ending-soon" | "new" | "in-demand-now" | "cold-snap" | "rain" | "sun";

/**
 * What may be said of an item's season.
 */
export type Flag = { 
/**
 * What may be said.
 */
code: FlagCode, 
/**
 * Of the collection or occasion.
 */
id?: string, 
/**
 * In the page's language, where the house has given one.
 */
name?: string, 
/**
 * What a collection tells, likewise.
 */
story?: string, 
/**
 * Where to read on.
 */
link?: string, };

/**
 * Why an item has its score, or is not shown. The parts sum to the score.
 */
export type Explanation = { 
/**
 * The sum of the parts: a whole number of units of 2^-30, at most 2^52 and so exact.
 */
score: number, 
/**
 * In the order in which they were worked out.
 */
parts: Array<Part>, 
/**
 * From 1; `null` when it is not shown.
 */
place: number | null, 
/**
 * Why it is not shown.
 */
absence: Absence | null, 
/**
 * How faithful the shopper is to the house, 0 to 1: see docs/ranking.md.
 */
attachment: number, 
/**
 * How open the shopper is to divisions not yet met, 0 to 1.
 */
potential: number, };

/**
 * A part of a score.
 */
export type Part = { 
/**
 * `neighbour` and `back-off`: the list of an item of the history, counted or derived from types and attributes;
 * `in-season`: the season's slate; `reminder`: it was looked at; `season`: how well it fits the season and the weather;
 * `fatigue`: shown before and not followed; `size`: left in other sizes alone; `attachment`: new, for a faithful shopper;
 * `rule`: of house.toml; `share`: its division's share of the slate.
 */
name: PartName, 
/**
 * The item or the rule's number; `null` for others.
 */
source: string | null, 
/**
 * Whole units of 2^-30, exact; negative where something was taken away.
 */
value: number, };

/**
 * What a part of a score comes from.
 */
export type PartName = "neighbour" | "back-off" | "in-season" | "trending" | "reminder" | "season" | "fatigue" | "size" | "attachment" | "rule" | "share";

/**
 * Why an item is not shown.
 */
export type Absence = "no-neighbour" | "no-card" | "forbidden" | "capped" | "resting" | "division" | "wearer" | "rule" | "threshold" | "unavailable" | "type-full" | "not-viewed" | "outranked";

/**
 * What became of a notice on this device.
 */
export type NoticeState = { 
/**
 * How often it was seen.
 */
seen: number, 
/**
 * Whether it was opened or put away.
 */
read: boolean, };

/**
 * What happened to a notice.
 */
export type NoticeEvent = "waits" | "shown" | "read";

/**
 * What a message is. Those of relation serve the client or bring news; an offer is a promotion.
 */
export type MessageKind = "notice" | "care" | "back-in-stock" | "early-access" | "invitation" | "offer";

/**
 * What happened to a message.
 */
export type MessageEvent = "impression" | "read" | "closed" | "satisfied" | "dissatisfied";

/**
 * Which messages a page asks for.
 */
export type MessagesRequest = { 
/**
 * What kind of page asks; `other` unless it is said.
 */
page?: PageKind, 
/**
 * The place on the page, by a name of its own; `messages` unless it is said, where messages stand that the page reports
 * without an element.
 */
slot?: string, 
/**
 * The kinds that may come here; all unless it is said.
 */
kinds?: Array<MessageKind>, 
/**
 * `everyone`: the pictures of all messages are asked for at once, whoever is shown which. Unless it is said no message has
 * a picture: one that is shown to a few would tell its host who they are.
 */
pictures?: MessagePictures, };

/**
 * Who asks for the pictures of messages.
 */
export type MessagePictures = "everyone";

/**
 * A message of the house that may come now. Every text is text, never markup.
 */
export type Message = { 
/**
 * Its id: what `recordMessage()` takes.
 */
id: string, 
/**
 * What it is.
 */
kind: MessageKind, 
/**
 * `first` where it concerns this shopper, `letter` where it is for everybody.
 */
prominence: "first" | "letter", 
/**
 * Whether what this device remembers decided that it is shown, or that it is this one. An offer must say so.
 */
fromHistory: boolean, 
/**
 * What it says; of what is back in stock, the item's title.
 */
text: string, 
/**
 * Where to read on; `null` where there is no such page.
 */
link: string | null, 
/**
 * Address of a picture; `null` where there is none, and unless the request says `pictures: "everyone"`.
 */
picture: string | null, 
/**
 * Whether it asks if the client is satisfied.
 */
asks: boolean, 
/**
 * The page of the service, for who is not satisfied; `null` where it does not ask.
 */
service: string | null, 
/**
 * Of an offer, its code; `null` for every other kind.
 */
code: string | null, 
/**
 * Why it is not shown; `null` where it comes.
 */
absence: MessageAbsence | null, };

/**
 * Why a message is not shown.
 */
export type MessageAbsence = { 
/**
 * The rule.
 */
code: MessageAbsenceCode, 
/**
 * The condition of `for` that is not met; `null` where another rule decided.
 */
condition: Condition | null, };

/**
 * The rule by which a message is not shown.
 */
export type MessageAbsenceCode = "checkout" | "out-of-days" | "done" | "shown" | "no-history" | "unmet" | "kind-rests" | "day-is-full" | "promotions-rest" | "another-offer" | "elsewhere" | "other-kind";

/**
 * What a predicate may ask.
 */
export type Condition = "knows" | "not_yet" | "bought_types" | "collections" | "attachment" | "potential" | "countries";

/**
 * What advice about items needs to know beside their cards.
 */
export type AdviceContext = { 
/**
 * The season at the page's place.
 */
season: "spring" | "summer" | "autumn" | "winter", 
/**
 * Ids of those that were bought, not as a gift, as far as this device knows: none without consent.
 */
owned: Array<string>, 
/**
 * Ids of those that cannot be bought now.
 */
unavailable: Array<string>, 
/**
 * Whether prices of the build may still be shown.
 */
hasFreshPrices: boolean, };

/**
 * What a shop remembers.
 */
export type HistoryExport = { 
/**
 * The version of this form.
 */
passerelle: 1, 
/**
 * Whether the recording is paused.
 */
paused: boolean, 
/**
 * The oldest first.
 */
events: Array<HistoryEvent>, 
/**
 * What is left of weeks whose events are gone.
 */
weeks: Array<HistoryWeek>, 
/**
 * What was suggested here, and what became of it.
 */
invitations: Array<HistoryInvitation>, 
/**
 * The adviser whom a link named last; not there where none did.
 */
adviser?: HistoryAdviser, };

/**
 * An event as it is remembered.
 */
export type HistoryEvent = { 
/**
 * Its own number, as 32 hexadecimal digits.
 */
id: string, 
/**
 * GA4's name of the event.
 */
name: EventName, 
/**
 * The item.
 */
itemId: string, 
/**
 * When: in seconds since 1970-01-01 UTC here, in an export as ISO 8601 in UTC.
 */
time: string, 
/**
 * The division's id.
 */
division: string, 
/**
 * The name of the item's type.
 */
type: string, 
/**
 * It was for somebody else.
 */
gift: boolean, 
/**
 * The house told of it.
 */
imported: boolean, 
/**
 * The size of the variant, where the page said one.
 */
size?: HistorySize, };

/**
 * A size as it is remembered.
 */
export type HistorySize = { 
/**
 * What it is a size of: kind of thing, size system, size type, gender and age group, as far as the house's feed says them.
 */
group: string, 
/**
 * The size as the house's feed writes it.
 */
name: string, };

/**
 * What is left of a week in one division.
 */
export type HistoryWeek = { 
/**
 * Weeks since 1970-01-01 UTC.
 */
week: number, 
/**
 * The division's id.
 */
division: string, 
/**
 * Events that are not in the log any more.
 */
events: number, 
/**
 * Purchases among them.
 */
purchases: number, 
/**
 * The house told of it.
 */
imported: boolean, };

/**
 * Something that became of suggestions or messages.
 */
export type HistoryInvitation = { 
/**
 * When: in seconds since 1970-01-01 UTC here, in an export as ISO 8601 in UTC.
 */
time: string, 
/**
 * `offered`, `seen`, `followed`, `refused` or `taken-back`; of messages also `drawn`, `satisfied` or `dissatisfied`; of
 * items also `sold-out`, looked at while they could not be bought; of a questionnaire's answers `answered`.
 */
what: "offered" | "seen" | "followed" | "refused" | "taken-back" | "drawn" | "satisfied" | "dissatisfied" | "sold-out" | "answered", 
/**
 * What it happened to.
 */
about: Array<InvitationSubject>, };

/**
 * An item, a variant of one, a reason with the division it invited to, a slate, or a message of service.
 */
export type InvitationSubject = { 
/**
 * Its id.
 */
itemId: string, } | { 
/**
 * The item's id.
 */
itemId: string, 
/**
 * The id under which the page spoke of it.
 */
variantId: string, } | { 
/**
 * The reason's number.
 */
reason: number, 
/**
 * The id of the division it invited to.
 */
division: string, } | { 
/**
 * Always true.
 */
promotion: true, } | { 
/**
 * The house's id for it.
 */
letter: string, } | { 
/**
 * The ids of the questionnaire, the question and the answer, with slashes between.
 */
answer: string, };

/**
 * An adviser whom a link named.
 */
export type HistoryAdviser = { 
/**
 * The adviser's code.
 */
code: string, 
/**
 * When: in seconds since 1970-01-01 UTC here, in an export as ISO 8601 in UTC.
 */
time: string, };
