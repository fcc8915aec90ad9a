/**
 * Which pack a page names. This demonstration shows two shops with one page, and the fictional one in several languages, each of which has
 * a pack with its titles (`<meta name="packs">` lists them). A shop's server writes the one that it means.
 */

import { language } from './page-language.js';
import { FOLDER } from './shop-data.js';

const listed = document.querySelector('meta[name="packs"]')?.getAttribute('content')?.split(' ') ?? [];
const isHouse = FOLDER.href === new URL('./', document.baseURI).href;

/** The address of its folder. */
export const PACK = new URL(isHouse && listed.includes(language) ? `pack-${language}/` : 'pack/', FOLDER).href;
