import { Link } from '@backstage/core-components';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import type { FleetCluster } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { isPageAddress } from '../../status/links';
import { Time } from '../common/Time';
import { FleetState } from './FleetState';
import { SnapshotCells } from './SnapshotCells';

/** One Vault of the fleet. */
export const FleetRow = ({ cluster }: { readonly cluster: FleetCluster }) => {
  const { t } = useVaultEksTranslation();
  const { entityRef, ref, owner, uiUrl, snapshot } = cluster;
  return (
    <TableRow hover>
      <TableCell component="th" scope="row" role="rowheader">
        <EntityRefLink entityRef={entityRef} defaultKind="resource" />
      </TableCell>
      <TableCell>
        <FleetState snapshot={snapshot} />
      </TableCell>
      <SnapshotCells snapshot={snapshot} />
      <TableCell>{ref.cluster}</TableCell>
      <TableCell>
        {ref.account} / {ref.region}
      </TableCell>
      <TableCell>
        <EntityRefLink entityRef={owner} defaultKind="group" />
      </TableCell>
      <TableCell>{snapshot?.version}</TableCell>
      <TableCell>{snapshot && <Time iso={snapshot.checkedAt} />}</TableCell>
      <TableCell>
        {uiUrl && isPageAddress(uiUrl) ? (
          <Link
            to={uiUrl}
            aria-label={t('fleet.openUiOf', { name: ref.cluster })}
          >
            {t('fleet.openUi')}
          </Link>
        ) : (
          t('fleet.noUi')
        )}
      </TableCell>
    </TableRow>
  );
};
