import { ServiceUnavailableError } from '@backstage/errors';
import type { Change } from '../../../engine/ManagedResource';
import { diagnosePod } from './diagnosePod';
import { askRunning, isUnsealed, RollContext } from './RollContext';

/** The error of a Vault whose pods run, but stay sealed or have no leader: with what the first of them says in its log. */
export async function notServing(
  roll: Pick<RollContext, 'kubernetes' | 'pods' | 'replicas' | 'ctx'>,
  changes: readonly Change[],
): Promise<Error> {
  const { namespace, release, fullname } = roll.pods;
  const answers = await askRunning(roll);
  const names = Array.from(
    { length: roll.replicas },
    (_, ordinal) => `${fullname}-${ordinal}`,
  );
  const unsealed = answers.filter(isUnsealed).map(({ pod }) => pod);
  // With all of them unsealed and no leader, each of them has tried to lead.
  const first = names.find(name => !unsealed.includes(name)) ?? names[0];
  const missing = changes.map(({ field, from }) => `${field}: ${from}`);
  const found = await diagnosePod(roll, first);
  return new ServiceUnavailableError(
    `Vault ${namespace}/${release} does not get to serve (${missing.join(
      '; ',
    )}). Pod ${first}: ${found} The status of the cluster tells what the logs of the pods give away. Mend the cause and run the deploy again; it goes on here.`,
  );
}
