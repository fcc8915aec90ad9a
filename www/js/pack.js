/**
 * Selects the page's pack. This demonstration shows two shops with one page. The fictional shop has several languages, each with a pack
 * that has its titles (`<meta name="packs">` lists them). A real shop's server writes the address of its pack.
 */

import { language } from './page-language.js';
import { FOLDER } from './shop-data.js';

const listed = document.querySelector('meta[name="packs"]')?.getAttribute('content')?.split(' ') ?? [];
const isHouse = FOLDER.href === new URL('./', document.baseURI).href;

/** The address of the pack's folder. */
export const PACK = new URL(isHouse && listed.includes(language) ? `pack-${language}/` : 'pack/', FOLDER).href;
