import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import { useId } from 'react';
import type { HealthFilter } from '../../fleet/fleetFilter';
import type { FleetView } from '../../fleet/useFleetView';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { Choice } from './Choice';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(2),
    padding: theme.spacing(2),
  },
  text: { flex: '1 1 14rem', maxWidth: '28rem' },
}));

const HEALTH: readonly HealthFilter[] = ['all', 'problems', 'healthy'];

/** Narrows the fleet: by text, by state, and by account and region where there are several. */
export const FleetToolbar = ({ view }: { readonly view: FleetView }) => {
  const classes = useStyles();
  const id = useId();
  const { t } = useVaultEksTranslation();
  const { filter, setFilter, counts, accounts, regions } = view;
  return (
    <div role="search" className={classes.root}>
      <TextField
        id={id}
        className={classes.text}
        variant="outlined"
        size="small"
        type="search"
        label={t('fleet.filter')}
        placeholder={t('fleet.filterHint')}
        value={filter.text}
        onChange={({ target }) => setFilter({ ...filter, text: target.value })}
      />
      <Choice
        label={t('fleet.health')}
        value={filter.health}
        options={HEALTH.map(health => ({
          value: health,
          label: t(`fleet.${health}`, { n: String(counts[health]) }),
        }))}
        onChange={health => setFilter({ ...filter, health })}
      />
      {accounts.length > 1 && (
        <Choice
          label={t('fleet.account')}
          value={filter.account}
          options={[
            { value: '', label: t('fleet.anyAccount') },
            ...accounts.map(value => ({ value, label: value })),
          ]}
          onChange={account => setFilter({ ...filter, account })}
        />
      )}
      {regions.length > 1 && (
        <Choice
          label={t('fleet.regionOf')}
          value={filter.region}
          options={[
            { value: '', label: t('fleet.anyRegion') },
            ...regions.map(value => ({ value, label: value })),
          ]}
          onChange={region => setFilter({ ...filter, region })}
        />
      )}
    </div>
  );
};
