/**
 * What goes into the API and comes out of it. Made from the Rust types; do not edit, but run
 * `PASSERELLE_WRITE_TYPES=1 cargo test --test typescript`.
 */

/**
 * The kind of an event. The names are those of GA4's ecommerce events.
 */
export type EventName = "view_item" | "select_item" | "add_to_cart" | "remove_from_cart" | "add_to_wishlist" | "purchase";

/**
 * One event on the page. The `view_item` of another item starts a new page.
 */
export type PageEvent = { 
/**
 * The event's GA4 name.
 */
name: EventName, 
/**
 * Any id in the feed: item, variant, group, SKU or GTIN. If several ids of one item are given (at most four), the
 * first that the pack knows counts.
 */
itemId: string | number | readonly (string | number)[], 
/**
 * The item is a gift and says nothing about this shopper's taste.
 */
gift?: boolean, 
/**
 * For a `purchase`: the order number. A line of an order counts once, however often its page is loaded; without a
 * number, purchases of an item within half an hour count as one. The history keeps 32 bits of a salted hash of the
 * number.
 */
orderId?: string | number, 
/**
 * The variant's name, such as `38` or `black / 38`. If it contains a size of the item, the event is stored with
 * that size. A variant id in `itemId` has the same effect.
 */
variant?: string | number, };

/**
 * The kind of a slot on a page.
 */
export type Placement = "product" | "cart" | "home" | "category" | "confirmation" | "recent" | "trending";

/**
 * The kind of the open page.
 */
export type PageKind = "other" | "checkout" | "payment" | "confirmation";

/**
 * Ids of items, as strings or numbers.
 */
export type ItemIds = readonly (string | number)[];

/**
 * A request for suggestions for one slot of the page. Options that are left out have the values of house.toml.
 */
export type SuggestRequest = { 
/**
 * The kind of slot.
 */
placement: Placement, 
/**
 * The page's item; on a product page, by default the item viewed last.
 */
itemId?: string | number, 
/**
 * The page's division, by its id in house.toml, if the page has no item.
 */
division?: string, 
/**
 * The cart's lines, the last added last: they are never suggested, and the last six choose the suggestions. A line
 * may be a list of ids of one item: the first one chooses suggestions, and all are excluded. For lines before the
 * last six, include the item's own id of the feed if you use ids of variants.
 */
cart?: readonly (string | number | readonly (string | number)[])[], 
/**
 * Which divisions to suggest from: all but the page's, the page's, all, pinned items only, or a list of ids.
 */
divisions?: "other" | "same" | "any" | "pinned" | readonly string[], 
/**
 * The most suggestions to return, 1 to 24.
 */
limit?: number, 
/**
 * The lowest score to show, as a share (0 to 1) of a typical strongest neighbour's score.
 */
threshold?: number, 
/**
 * Whether items that the shopper viewed may be suggested again.
 */
reminders?: boolean, 
/**
 * Ids of items to exclude.
 */
exclude?: ItemIds, 
/**
 * Ids of the only items that may be suggested: see `candidates()`.
 */
restrictTo?: ItemIds, 
/**
 * The kind of page. In checkout and on payment pages nothing is suggested; after an order, only pinned items are.
 */
page?: PageKind, 
/**
 * The name of the slot, if a page has several with one placement. Two slots never show the same item.
 */
slot?: string, };

/**
 * Options that assign a page view to a group.
 */
export type GroupOptions = { 
/**
 * The percentage of page views that are held out, 0 to 100.
 */
holdout: number, };

/**
 * The group of a page view, and the unit that was assigned.
 */
export type Assignment = { 
/**
 * The group.
 */
group: TrafficGroup, 
/**
 * The unit of randomisation.
 */
unit: AssignmentUnit, };

/**
 * The group of a page view.
 */
export type TrafficGroup = "suggestions" | "held_out";

/**
 * The unit of randomisation.
 */
