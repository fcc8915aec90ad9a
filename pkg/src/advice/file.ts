/**
 * Loads a questionnaire, with the module that computes a routine from answers; reads and stores a shopper's answers. Not for drawing: see
 * `draw.ts`.
 */

import { pageConsent } from "../consent.js";
import type { Passerelle } from "../index.js";
import { NO_SUMMARY } from "../no-history.js";
import { askModule, summaryOf, warnOf } from "../sharing.js";
import type { Questionnaire, Routine } from "./advice-types.js";
import { adviceModule } from "./module.js";

/** The ids of the answers given, by the question's id. */
export type Answers = Record<string, string[]>;

/** A questionnaire with its module. */
export interface Asked {
  questionnaire: Questionnaire;
  /** Returns the positions of the questions to ask, given these answers. */
  asked(answers: Answers): readonly number[];
  /** Resolves to the routine for these answers, and to whether the pack's prices may be shown. */
  routine(answers: Answers): Promise<{ routine: Routine; hasPrices: boolean }>;
}

/**
 * Loads the questionnaire of this name; `undefined`, with a warning that gives the reason, if it cannot be loaded. Every page fetches the
 * same files.
 *
 * @throws {PasserelleError} if the module of advice cannot be loaded
 */
export async function loadQuestionnaire(shop: Passerelle, name: string): Promise<Asked | undefined> {
  const [make, file] = await Promise.all([
    adviceModule(),
    askModule(shop, (module) => module.questionnaireFile(name)).catch((error: unknown) => String((error as Error).message ?? error)),
  ]);
  const warn = (why: string): void => warnOf(shop, "advice_unreachable", `questionnaire "${name}": ${why}`);
  if (!(file instanceof Uint8Array)) {
    warn(file ?? "this build has no questionnaires: write [[questionnaire]] in house.toml and build the pack with the tool of this package");
    return undefined;
  }
  try {
    const questionnaire = JSON.parse(new TextDecoder().decode(file)) as Questionnaire | null;
    if (typeof questionnaire !== "object" || questionnaire === null) throw new Error("it holds no questionnaire");
    const advice = make(questionnaire);
    const ids = questionnaire.items.map(({ id }) => id);
    return {
      questionnaire,
      asked: (answers) => Array.from(advice.asked(answers)),
      async routine(answers) {
        // The request names all items, whatever the answers.
        const { hasFreshPrices, ...circumstances } = await askModule(shop, (module) => module.adviceContext(ids));
        return { routine: advice.routine(answers, circumstances) as Routine, hasPrices: hasFreshPrices };
      },
    };
  } catch (error) {
    warn(`its file cannot be read (${(error as Error).message}); build and publish the pack again`);
    return undefined;
  }
}

/** Returns the answers stored on this device. */
export async function keptAnswers(shop: Passerelle, name: string): Promise<Answers> {
  const answers: Answers = {};
  for (const pair of await askModule(shop, (module) => module.keptAnswers(name))) {
    const [question = "", answer = ""] = pair.split("/");
    (answers[question] ??= []).push(answer);
  }
  return answers;
}

/** Returns whether answers are stored on this device, also while the shopper has paused. `false` without consent, or without a readable store. */
export async function isStored(shop: Passerelle, name: string): Promise<boolean> {
  if (!pageConsent().isGranted()) return false;
  const { questionnaires } = await summaryOf(shop).catch(() => NO_SUMMARY);
  return questionnaires.includes(name);
}

/** Stores answers in place of earlier ones, if there is consent; empty answers delete the earlier ones. */
export async function keepAnswers(shop: Passerelle, name: string, answers: Answers): Promise<void> {
  const pairs = Object.entries(answers).flatMap(([question, given]) => given.map((answer) => `${question}/${answer}`));
  await askModule(shop, (module) => module.keepAnswers(name, pairs));
}
