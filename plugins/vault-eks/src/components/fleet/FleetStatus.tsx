import { DateTime } from 'luxon';
import { isDenied, reasonOf } from '../../hooks/errors';
import { useFleetStatus } from '../../hooks/useFleetStatus';
import { headlineOf } from '../../status/headline';
import { ToneText } from '../common/ToneText';

const NOT_PERMITTED = <ToneText tone="unknown">Not permitted</ToneText>;

/** One Vault's state in a word or two, with the reason at hand; it never keeps the rest of the row waiting. */
export const FleetStatus = ({ entityRef }: { readonly entityRef: string }) => {
  const gated = useFleetStatus(entityRef);
  switch (gated.state) {
    case 'loading':
      return <>Asking…</>;
    case 'denied':
      return NOT_PERMITTED;
    case 'failed':
      return isDenied(gated.error) ? (
        NOT_PERMITTED
      ) : (
        <span title={reasonOf(gated.error)}>
          <ToneText tone="error">No answer</ToneText>
        </span>
      );
    default: {
      const { status, error } = gated;
      const { tone, title, detail } = headlineOf(status);
      const time = DateTime.fromISO(status.observedAt).toLocaleString(
        DateTime.TIME_SIMPLE,
      );
      return error ? (
        <span title={reasonOf(error)}>
          <ToneText tone="warning">
            {title} at {time}, no answer since
          </ToneText>
        </span>
      ) : (
        <span title={detail}>
          <ToneText tone={tone}>{title}</ToneText>
        </span>
      );
    }
  }
};