export type AssignmentUnit = "device" | "day";

/**
 * The page's country, weather and day.
 */
export type SeasonOptions = { 
/**
 * The shop's country as two letters (ISO 3166); by default, the country of the device's time zone.
 */
country?: string, 
/**
 * The weather there, or the address of a file with the weather of all regions: see `docs/weather.md`.
 */
weather?: WeatherSource, 
/**
 * For previews: the day to use instead of today, as `2026-11-22`.
 */
date?: string, };

/**
 * The source of the weather.
 */
export type WeatherSource = Weather | string;

/**
 * The weather as reported by the page. Values that are left out do not count.
 */
export type Weather = { 
/**
 * Air temperature, in degrees Celsius, -100 to 100.
 */
temperatureC?: number, 
/**
 * Rain of the day, in millimetres, 0 to 2,000.
 */
rainMm?: number, 
/**
 * The highest UV index of the day, 0 to 50.
 */
uvIndex?: number, };

/**
 * Whether a slate has suggestions, and if not, why.
 */
export type Status = "ok" | "off" | "no-pack" | "item-unknown" | "nothing-suitable" | "not-now";

/**
 * An ordered list of suggestions for a slot.
 */
export type Slate = { 
/**
 * Whether there are suggestions, and if not, why.
 */
status: Status, 
/**
 * Best first. Suggestions above the house's limit per type come last, and only if the slate would be short without
 * them.
 */
suggestions: Array<Suggestion>, };

/**
 * One entry of a slate. All strings are plain text, never markup.
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
 * URL of the item's page.
 */
url: string, 
/**
 * URL of the image; `null` if the feed has none.
 */
image: string | null, 
/**
 * The image in several widths, in the format of `srcset`; `null` if house.toml has no `[images] template`.
 */
imageSet: string | null, 
/**
 * URL of a second image, to use if the first one fails to load; `null` if the feed has none.
 */
additionalImage: string | null, 
/**
 * The price; `null` if the feed has none or the stored price is too old to show.
 */
price: Price | null, 
/**
 * The item's division.
 */
division: Division, 
/**
 * The product type, as named in the feed.
 */
type: string, 
/**
 * Comparable within one slate only: a whole number in units of 2^-30, below 2^53 and therefore exact.
 */
score: number, 
/**
 * Why the item is suggested.
 */
reason: Reason, 
/**
 * How well the item fits the season and the weather.
 */
season: SeasonFit, 
/**
 * Flags about the season, the most specific first.
 */
flags: Array<Flag>, 
/**
 * How the item got its position: by its score, as a new item that gets a chance, or pinned by the house.
 */
place: RankSource, };

/**
 * The data needed to draw an item. All strings are plain text, never markup.
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
 * URL of the item's page.
 */
url: string, 
/**
 * URL of the image; `null` if the feed has none.
 */
image: string | null, 
/**
 * The image in several widths, in the format of `srcset`; `null` if house.toml has no `[images] template`.
 */
imageSet: string | null, 
/**
 * URL of a second image, to use if the first one fails to load; `null` if the feed has none.
 */
additionalImage: string | null, 
/**
 * The price; `null` if the feed has none or the stored price is too old to show.
 */
price: Price | null, 
/**
 * The item's division.
 */
division: Division, 
/**
 * The product type, as named in the feed.
 */
type: string, 
/**
 * Whether the item can be bought now; if the page named a variant, whether that variant can.
 */
available: boolean, };

/**
 * How an item got its position.
 */
export type RankSource = "pinned" | "ranked" | "new";

/**
 * An amount of money.
 */
export type Price = { 
/**
 * In major units of the currency, for example 2.95.
 */
amount: number, 
/**
 * ISO 4217 code.
 */
currency: string, };

/**
 * A division (department) of the shop.
 */
export type Division = { 
/**
 * The id from house.toml.
 */
id: string, 
/**
 * The name in the page's language.
 */
name: string, };

