/** Texts in the languages of the house. */

/**
 * A text in English, French and Arabic. In French no line breaks before high punctuation, nor beside the inner side of a quotation mark.
 *
 * @param {string} en @param {string} fr @param {string} ar
 */
export const say = (en, fr, ar) => ({ en, fr: fr.replace(/ (?=[:;?!»])/g, '\u00a0').replace(/« /g, '«\u00a0'), ar });
