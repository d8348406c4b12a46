import type { Barrier } from '../barrier/Barrier';

/** Tells the standbys where this node is, and clears what dead leaders left. */
export async function advertise(
  barrier: Barrier,
  leaderId: string,
  advertisement: unknown,
): Promise<void> {
  const former = await barrier.list('core/leader/');
  await barrier.put(`core/leader/${leaderId}`, advertisement);
  for (const id of former) await barrier.delete(`core/leader/${id}`);
}

/** Takes the word back when the leadership has ended; who comes next clears it otherwise. */
export async function withdraw(
  barrier: Barrier,
  leaderId: string,
): Promise<void> {
  await barrier.delete(`core/leader/${leaderId}`).catch(() => undefined);
}