/**
 * The reason of a suggestion, without the name its sentence mentions.
 */
export type ReasonCode = "goes-with-page-item" | "completes-cart" | "goes-with-session-item" | "completes-type" | "division" | "collection" | "weather" | "season" | "occasion" | "new-in-division" | "appreciated" | "house" | "recently-viewed" | "trending";

/**
 * The data that a reason depends on.
 */
export type ReasonBasis = "page" | "history" | "everyone";

/**
 * Why an item is suggested: the most specific reason that may be shown. See docs/discretion.md.
 */
export type Reason = { 
/**
 * Which reason.
 */
code: ReasonCode, 
/**
 * Id of the item, type, division, collection or occasion that the reason names; for weather, `cold`, `rain` or
 * `sun`.
 */
id?: string, 
/**
 * The item's title, or the name in the page's language. Names of types are in the pack's translations.
 */
name?: string, 
/**
 * The data that the reason depends on.
 */
basis: ReasonBasis, 
/**
 * The name of the reason's sentence in the catalogues, see docs/sentences.md. For a type without a name in the
 * pack's translations, the sentence with the suffix `-plain` takes the feed's own word.
 */
sentence: string, };

/**
 * How well an item fits the season and the weather: the sum and its parts, -1 to 1, rounded to four decimals.
 */
export type SeasonFit = { 
/**
 * The sum of the parts.
 */
fit: number, 
/**
 * The part of collections: positive while a collection of the item is shown, negative before and after.
 */
collection: number, 
/**
 * The part of occasions: positive while an occasion that the item is meant for is near.
 */
occasion: number, 
/**
 * The part of demand: sales at this time in other years.
 */
demand: number, 
/**
 * The part of the weather: warm clothing in cold weather, rain protection in rain.
 */
weather: number, };

/**
 * A flag of an item's season, without the name it mentions.
 */
export type FlagCode = "collection" | "occasion" | "ending-soon" | "new" | "in-demand-now" | "cold-snap" | "rain" | "sun";

/**
 * A label about an item's season.
 */
export type Flag = { 
/**
 * Which label.
 */
code: FlagCode, 
/**
 * Id of the collection or occasion.
 */
id?: string, 
/**
 * Name of the collection or occasion in the page's language, if the house has given one.
 */
name?: string, 
/**
 * The story of a collection in the page's language, if the house has given one.
 */
story?: string, 
/**
 * Address of a page with more about the collection or occasion.
 */
link?: string, };

/**
 * Why an item has its score, or why it is not shown. The parts add up to the score.
 */
export type Explanation = { 
/**
 * The sum of the parts: a whole number in units of 2^-30, below 2^53 and therefore exact.
 */
score: number, 
/**
 * In the order of computation.
 */
parts: Array<Part>, 
/**
 * Position on the slate, starting at 1; `null` if the item is not shown.
 */
place: number | null, 
/**
 * Why the item is not shown; `null` if it is shown.
 */
absence: Absence | null, 
/**
 * How loyal the shopper is to the house, 0 to 1, rounded to four decimals: see docs/ranking.md.
 */
attachment: number, 
/**
 * How open the shopper is to divisions that are new to them, 0 to 1, rounded to four decimals.
 */
potential: number, };

/**
 * One part of a score.
 */
export type Part = { 
/**
 * `neighbour` and `back-off`: the neighbour list of an item in the history, from counts or derived from types and
 * attributes; `in-season`: the season's list; `trending`: the list of trending items; `reminder`: the shopper has
 * viewed the item; `season`: fit with the season and the weather; `fatigue`: shown before without a click; `size`:
 * only other sizes are left; `attachment`: a new item, for a loyal shopper; `rule`: a rule of house.toml; `share`:
 * the division's share of the slate.
 */
name: PartName, 
/**
 * The item's id or the rule's number; `null` for other parts.
 */
source: string | null, 
/**
 * In whole units of 2^-30, exact; negative if the part lowers the score.
 */
value: number, };

