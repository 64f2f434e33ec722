/** Undoes what was started, last first, each step also when another fails. Throws the first failure at the end. */
export class Shutdown {
  readonly #steps: (() => Promise<void> | void)[] = [];

  /** To be called right after something was started. */
  add(step: () => Promise<void> | void): void {
    this.#steps.push(step);
  }

  async run(): Promise<void> {
    const failures: unknown[] = [];
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length) throw failures[0];
  }
}

/** What a library still waits for, a pause before it asks the database again for one, holds nobody up once everything is stopped. */
const leaveSoon = () => setTimeout(() => process.exit(), 1_000).unref();

/** Runs `work` with a shutdown that is run in any case; an error of `work` counts more than one of the shutdown. */
export const withShutdown = async <T>(work: (shutdown: Shutdown) => Promise<T>): Promise<T> => {
  const shutdown = new Shutdown();
  try {
    const result = await work(shutdown);
    await shutdown.run();
    return result;
  } catch (error) {
    await shutdown.run().catch(() => {}); // the error that led here says more
    throw error;
  } finally {
    leaveSoon();
  }
};
