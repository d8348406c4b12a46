import Grid from '@material-ui/core/Grid';
import type { VaultClusterStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { ReactNode } from 'react';
import { CertificateCard } from './CertificateCard';
import { LinksCard } from './LinksCard';
import { ProtectionsCard } from './ProtectionsCard';
import { ReleaseCard } from './ReleaseCard';
import { StorageCard } from './StorageCard';
import { VolumesCard } from './VolumesCard';

const Cell = ({ children }: { readonly children: ReactNode }) => (
  <Grid item xs={12} sm={6} lg={4}>
    {children}
  </Grid>
);

/** What seldom changes: certificate, seal and storage with what protects them, volumes, release, and where to read on. */
export const StatusDetails = ({
  status,
}: {
  readonly status: VaultClusterStatus;
}) => (
  <Grid container spacing={3}>
    <Cell>
      <CertificateCard certificate={status.certificate} />
    </Cell>
    <Cell>
      <StorageCard status={status} />
    </Cell>
    <Cell>
      <ProtectionsCard protections={status.protections} />
    </Cell>
    <Cell>
      <VolumesCard volumes={status.volumes} />
    </Cell>
    <Cell>
      <ReleaseCard status={status} />
    </Cell>
    <Cell>
      <LinksCard status={status} />
    </Cell>
  </Grid>
);