/**
 * The source of a part of a score.
 */
export type PartName = "neighbour" | "back-off" | "in-season" | "trending" | "reminder" | "season" | "fatigue" | "size" | "attachment" | "rule" | "share";

/**
 * Why an item is not shown.
 */
export type Absence = "no-neighbour" | "no-card" | "forbidden" | "capped" | "resting" | "division" | "wearer" | "rule" | "threshold" | "unavailable" | "type-full" | "not-viewed" | "outranked";

/**
 * The state of a notice on this device.
 */
export type NoticeState = { 
/**
 * Number of times it was seen.
 */
seen: number, 
/**
 * Whether it was opened or dismissed.
 */
read: boolean, };

/**
 * An event of a notice.
 */
export type NoticeEvent = "waits" | "shown" | "read";

/**
 * The kind of a message. An offer is a promotion; all other kinds are relation: service or news.
 */
export type MessageKind = "notice" | "care" | "back-in-stock" | "early-access" | "invitation" | "offer";

/**
 * An event of a message.
 */
export type MessageEvent = "impression" | "read" | "closed" | "satisfied" | "dissatisfied";

/**
 * Options that select the messages for a page.
 */
export type MessagesRequest = { 
/**
 * The kind of page; `other` by default.
 */
page?: PageKind, 
/**
 * The name of the slot on the page; `messages` by default, the slot of messages that the page reports without an
 * element.
 */
slot?: string, 
/**
 * The kinds of message to show here; all by default.
 */
kinds?: Array<MessageKind>, 
/**
 * `everyone`: the page loads the pictures of all messages for every shopper, whichever message is shown. By
 * default no message has a picture, because loading a picture that only some shoppers see would identify them to
 * its host.
 */
pictures?: MessagePictures, };

/**
 * For whom the pictures of messages are loaded.
 */
export type MessagePictures = "everyone";

/**
 * A message of the house, and why it is not shown if it is not. All strings are plain text, never markup.
 */
export type Message = { 
/**
 * The id to pass to `recordMessage()`.
 */
id: string, 
/**
 * The kind of message.
 */
kind: MessageKind, 
/**
 * `first` if the message concerns this shopper, `letter` if it is for everybody.
 */
prominence: "first" | "letter", 
/**
 * Whether the history on this device decided that a message is shown, or which one. An offer must disclose this.
 */
fromHistory: boolean, 
/**
 * The text of the message; for `back-in-stock`, the item's title.
 */
text: string, 
/**
 * Address of a page with more; `null` if there is none.
 */
link: string | null, 
/**
 * URL of an image; `null` if there is none, or if the request does not set `pictures: "everyone"`.
 */
picture: string | null, 
/**
 * Whether the message asks if the client is satisfied.
 */
asks: boolean, 
/**
 * The customer service page for a client who is not satisfied; `null` if the message does not ask.
 */
service: string | null, 
/**
 * The code of an offer; `null` for every other kind.
 */
code: string | null, 
/**
 * Why the message is not shown; `null` if it is shown.
 */
absence: MessageAbsence | null, };

/**
 * Why a message is not shown.
 */
export type MessageAbsence = { 
/**
 * The rule that excluded the message.
 */
code: MessageAbsenceCode, 
/**
 * The condition of `for` that is not met; `null` if another rule excluded the message.
 */
condition: Condition | null, };

/**
 * The rule that excludes a message.
 */
export type MessageAbsenceCode = "checkout" | "out-of-days" | "done" | "shown" | "no-history" | "unmet" | "kind-rests" | "day-is-full" | "promotions-rest" | "another-offer" | "elsewhere" | "other-kind";

/**
 * The kinds of conditions.
 */
export type Condition = "knows" | "not_yet" | "bought_types" | "collections" | "attachment" | "potential" | "countries";

/**
 * Facts about items that advice needs in addition to their cards.
 */
