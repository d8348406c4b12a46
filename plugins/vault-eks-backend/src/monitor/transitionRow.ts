import type { NewTransition } from './changes';

/** A change as a row of `transitions`, where it waits to be announced. */
export function transitionRow(
  entityRef: string,
  { kind, subject, from, to, things, at }: NewTransition,
  recordedAt: string,
) {
  // The first leader that is seen begins the history and is no news.
  const settled = kind === 'leader-changed' && !from ? recordedAt : null;
  return {
    entity_ref: entityRef,
    kind,
    subject: subject ?? null,
    from_value: from ?? null,
    to_value: to ?? null,
    things: things ? JSON.stringify(things) : null,
    at,
    recorded_at: recordedAt,
    announced_at: settled,
    settled_at: settled,
  };
}
