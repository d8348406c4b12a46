import { makeStyles } from '@material-ui/core/styles';
import type { VaultClusterStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { CertificateCard } from './CertificateCard';
import { LinksCard } from './LinksCard';
import { ProtectionsCard } from './ProtectionsCard';
import { ReleaseCard } from './ReleaseCard';
import { StorageCard } from './StorageCard';
import { VolumesCard } from './VolumesCard';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gap: theme.spacing(3),
    // As many beside each other as there is room for, three at most; a sidebar may take much of a narrow page.
    gridTemplateColumns: `repeat(auto-fill, minmax(min(100%, max(18rem, (100% - ${
      2 * theme.spacing(3)
    }px) / 3)), 1fr))`,
  },
}));

/** What seldom changes: certificate, seal and storage with what protects them, volumes, release, and where to read on. */
export const StatusDetails = ({
  status,
}: {
  readonly status: VaultClusterStatus;
}) => {
  const classes = useStyles();
  return (
    <div className={classes.root}>
      <CertificateCard certificate={status.certificate} />
      <StorageCard status={status} />
      <ProtectionsCard protections={status.protections} />
      <VolumesCard volumes={status.volumes} />
      <ReleaseCard status={status} />
      <LinksCard status={status} />
    </div>
  );
};