export type AdviceContext = { 
/**
 * The season in the page's region.
 */
season: "spring" | "summer" | "autumn" | "winter", 
/**
 * Ids of the items that the shopper has bought, gifts excluded, according to this device; empty without consent.
 */
owned: Array<string>, 
/**
 * Ids of the items that cannot be bought now.
 */
unavailable: Array<string>, 
/**
 * Whether the prices of the build are recent enough to show.
 */
hasFreshPrices: boolean, };

/**
 * The contents of the history.
 */
export type HistoryExport = { 
/**
 * The version of this format.
 */
passerelle: 1, 
/**
 * Whether recording is paused.
 */
paused: boolean, 
/**
 * The events, oldest first.
 */
events: Array<HistoryEvent>, 
/**
 * Tallies of weeks whose events were deleted.
 */
weeks: Array<HistoryWeek>, 
/**
 * The impression log: suggestions and messages on this device, and the shopper's responses.
 */
invitations: Array<HistoryInvitation>, 
/**
 * The adviser named last by a link; absent if there is none.
 */
adviser?: HistoryAdviser, };

/**
 * A stored event.
 */
export type HistoryEvent = { 
/**
 * Its unique number, as 32 hexadecimal digits.
 */
id: string, 
/**
 * GA4's name of the event.
 */
name: EventName, 
/**
 * The item's id.
 */
itemId: string, 
/**
 * Time, in an export as ISO 8601 in UTC; in Rust, in seconds since 1970-01-01 UTC.
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
 * Whether the item was a gift.
 */
gift: boolean, 
/**
 * Whether the house imported the event.
 */
imported: boolean, 
/**
 * The size of the variant, if the page gave one.
 */
size?: HistorySize, };

/**
 * A stored size.
 */
export type HistorySize = { 
/**
 * A description of the size range: kind of item, size system, size type, gender and age group, as far as the
 * house's feed states them.
 */
group: string, 
/**
 * The size as the house's feed writes it.
 */
name: string, };

/**
 * The tally of a week in one division.
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
 * Number of events that are no longer in the log.
 */
events: number, 
/**
 * Number of purchases among them.
 */
purchases: number, 
/**
 * Whether the house imported the events.
 */
imported: boolean, };

/**
 * A line of the impression log: feedback on suggestions or messages.
 */
export type HistoryInvitation = { 
/**
 * Time, in an export as ISO 8601 in UTC; in Rust, in seconds since 1970-01-01 UTC.
 */
time: string, 
/**
 * `offered`, `seen`, `followed`, `refused` or `taken-back`; for messages also `drawn`, `satisfied` or
 * `dissatisfied`; for items also `sold-out`, viewed while they could not be bought; for a questionnaire's answers
 * `answered`. `settled` says that a message is not drawn again until its last day, which is the time.
 */
what: "offered" | "seen" | "followed" | "refused" | "taken-back" | "drawn" | "satisfied" | "dissatisfied" | "sold-out" | "answered" | "settled", 
/**
 * The subjects of the feedback.
 */
about: Array<InvitationSubject>, };

/**
 * A subject: an item, a variant, a reason with a division, a promoting slate, a message, or an answer.
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
 * The variant's id, as the page wrote it.
 */
variantId: string, } | { 
/**
 * The reason's number.
 */
reason: number, 
/**
 * The id of the suggested item's division.
 */
division: string, } | { 
/**
 * Always true.
 */
promotion: true, } | { 
/**
 * The message's key: its kind and id; for a notice, its id alone.
 */
letter: string, } | { 
/**
 * The ids of the questionnaire, the question and the answer, with slashes in between.
 */
answer: string, };

/**
 * An adviser named by a link.
 */
export type HistoryAdviser = { 
/**
 * The adviser's code.
 */
code: string, 
/**
 * Time, in an export as ISO 8601 in UTC; in Rust, in seconds since 1970-01-01 UTC.
 */
time: string, };
