/** How the page's cart answered. Not for the events that ask it: see `add-to-cart.ts` and `../advice/visit.ts`. */

export type Outcome = "added" | "failed";

/** Waits for the page's promise. A rejection, `false`, and an answer of `fetch` that is not ok are failures. */
export async function outcomeOf(done: PromiseLike<unknown>): Promise<Outcome> {
  try {
    const answer = await done;
    return answer === false || (answer instanceof Response && !answer.ok) ? "failed" : "added";
  } catch (error) {
    console.warn(error);
    return "failed";
  }
}
