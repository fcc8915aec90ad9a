/** What is shown of a history where the browser does not let the page read what is stored. */

import type { HistoryExport } from "./types.js";

export const NO_HISTORY: HistoryExport = { passerelle: 1, paused: false, events: [], weeks: [], invitations: [] };
