/** A questionnaire as the page asks it: its file, and the module that makes a routine of answers. */

import type { Passerelle } from "../index.js";
import { askModule, warnOf } from "../sharing.js";
import type { AdviceContext } from "../types.js";
import type { Questionnaire, Routine } from "./advice-types.js";
import { adviceModule } from "./module.js";

/** Of each question, by its id, the ids of the answers given. */
export type Answers = Record<string, string[]>;

/** A questionnaire that can be asked. */
export interface Asked {
  questionnaire: Questionnaire;
  /** Positions of the questions that are asked of who answered so. */
  asked(answers: Answers): readonly number[];
  /** What is advised now, and whether the prices of the pack may be shown. */
  routine(answers: Answers): Promise<{ routine: Routine; hasPrices: boolean }>;
}

/**
 * The questionnaire of this name, or nothing, with a warning that says why. Everybody's page asks for the same files.
 *
 * @throws {PasserelleError} where the module of advice cannot be had
 */
export async function loadQuestionnaire(shop: Passerelle, name: string): Promise<Asked | undefined> {
  const [make, file] = await Promise.all([
    adviceModule(),
    askModule(shop, (module) => module.questionnaireFile(name) as Promise<Uint8Array | undefined>).catch((error: unknown) => String((error as Error).message ?? error)),
  ]);
  const warn = (why: string): void => warnOf(shop, "advice_unreachable", `questionnaire "${name}": ${why}`);
  if (!(file instanceof Uint8Array)) {
    warn(file ?? "this build has no questionnaires: write [[questionnaire]] in house.toml and build the pack with the tool of this package");
    return undefined;
  }
  try {
    const questionnaire = JSON.parse(new TextDecoder().decode(file)) as Questionnaire;
    const advice = make(questionnaire);
    const ids = questionnaire.items.map(({ id }) => id);
    return {
      questionnaire,
      asked: (answers) => Array.from(advice.asked(answers)),
      async routine(answers) {
        // Whatever was answered, the module is asked about all items.
        const { hasFreshPrices, ...circumstances } = await askModule(shop, (module) => module.adviceContext(ids) as AdviceContext);
        return { routine: advice.routine(answers, circumstances) as Routine, hasPrices: hasFreshPrices };
      },
    };
  } catch (error) {
    warn(`its file cannot be read (${(error as Error).message}); build and publish the pack again`);
    return undefined;
  }
}

/** The answers that this device keeps. */
export async function keptAnswers(shop: Passerelle, name: string): Promise<Answers> {
  const answers: Answers = {};
  for (const pair of await askModule(shop, (module) => module.keptAnswers(name))) {
    const [question = "", answer = ""] = pair.split("/");
    (answers[question] ??= []).push(answer);
  }
  return answers;
}

/** Keeps answers in place of earlier ones, where there is consent; none of them forgets what was kept. */
export async function keepAnswers(shop: Passerelle, name: string, answers: Answers): Promise<void> {
  const pairs = Object.entries(answers).flatMap(([question, given]) => given.map((answer) => `${question}/${answer}`));
  await askModule(shop, (module) => module.keepAnswers(name, pairs));
}
