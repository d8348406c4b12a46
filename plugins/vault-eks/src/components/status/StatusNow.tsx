import Grid from '@material-ui/core/Grid';
import type { VaultClusterStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { FindingsCard } from './FindingsCard';
import { PartialNotice } from './PartialNotice';
import { PodsCard } from './PodsCard';
import { StatusSummary } from './StatusSummary';

/** What changes in an outage, the worst first. */
export const StatusNow = ({
  status,
}: {
  readonly status: VaultClusterStatus;
}) => (
  <Grid container spacing={3}>
    <Grid item xs={12}>
      <StatusSummary status={status} />
      <PartialNotice pods={status.pods} />
    </Grid>
    {status.findings.length > 0 && (
      <Grid item xs={12}>
        <FindingsCard findings={status.findings} />
      </Grid>
    )}
    <Grid item xs={12}>
      <PodsCard pods={status.pods} />
    </Grid>
  </Grid>
);
