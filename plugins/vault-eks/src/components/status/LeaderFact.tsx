import type { VaultClusterStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { DateTime } from 'luxon';
import { spanBetween } from '../../status/duration';
import { HiddenText } from '../common/HiddenText';
import { ToneText } from '../common/ToneText';

/** Who leads and for how long, counted on the clock of the observation. */
export const LeaderFact = ({
  status,
}: {
  readonly status: VaultClusterStatus;
}) => {
  const { leader, observedAt } = status;
  if (!leader) {
    return <ToneText tone="error">No pod leads</ToneText>;
  }
  const since = DateTime.fromISO(leader.since);
  const words = `since ${since.toLocaleString(DateTime.DATETIME_MED)}`;
  return (
    <span title={words}>
      <strong>{leader.pod}</strong>
      {since.isValid && ` for ${spanBetween(leader.since, observedAt)}`}
      <HiddenText>, {words}</HiddenText>
    </span>
  );
};
