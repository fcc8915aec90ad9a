/** Texts in the house's languages. */

/**
 * Returns a text in English, French and Arabic. The French text gets no-break spaces before high punctuation and inside quotation marks.
 * @param {string} en @param {string} fr @param {string} ar
 */
export const say = (en, fr, ar) => ({ en, fr: fr.replace(/ (?=[:;?!»])/g, '\u00a0').replace(/« /g, '«\u00a0'), ar });
