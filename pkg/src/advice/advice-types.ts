/**
 * What goes into the module of advice and comes out of it. Made from the Rust types; do not edit, but run
 * `PASSERELLE_WRITE_TYPES=1 cargo test --package passerelle-advice --test typescript`.
 */

/**
 * A questionnaire: questions, the steps of a routine, and every item that may fill a step.
 */
export type Questionnaire = { 
/**
 * The questionnaire's id in house.toml.
 */
id: string, 
/**
 * The title.
 */
title: string, 
/**
 * A text before the first question.
 */
intro?: string, 
/**
 * A notice before the first question that the answers are sensitive; they are stored only if the shopper agrees.
 */
sensitive?: string, 
/**
 * The currency of all prices, as ISO 4217 code.
 */
currency: string, 
/**
 * Number of decimal digits of a price.
 */
minorDigits: number, 
/**
 * The questions, in the order in which they are asked.
 */
questions: Array<Question>, 
/**
 * The steps, in the order of the routine.
 */
steps: Array<Step>, 
/**
 * Every item that may fill a step, bestsellers first.
 */
items: Array<Candidate>, };

/**
 * A question.
 */
export type Question = { 
/**
 * The question's id in the questionnaire.
 */
id: string, 
/**
 * The text of the question.
 */
text: string, 
/**
 * Whether several answers may be given, or none.
 */
several?: boolean, 
/**
 * The conditions for asking the question: all must hold.
 */
when?: Array<Condition>, 
/**
 * The answers; at least one.
 */
answers: Array<Answer>, };

/**
 * An answer to a question.
 */
export type Answer = { 
/**
 * The answer's id in the question.
 */
id: string, 
/**
 * The text of the answer.
 */
text: string, 
/**
 * The score that items with these tags gain or lose.
 */
tags?: { [key in string]: number }, 
/**
 * Items with one of these tags are excluded.
 */
exclude?: Array<string>, };

/**
 * A condition that holds if one of these answers to the question was given.
 */
export type Condition = { 
/**
 * The question's id.
 */
question: string, 
/**
 * The ids of answers.
 */
answers: Array<string>, };

/**
 * A step of the routine.
 */
export type Step = { 
/**
 * The step's id in the questionnaire.
 */
id: string, 
/**
 * The step's name.
 */
name: string, 
/**
 * The conditions of the step: all must hold.
 */
when?: Array<Condition>, 
/**
 * The seasons in which the step applies; all if empty.
 */
seasons?: Array<Season>, 
/**
 * The items that may fill the step: positions in the questionnaire's items.
 */
items: Array<number>, };

/**
 * A season in the shopper's region.
 */
export type Season = "spring" | "summer" | "autumn" | "winter";

/**
 * An item that may fill a step, with the data needed to draw it.
 */
export type Candidate = { 
/**
 * The item's id in the pack.
 */
id: string, 
/**
 * The item's title.
 */
title: string, 
/**
 * Absolute URL of the item's page.
 */
url: string, 
/**
 * Absolute URL of the item's image.
 */
image?: string, 
/**
 * The price in minor units of the currency.
 */
priceMinor?: number, 
/**
 * The name of the item's division.
 */
division: string, 
/**
 * The item's tags, as far as answers refer to them.
 */
tags?: Array<string>, };

/**
 * The inputs of a routine in addition to the answers.
 */
export type Circumstances = { 
/**
 * The season in the shopper's region.
 */
season: Season, 
/**
 * Ids of the items that the shopper has bought, according to this device; empty without consent.
 */
owned: Array<string>, 
/**
 * Ids of the items that cannot be bought now.
 */
unavailable: Array<string>, };

/**
 * A routine: the advice for a set of answers.
 */
export type Routine = { 
/**
 * The steps that apply, in order.
 */
steps: Array<RoutineStep>, };

/**
 * A step that applies.
 */
export type RoutineStep = { 
/**
 * The step's id in the questionnaire.
 */
id: string, 
/**
 * The step's name.
 */
name: string, 
/**
 * Ids of the items for this step that the shopper owns already, best first.
 */
owned: Array<string>, 
/**
 * The best item that can be bought; `null` if the house has none for these answers.
 */
pick: Pick | null, 
/**
 * The second-best item that can be bought, if any.
 */
alternative: Pick | null, };

/**
 * An item for a step.
 */
export type Pick = { 
/**
 * The item's id.
 */
itemId: string, 
/**
 * The answers that support it, in the order of the questions.
 */
grounds: Array<Ground>, };

/**
 * An answer that supports a pick.
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
 * The text of the answer.
 */
text: string, };

/**
 * A details file: see docs/pack-format-json.md.
 */
export type DetailsFile = { 
/**
 * The currency of all prices, as ISO 4217 code.
 */
currency: string, 
/**
 * Number of decimal digits of a price.
 */
minorDigits: number, 
/**
 * The details of the file's items, by id.
 */
items: { [key in string]: ItemDetails }, 
/**
 * The file's aliases, each with the id of its item; the item's details are in this file too.
 */
aliases?: { [key in string]: string }, };

/**
 * An item with its details from the feed. All strings are plain text, never markup.
 */
export type ItemDetails = { 
/**
 * The item's id in the pack.
 */
id: string, 
/**
 * The item's title.
 */
title: string, 
/**
 * Absolute URL of the item's page.
 */
url: string, 
/**
 * Absolute URL of the item's image.
 */
image?: string, 
/**
 * The price in minor units of the currency.
 */
priceMinor?: number, 
/**
 * The standard attributes of feeds, such as the material.
 */
attributes?: { [key in Attribute]?: string }, 
/**
 * The feed's own characteristics, in its order.
 */
characteristics?: Array<Characteristic>, 
/**
 * Highlights of the item, one line each.
 */
highlights?: Array<string>, };

/**
 * A standard attribute of feeds. Elements show its name in the page's language.
 */
export type Attribute = "brand" | "material" | "color" | "pattern" | "size" | "length" | "width" | "height" | "weight" | "warmth";

/**
 * A characteristic with the feed's own name.
 */
export type Characteristic = { 
/**
 * The section in the feed; empty for none.
 */
section?: string, 
/**
 * The name.
 */
name: string, 
/**
 * The value.
 */
value: string, };

/**
 * A comparison of items.
 */
export type Comparison = { 
/**
 * The sections: first the feed's standard attributes, then the feed's own sections in order of first occurrence.
 */
sections: Array<Section>, };

/**
 * A group of rows.
 */
export type Section = { 
/**
 * The section's name in the feed; empty for rows without a section.
 */
name: string, 
/**
 * The rows; at least one.
 */
rows: Array<Row>, };

/**
 * One characteristic of all items.
 */
export type Row = { 
/**
 * The standard attribute of feeds, if it is one.
 */
attribute: Attribute | null, 
/**
 * The characteristic's name in the feed; empty for a standard attribute.
 */
name: string, 
/**
 * The value for each item, in the order of items; `null` if the feed has none.
 */
values: Array<string | null>, 
/**
 * Whether all items have the same value.
 */
isEqual: boolean, };
