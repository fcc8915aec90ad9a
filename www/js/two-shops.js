/**
 * This demonstration shows two shops with one page: `?shop=retail` has another pack. It runs before auto.js, which reads the
 * name of the pack from its own tag. A shop of one pack has no use for this file.
 */

import { FOLDER } from './shop-data.js';

const tag = document.querySelector('script[data-pack]');
if (tag instanceof HTMLElement) tag.dataset.pack = new URL('pack/', FOLDER).href;
