import Grid from '@material-ui/core/Grid';
import type { VaultClusterStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { CertificateCard } from './CertificateCard';
import { IdentityCard } from './IdentityCard';
import { VolumesCard } from './VolumesCard';

/** What seldom changes: certificate, volumes and release. */
export const StatusDetails = ({
  status,
}: {
  readonly status: VaultClusterStatus;
}) => (
  <Grid container spacing={3}>
    <Grid item xs={12} md={4}>
      <CertificateCard certificate={status.certificate} />
    </Grid>
    <Grid item xs={12} md={4}>
      <VolumesCard volumes={status.volumes} />
    </Grid>
    <Grid item xs={12} md={4}>
      <IdentityCard status={status} />
    </Grid>
  </Grid>
);
