import { ServiceUnavailableError } from '@backstage/errors';
import type { GraphBuilder } from '../../../engine/createGraph';
import type { ManagedResource } from '../../../engine/ManagedResource';
import type { WhyNotDone } from './OthersVault';

/** Stands for what was not looked at. */
class NotDone {
  constructor(readonly reason: string) {}
}

/** A thing that is neither looked at nor changed while there is a reason for that. */
function orNotDone<TObserved, TOutput>(
  thing: ManagedResource<TObserved, TOutput>,
  whyNot: WhyNotDone,
): ManagedResource<TObserved | NotDone, TOutput> {
  const { adopted, forecast } = thing;
  const made = (observed: TObserved | NotDone): TObserved => {
    if (observed instanceof NotDone) {
      throw new ServiceUnavailableError(
        `${thing.title} was not done: ${observed.reason}`,
      );
    }
    return observed;
  };
  return {
    ...thing,
    async observe(ctx) {
      const reason = await whyNot(ctx);
      return reason === undefined
        ? await thing.observe(ctx)
        : new NotDone(reason);
    },
    diff: observed =>
      observed instanceof NotDone ? [] : thing.diff(made(observed)),
    notDone: observed =>
      observed instanceof NotDone ? observed.reason : undefined,
    update: (ctx, observed, changes) =>
      thing.update(ctx, made(observed), changes),
    delete: (ctx, observed) => thing.delete(ctx, made(observed)),
    output(observed) {
      const foreseen =
        observed instanceof NotDone ? thing.predict?.() : undefined;
      return foreseen ?? thing.output(made(observed));
    },
    adopted:
      adopted &&
      (observed =>
        !(observed instanceof NotDone) && adopted.call(thing, observed)),
    removal: undefined,
    forecast:
      forecast &&
      (async (ctx, observed) =>
        observed instanceof NotDone ? [] : forecast.call(thing, ctx, observed)),
  };
}

/** A graph whose new nodes are left undone while there is a reason for that; the rest of the run goes on. */
export function unlessNotDone(
  graph: GraphBuilder,
  whyNot: WhyNotDone,
): GraphBuilder {
  return {
    build: () => graph.build(),
    add: ({ make, ...definition }) =>
      graph.add({
        ...definition,
        make: outputs => orNotDone(make(outputs), whyNot),
      }),
  };
}
