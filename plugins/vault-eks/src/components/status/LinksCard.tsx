import { Link } from '@backstage/core-components';
import { useEntity } from '@backstage/plugin-catalog-react';
import { makeStyles } from '@material-ui/core/styles';
import type { VaultClusterStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { usePageLinks } from '../../hooks/usePageLinks';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import {
  consoleLinks,
  entityLinks,
  fillPlaceholders,
  isPageAddress,
  type PageLink,
} from '../../status/links';
import { Card } from '../common/Card';

const useStyles = makeStyles(theme => ({
  list: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gap: theme.spacing(1),
    ...theme.typography.body2,
    overflowWrap: 'anywhere',
  },
}));

/** The next pages that somebody needs: Vault's UI, runbooks, logs, and what AWS shows of the same things. */
export const LinksCard = ({
  status,
}: {
  readonly status: VaultClusterStatus;
}) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  const { entity } = useEntity();
  const { runbooks, logs } = usePageLinks();
  const console = consoleLinks(status);
  const wanted: ReadonlyArray<readonly [title: string, url?: string]> = [
    [t('details.runbooks'), runbooks],
    [t('details.logs'), logs && fillPlaceholders(logs, status.ref)],
    [t('details.eksConsole'), console.cluster],
    [t('details.tableConsole'), console.table],
    [t('details.keyConsole'), console.key],
  ];
  const links: PageLink[] = [
    ...entityLinks(entity),
    ...wanted.flatMap(([title, url]) =>
      url && isPageAddress(url) ? [{ title, url }] : [],
    ),
  ];
  return (
    <Card title={t('details.links')} variant="gridItem">
      <ul className={classes.list}>
        {links.map(({ title, url }) => (
          <li key={`${title} ${url}`}>
            <Link to={url}>{title}</Link>
          </li>
        ))}
      </ul>
    </Card>
  );
};
