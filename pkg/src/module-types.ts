/**
 * What the module and the package exchange besides the API: statements of consent, requests to the store with their
 * replies, and results that the package does not pass on as they are. Made from the Rust types; do not edit, but run
 * `PASSERELLE_WRITE_TYPES=1 cargo test --test typescript`.
 */

import type { EventName, Slate } from "./api-types.js";

/**
 * Where a statement comes from.
 */
export type Source = "attribute" | "page" | "consent-mode" | "tcf" | "shopify" | "gpc";

/**
 * How a statement ranks against others.
 */
export type Weight = "default" | "replayed" | "new";

/**
 * One statement of a consent source.
 */
export type Statement = { 
/**
 * The source that made the statement.
 */
source: Source, 
/**
 * Default, replayed answer or new answer.
 */
weight: Weight, 
/**
 * Whether the statement grants consent.
 */
granted: boolean, 
/**
 * Time of the statement in milliseconds since the page started, from a monotonic clock (`performance.now()`).
 */
time: number, };

/**
 * Whether a statement has been acted on before an instance of the package receives it.
 */
export type ActedOn = "nowhere" | "here" | "elsewhere";

/**
 * A request to the store.
 */
export type Request = { "op": "peek" } | { "op": "load" } | { "op": "stand", 
/**
 * The expected standing.
 */
expected: Standing, 
/**
 * The new standing.
 */
standing: Standing, 
/**
 * The clock of a new grant.
 */
clock: Clock, } | { "op": "append", 
/**
 * The number of the grant.
 */
epoch: number, 
/**
 * The rows; the store numbers them.
 */
rows: Array<Row>, } | { "op": "replace", 
/**
 * The number of the grant.
 */
epoch: number, 
/**
 * The expected generation.
 */
generation: number, 
/**
 * The keys of the rows to delete.
 */
drop: Array<Key>, 
/**
 * The rows to insert.
 */
put: Array<Row>, 
/**
 * The new state of the clock.
 */
clock?: Clock | undefined, } | { "op": "expire", 
/**
 * The first day to keep, by part.
 */
oldest: [part: number, day: number][], 
/**
 * The new state of the clock.
 */
clock: Clock, } | { "op": "wipe", 
/**
 * Whether the refusal flag is written.
 */
refused: boolean, } | { "op": "checkpoint", 
/**
 * The checkpoint to write.
 */
write?: Checkpoint | undefined, 
/**
 * Whether the checkpoint is removed.
 */
clear: boolean, } | { "op": "publish", 
/**
 * The event.
 */
event: TabEvent, 
/**
 * The number of the erased grant, if it is known.
 */
epoch?: number | undefined, };

/**
 * The key of a row: part of the store, day since 1970-01-01 UTC, number.
 */
export type Key = [part: number, day: number, number: number];

/**
 * Records of one part and one day.
 */
export type Row = { 
/**
 * The key of the row.
 */
key: Key, 
/**
 * The concatenated records.
 */
records: Uint8Array, };

/**
 * The known readings of the device's clock.
 */
export type Clock = { 
/**
 * The last reading that was believed, in seconds since 1970-01-01 UTC.
 */
seen: number, 
/**
 * The first reading after an unexplained jump. The clock is believed if it still agrees with it a day later.
 */
doubted?: number | undefined, };

/**
 * A grant of consent under which a history is written.
 */
export type Grant = { 
/**
 * A random number for each grant, below 2^53. It distinguishes grants on this device only.
 */
epoch: number, 
/**
 * The basis of the grant; in the store, whether it is an answer.
 */
answered: boolean, };

/**
 * The consent recorded in the store. Only one transaction at a time changes it.
 */
export type Standing = { 
/**
 * The grant, if any. A store without a grant has no rows.
 */
grant?: Grant | undefined, 
/**
 * Whether the shopper has refused and has not agreed since.
 */
refused: boolean, };

/**
 * The metadata of a store, beside its rows.
 */
export type State = { 
/**
 * Number of replacements of rows under this grant.
 */
generation: number, 
/**
 * The number of the last appended row: [`APPENDED`] or above; for the package, 0 before the first append.
 */
last: number, 
/**
 * The last known state of the device's clock.
 */
clock?: Clock | undefined, 
/**
 * The grant, if any. A store without a grant has no rows.
 */
grant?: Grant | undefined, 
/**
 * Whether the shopper has refused and has not agreed since.
 */
refused: boolean, };

/**
 * A copy of the grant and the last row number, stored outside the store and only under a grant. It distinguishes an
 * emptied store from a new one.
 */
export type Checkpoint = { 
/**
 * The number of the grant.
 */
epoch: number, 
/**
 * The number of the last appended row; for the package, 0 before the first append.
 */
last: number, };

/**
 * The reply to a request. With a failure, nothing was done.
 */
export type Reply = { 
/**
 * Why the request failed.
 */
failure?: Failure, 
/**
 * The state, for `peek` and `load`.
 */
state?: State, 
/**
 * The rows, for `load`.
 */
rows?: Row[], 
/**
 * The new last number, for `append`.
 */
last?: number, 
/**
 * The number of the erased grant, for `wipe`.
 */
epoch?: number | undefined, 
/**
 * The checkpoint, for `checkpoint`.
 */
checkpoint?: Checkpoint | undefined, };

/**
 * Why a transaction failed.
 */
export type Failure = "revoked" | "conflict" | "closed" | "denied" | "full" | "newer";

/**
 * An event between tabs.
 */
export type TabEvent = "changed" | "edited" | "erased";

/**
 * A slate, and whether the page's item is unknown.
 */
export type SuggestAnswer = { 
/**
 * The slate.
 */
slate: Slate, 
/**
 * The request's item, if the pack does not contain it.
 */
unknownItem: string | null, };

/**
 * The result of `track()`.
 */
export type TrackAnswer = { 
/**
 * Whether the event was recorded: false if the pack does not contain the item, or its type is sensitive.
 */
recorded: boolean, 
/**
 * The event's ids, if the pack contains none of them.
 */
unknownIds: Array<string> | null, };

/**
 * A file with the weather of all regions, for the package to fetch.
 */
export type WeatherFile = { 
/**
 * The file's URL, as the page writes it.
 */
address: string, 
/**
 * Keys in order of preference: a time zone, a country, or `*`. The first that the file contains is the page's.
 */
regions: Array<string>, };

/**
 * The stored history in short.
 */
export type HistorySummary = { 
/**
 * Whether recording is paused.
 */
paused: boolean, 
/**
 * Whether nothing is stored but a pause.
 */
isEmpty: boolean, 
/**
 * The items with stored events, the last one first.
 */
items: Array<SummarizedItem>, 
/**
 * Number of weeks with events that are only counted.
 */
weeks: number, 
/**
 * Number of items that were suggested.
 */
shown: number, 
/**
 * Ids of the dismissed items whose dismissal was not undone, the last one first.
 */
dismissed: Array<string>, 
/**
 * Ids of the questionnaires with stored answers.
 */
questionnaires: Array<string>, 
/**
 * The code of the adviser named last by a link.
 */
adviser: string | null, };

/**
 * What is stored about one item.
 */
export type SummarizedItem = { 
/**
 * The item's id.
 */
itemId: string, 
/**
 * The name of the item's type.
 */
type: string, 
/**
 * The kinds of its events, each once, that of the last event first.
 */
events: Array<EventName>, 
/**
 * Whether an event was a gift.
 */
gift: boolean, 
/**
 * Whether the house imported an event.
 */
imported: boolean, 
/**
 * The sizes as the house's feed writes them, each once.
 */
sizes: Array<string>, };
