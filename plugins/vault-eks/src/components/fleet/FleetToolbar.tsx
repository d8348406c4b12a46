import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import { useId, type Ref } from 'react';
import { HEALTH_FILTERS } from '../../fleet/fleetFilter';
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

/** A value that was asked for and is nowhere is shown all the same: it is why the list is empty. */
const withAsked = (values: readonly string[], asked: string) =>
  asked && !values.includes(asked) ? [...values, asked] : values;

/** Narrows the fleet: by text, by state, and by account and region where there are several. */
export const FleetToolbar = ({
  view,
  textRef,
}: {
  readonly view: FleetView;
  readonly textRef: Ref<HTMLInputElement>;
}) => {
  const classes = useStyles();
  const id = useId();
  const { t } = useVaultEksTranslation();
  const { filter, setFilter, typeText, counts } = view;
  const accounts = withAsked(view.accounts, filter.account);
  const regions = withAsked(view.regions, filter.region);
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
        onChange={({ target }) => typeText(target.value)}
        inputRef={textRef}
      />
      <Choice
        label={t('fleet.health')}
        value={filter.health}
        options={HEALTH_FILTERS.map(health => ({
          value: health,
          label: t(`fleet.${health}`, { n: String(counts[health]) }),
        }))}
        onChange={health => setFilter({ ...filter, health })}
      />
      {(accounts.length > 1 || filter.account) && (
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
      {(regions.length > 1 || filter.region) && (
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
