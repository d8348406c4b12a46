/** Lets the page answer clicks and paint. Not a timer where it can be helped: those rest while a tab is hidden. */
export function nextTask(): Promise<void> {
  return new Promise(resolve => {
    if (typeof MessageChannel === 'undefined') {
      setTimeout(resolve, 0);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/** Longest work in one go, in milliseconds: well within a frame. */
const SLICE_MS = 8;

/** Tells when it is time to await {@link nextTask}. */
export class TimeSlice {
  #start = performance.now();

  get isOver(): boolean {
    return performance.now() - this.#start > SLICE_MS;
  }

  async rest(): Promise<void> {
    await nextTask();
    this.#start = performance.now();
  }
}
