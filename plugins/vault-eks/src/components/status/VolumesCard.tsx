import Typography from '@material-ui/core/Typography';
import type { AuditVolumeStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { Card } from '../common/Card';
import { Facts } from '../common/Facts';
import { ToneText } from '../common/ToneText';

/** The volumes that hold the audit log. */
export const VolumesCard = ({
  volumes,
}: {
  readonly volumes: readonly AuditVolumeStatus[];
}) => (
  <Card title="Audit volumes" variant="gridItem">
    {volumes.length === 0 ? (
      <Typography variant="body2">
        No persistent volume claims found; the audit log has no disk of its own.
      </Typography>
    ) : (
      <Facts
        facts={volumes.map(volume => [
          volume.claim,
          <ToneText tone={volume.phase === 'Bound' ? 'ok' : 'warning'}>
            {[volume.phase, volume.size, volume.storageClass]
              .filter(Boolean)
              .join(' · ')}
          </ToneText>,
        ])}
      />
    )}
  </Card>
);
