/** The history shown if the browser does not let the page read the store. */

import type { HistorySummary } from "./module-types.js";
import type { HistoryExport } from "./types.js";

export const NO_HISTORY: HistoryExport = { passerelle: 1, paused: false, events: [], weeks: [], invitations: [] };

export const NO_SUMMARY: HistorySummary = { paused: false, isEmpty: true, items: [], weeks: 0, shown: 0, dismissed: [], questionnaires: [], adviser: null };
