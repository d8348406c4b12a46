import type { Change, ManagedResource } from '../../../engine/ManagedResource';
import { ownerIn, Ownership, wasAdopted } from '../../aws/ownership';
import {
  LossOptions,
  ObservedLoss,
  observeLoss,
  ObservedRemains,
} from './observeLoss';
import { wipe } from './wipe';

/** Named in a refusal; more would not help. */
const EXAMPLES = 3;

/** Why what is left must not be wiped. */
function refusalFor(
  remains: ObservedRemains,
  table: string,
  { owner }: Ownership,
): string | undefined {
  const { status, tags, data } = remains;
  if (status === 'DELETING') {
    return undefined;
  }
  const found = ownerIn(tags);
  if (found !== owner) {
    return `reinitialise: DynamoDB table ${table} ${
      found ? `belongs to the Vault ${found}` : 'was not made by this product'
    }, so it is not wiped. Name an unused table in storage.table.`;
  }
  if (wasAdopted(tags)) {
    return `reinitialise: DynamoDB table ${table} was made by others and taken over, so it is not wiped. Name an unused table in storage.table.`;
  }
  if (data.length > 0) {
    return `reinitialise: DynamoDB table ${table} holds more than an initialisation makes, so it is not wiped: ${
      data.length
    } entries such as ${data
      .slice(0, EXAMPLES)
      .join(
        ', ',
      )}. Whoever put them there may have the keys: find the earlier value of the custody secret, or wipe by hand as docs/custody.md says.`;
  }
  return undefined;
}

/** Whether something of the initialisation is left that keeps a new one from being made. */
const isLeft = ({ remains, holding }: ObservedLoss) =>
  holding.length > 0 || remains?.initialised || remains?.status === 'DELETING';

/**
 * The way out of an initialisation whose keys never arrived, for a run in which the person typed out the table's name:
 * what is left of it is wiped, and what follows in the graph makes it anew. Wipes nothing unless custody is still marked
 * `initialising`, the table was made for this very Vault, and nothing is in it but what an initialisation makes.
 */
export function reinitialisation(
  options: LossOptions & { readonly ownership: Ownership },
): ManagedResource<ObservedLoss, { readonly ready: true }> {
  const { table, ownership, custody } = options;
  let told = false;
  return {
    title: `What is left of an initialisation without keys in DynamoDB table ${table}`,
    async observe(ctx) {
      const found = await observeLoss(options, ctx);
      if (found.custody === 'initialised' && !told) {
        told = true;
        ctx.log(
          `Secret ${custody.name} holds the recovery keys, so nothing is wiped`,
        );
      }
      return found;
    },
    diff(observed): readonly Change[] {
      if (observed.custody !== 'initialising' || !isLeft(observed)) {
        return [];
      }
      const { remains, underwayUntil } = observed;
      const refusal = underwayUntil
        ? `reinitialise: the run that initialised Vault may still live and bring the keys to secret ${
            custody.name
          }. Make sure that it has ended, wait until ${underwayUntil.toISOString()} and run again.`
        : remains && refusalFor(remains, table, ownership);
      return [
        {
          field: 'Vault',
          from: 'initialised, and nobody holds its keys',
          to: 'wiped, to be initialised anew',
          refusal,
        },
      ];
    },
    async create() {
      // There is always something to look at.
    },
    update: (ctx, observed) => wipe(options, observed, ctx),
    async delete() {
      // A destroy has its own way.
    },
    output: () => ({ ready: true }),
    predict: () => ({ ready: true }),
  };
}
