/**
 * What goes into the module of advice and comes out of it. Made from the Rust types; do not edit, but run
 * `PASSERELLE_WRITE_TYPES=1 cargo test --package passerelle-advice --test typescript`.
 */

/**
 * Questions, the steps of a routine, and every item that may fill one.
 */
export type Questionnaire = { 
/**
 * Its name in the house.
 */
id: string, 
/**
 * What it is called.
 */
title: string, 
/**
 * What is said before the first question.
 */
intro?: string, 
/**
 * What is said of the answers before anything is asked: they are sensitive, and kept only if the shopper says so.
 */
sensitive?: string, 
/**
 * The currency of all prices: three letters of ISO 4217.
 */
currency: string, 
/**
 * Digits of a price behind the point.
 */
minorDigits: number, 
/**
 * In the order in which they are asked.
 */
questions: Array<Question>, 
/**
 * In the order of the routine.
 */
steps: Array<Step>, 
/**
 * Every item that may fill a step: what sells most first.
 */
items: Array<Candidate>, };

/**
 * A question.
 */
export type Question = { 
/**
 * Its name in the questionnaire.
 */
id: string, 
/**
 * What is asked.
 */
text: string, 
/**
 * Whether several answers may be given, or none.
 */
several?: boolean, 
/**
 * When it is asked: all of these hold.
 */
when?: Array<Condition>, 
/**
 * One at least.
 */
answers: Array<Answer>, };

/**
 * An answer that may be given.
 */
export type Answer = { 
/**
 * Its name in the question.
 */
id: string, 
/**
 * What it says.
 */
text: string, 
/**
 * How much items with these tags gain, or lose.
 */
tags?: { [key in string]: number }, 
/**
 * Items with one of these tags are not for who answers so.
 */
exclude?: Array<string>, };

/**
 * Holds where one of these answers was given to the question.
 */
export type Condition = { 
/**
 * The question's id.
 */
question: string, 
/**
 * Ids of its answers.
 */
answers: Array<string>, };

/**
 * A step of the routine.
 */
export type Step = { 
/**
 * Its name in the questionnaire.
 */
id: string, 
/**
 * What it is called.
 */
name: string, 
/**
 * When it applies: all of these hold.
 */
when?: Array<Condition>, 
/**
 * The seasons in which it applies; all of them where there are none.
 */
seasons?: Array<Season>, 
/**
 * What may fill it: positions in the questionnaire's items.
 */
items: Array<number>, };

/**
 * A season at the shopper's place.
 */
export type Season = "spring" | "summer" | "autumn" | "winter";

/**
 * An item that may fill a step, with all that is needed to draw it.
 */
export type Candidate = { 
/**
 * Its id in the pack.
 */
id: string, 
/**
 * Its title.
 */
title: string, 
/**
 * Absolute address of its page.
 */
url: string, 
/**
 * Absolute address of its picture.
 */
image?: string, 
/**
 * In minor units of the currency.
 */
priceMinor?: number, 
/**
 * What its division is called.
 */
division: string, 
/**
 * Its tags, as far as answers speak of them.
 */
tags?: Array<string>, };

/**
 * What decides beside the answers.
 */
export type Circumstances = { 
/**
 * The season at the shopper's place.
 */
season: Season, 
/**
 * Ids of the items that this device knows to have been bought: none without consent.
 */
owned: Array<string>, 
/**
 * Ids of the items that cannot be bought now.
 */
unavailable: Array<string>, };

/**
 * What is advised.
 */
export type Routine = { 
/**
 * The steps that apply, in their order.
 */
steps: Array<RoutineStep>, };

/**
 * A step that applies.
 */
export type RoutineStep = { 
/**
 * Its id in the questionnaire.
 */
id: string, 
/**
 * What it is called.
 */
name: string, 
/**
 * Ids of the items that may fill it and are owned already, the best first.
 */
owned: Array<string>, 
/**
 * The best item that can be bought; `null` where the house has none for these answers.
 */
pick: Pick | null, 
/**
 * The next best.
 */
alternative: Pick | null, };

/**
 * An item for a step.
 */
export type Pick = { 
/**
 * Its id.
 */
itemId: string, 
/**
 * The answers it rests on, in the order of the questions.
 */
grounds: Array<Ground>, };

/**
 * An answer that something rests on.
 */
export type Ground = { 
/**
 * The question's id.
 */
question: string, 
/**
 * The answer's id.
 */
answer: string, 
/**
 * What the answer says.
 */
text: string, };

/**
 * A file of details: docs/pack-format-json.md.
 */
export type DetailsFile = { 
/**
 * The currency of all prices: three letters of ISO 4217.
 */
currency: string, 
/**
 * Digits of a price behind the point.
 */
minorDigits: number, 
/**
 * The items that live here, by id.
 */
items: { [key in string]: ItemDetails }, 
/**
 * Other ids that live here, with the item that each means; its details are here too.
 */
aliases?: { [key in string]: string }, };

/**
 * An item with all that the feed says of it. Every text is text, never markup.
 */
export type ItemDetails = { 
/**
 * Its id in the pack.
 */
id: string, 
/**
 * Its title.
 */
title: string, 
/**
 * Absolute address of its page.
 */
url: string, 
/**
 * Absolute address of its picture.
 */
image?: string, 
/**
 * In minor units of the currency.
 */
priceMinor?: number, 
/**
 * What the feed calls by a name of its own, such as the material.
 */
attributes?: { [key in Attribute]?: string }, 
/**
 * Characteristics, in the order of the feed.
 */
characteristics?: Array<Characteristic>, 
/**
 * What is worth a line of its own.
 */
highlights?: Array<string>, };

/**
 * What feeds have an attribute of its own for. Elements call it by its name in the page's language.
 */
export type Attribute = "brand" | "material" | "color" | "pattern" | "size" | "length" | "width" | "height" | "weight" | "warmth";

/**
 * A characteristic by the feed's own words.
 */
export type Characteristic = { 
/**
 * The section it stands in; empty for none.
 */
section?: string, 
/**
 * What it is called.
 */
name: string, 
/**
 * What it is.
 */
value: string, };

/**
 * Items side by side.
 */
export type Comparison = { 
/**
 * The house's own attributes first, then the feed's sections in the order in which they are met.
 */
sections: Array<Section>, };

/**
 * Rows that belong together.
 */
export type Section = { 
/**
 * What the feed calls it; empty for what stands in none.
 */
name: string, 
/**
 * At least one.
 */
rows: Array<Row>, };

/**
 * One characteristic of all items.
 */
export type Row = { 
/**
 * The attribute, where feeds have one of its own for it.
 */
attribute: Attribute | null, 
/**
 * What the feed calls it; empty for an attribute.
 */
name: string, 
/**
 * The value of each item, in their order; `null` where nothing is said.
 */
values: Array<string | null>, 
/**
 * Whether all items have the same value.
 */
isEqual: boolean, };
