import { makeStyles } from '@material-ui/core/styles';
import TablePagination from '@material-ui/core/TablePagination';
import { PAGE_SIZES, type Paging } from '../../fleet/fleetQuery';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';

const useStyles = makeStyles({
  // A narrow page has no room for all of it in one line.
  toolbar: { flexWrap: 'wrap', justifyContent: 'flex-end' },
  spacer: { flex: '0 1 auto' },
});

/** From page to page; not there while everything fits on the smallest one. */
export const FleetPages = ({
  count,
  paging,
  onChange,
}: {
  readonly count: number;
  readonly paging: Paging;
  readonly onChange: (paging: Paging) => void;
}) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  if (count <= PAGE_SIZES[0]) {
    return null;
  }
  return (
    <TablePagination
      component="div"
      classes={classes}
      count={count}
      page={paging.page}
      rowsPerPage={paging.size}
      rowsPerPageOptions={[...PAGE_SIZES]}
      labelRowsPerPage={t('fleet.rowsPerPage')}
      labelDisplayedRows={({ from, to }) =>
        t('fleet.pageOf', {
          from: String(from),
          to: String(to),
          total: String(count),
        })
      }
      backIconButtonText={t('fleet.previousPage')}
      nextIconButtonText={t('fleet.nextPage')}
      SelectProps={{
        native: true,
        inputProps: { 'aria-label': t('fleet.rowsPerPage') },
      }}
      onPageChange={(_, page) => onChange({ ...paging, page })}
      onRowsPerPageChange={({ target }) =>
        onChange({ page: 0, size: Number(target.value) })
      }
    />
  );
};
