import { makeStyles } from '@material-ui/core/styles';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import type { VaultPodStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { ToneText } from '../common/ToneText';
import { PodCells } from './PodCells';
import { ROLE_TONES } from './podTones';

const useStyles = makeStyles({
  name: { fontWeight: 'bold', whiteSpace: 'nowrap' },
  cell: { whiteSpace: 'nowrap' },
  // A pod may take two rows, which stripes would tear apart.
  row: {
    '&&': { backgroundColor: 'transparent' },
    '& > *': { lineHeight: 1.43, paddingRight: 8 },
  },
  withProblem: { '& > *': { borderBottom: 'none' } },
  problemCell: { paddingTop: 0 },
  // Stays in sight while a narrow table is scrolled sideways.
  problem: {
    position: 'sticky',
    left: 0,
    display: 'inline-block',
    maxWidth: 'calc(100vw - 6rem)',
  },
});

/** One pod; what is wrong with it stands below, over the whole width. */
export const PodRow = ({
  pod,
  columns,
}: {
  readonly pod: VaultPodStatus;
  readonly columns: number;
}) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  return (
    <>
      <TableRow
        className={`${classes.row} ${pod.problem ? classes.withProblem : ''}`}
      >
        <TableCell
          component="th"
          scope="row"
          role="rowheader"
          className={classes.name}
        >
          {pod.name}
        </TableCell>
        <TableCell className={classes.cell}>
          <ToneText tone={ROLE_TONES[pod.role]}>
            {t(`pods.${pod.role}`)}
          </ToneText>
        </TableCell>
        <PodCells pod={pod} />
      </TableRow>
      {pod.problem && (
        <TableRow className={classes.row}>
          <TableCell colSpan={columns} className={classes.problemCell}>
            <div className={classes.problem}>
              <ToneText tone="error">{pod.problem}</ToneText>
            </div>
          </TableCell>
        </TableRow>
      )}
    </>
  );
};
