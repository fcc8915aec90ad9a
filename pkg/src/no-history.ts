/** The history shown if the browser does not let the page read the store. */

import type { HistoryExport } from "./types.js";

export const NO_HISTORY: HistoryExport = { passerelle: 1, paused: false, events: [], weeks: [], invitations: [] };
