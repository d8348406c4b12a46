import { DateTime } from 'luxon';
import type { ReactNode } from 'react';
import { isDenied, reasonOf } from '../../hooks/errors';
import { useFleetStatus } from '../../hooks/useFleetStatus';
import { headlineOf } from '../../status/headline';
import { HiddenText } from '../common/HiddenText';
import { ToneText } from '../common/ToneText';

const NOT_PERMITTED = <ToneText tone="unknown">Not permitted</ToneText>;

/** A state with its reason: on hover for the eye, and in words for the ear. */
const WithReason = ({
  reason,
  children,
}: {
  readonly reason?: string;
  readonly children: ReactNode;
}) => (
  <span title={reason}>
    {children}
    {reason && <HiddenText>: {reason}</HiddenText>}
  </span>
);

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
        <WithReason reason={reasonOf(gated.error)}>
          <ToneText tone="error">No answer</ToneText>
        </WithReason>
      );
    default: {
      const { status, error } = gated;
      const { tone, title, detail } = headlineOf(status);
      const time = DateTime.fromISO(status.observedAt).toLocaleString(
        DateTime.TIME_SIMPLE,
      );
      return error ? (
        <WithReason reason={reasonOf(error)}>
          <ToneText tone="warning">
            {title} at {time}, no answer since
          </ToneText>
        </WithReason>
      ) : (
        <WithReason reason={detail}>
          <ToneText tone={tone}>{title}</ToneText>
        </WithReason>
      );
    }
  }
};
