import Grid from '@material-ui/core/Grid';
import type { VaultClusterStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { CertificateCard } from './CertificateCard';
import { FindingsCard } from './FindingsCard';
import { IdentityCard } from './IdentityCard';
import { PodsCard } from './PodsCard';
import { StatusSummary } from './StatusSummary';
import { VolumesCard } from './VolumesCard';

/** Everything that is known of one Vault, the worst first. */
export const StatusDetails = ({
  status,
}: {
  readonly status: VaultClusterStatus;
}) => (
  <Grid container spacing={3}>
    <Grid item xs={12}>
      <StatusSummary status={status} />
    </Grid>
    {status.findings.length > 0 && (
      <Grid item xs={12}>
        <FindingsCard findings={status.findings} />
      </Grid>
    )}
    <Grid item xs={12}>
      <PodsCard pods={status.pods} />
    </Grid>
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
