/** Asks again until the answer is there; fails with the last answer when it never comes. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  timeoutMs: number,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) {
      return answer;
    }
    if (Date.now() > deadline) {
      throw new Error(`Not within ${timeoutMs} ms: ${what}`);
    }
    await new Promise(resolve => setTimeout(resolve, 250));
  }
}
