import { makeStyles } from '@material-ui/core/styles';
import TablePagination from '@material-ui/core/TablePagination';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';

const SIZES = [25, 50, 100];

const useStyles = makeStyles({
  // A narrow page has no room for all of it in one line.
  toolbar: { flexWrap: 'wrap', justifyContent: 'flex-end' },
  spacer: { flex: '0 1 auto' },
});

/** Which page of a list, counted from 0, and how many rows it has. */
export interface Paging {
  readonly page: number;
  readonly size: number;
}

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
  if (count <= SIZES[0]) {
    return null;
  }
  return (
    <TablePagination
      component="div"
      classes={classes}
      count={count}
      page={paging.page}
      rowsPerPage={paging.size}
      rowsPerPageOptions={SIZES}
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
