import { makeStyles } from '@material-ui/core/styles';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import type { VaultPodStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { ToneText } from '../common/ToneText';
import { pulseTone, pulseWords, ROLE_TONES, ROLE_WORDS } from './podTones';

const UNKNOWN = '–';

const useStyles = makeStyles({
  name: { fontWeight: 'bold', whiteSpace: 'nowrap' },
  cell: { whiteSpace: 'nowrap' },
  node: {
    maxWidth: '16rem',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
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

/** EC2's long node names differ in their first label only. */
function shortNodeName(node: string): string {
  return node.split('.')[0];
}

const Seal = ({ sealed }: { readonly sealed?: boolean }) => {
  if (sealed === undefined) {
    return <>{UNKNOWN}</>;
  }
  return (
    <ToneText tone={sealed ? 'error' : 'ok'}>
      {sealed ? 'Sealed' : 'Unsealed'}
    </ToneText>
  );
};

/** A pod whose process runs may still not be ready, and "Running" alone would read as good news. */
function readyWords({ ready, phase }: VaultPodStatus): string {
  if (ready) {
    return 'Ready';
  }
  return phase === 'Running' ? 'Not ready' : phase;
}

/** One pod; what is wrong with it stands below, over the whole width. */
export const PodRow = ({
  pod,
  columns,
}: {
  readonly pod: VaultPodStatus;
  readonly columns: number;
}) => {
  const classes = useStyles();
  const pulse = pulseWords(pod);
  return (
    <>
      <TableRow
        className={`${classes.row} ${pod.problem ? classes.withProblem : ''}`}
      >
        <TableCell component="th" scope="row" className={classes.name}>
          {pod.name}
        </TableCell>
        <TableCell className={classes.cell}>
          <ToneText tone={ROLE_TONES[pod.role]}>
            {ROLE_WORDS[pod.role]}
          </ToneText>
        </TableCell>
        <TableCell className={classes.cell}>
          <Seal sealed={pod.sealed} />
        </TableCell>
        <TableCell className={classes.cell}>
          <ToneText tone={pod.ready ? 'ok' : 'warning'}>
            {readyWords(pod)}
          </ToneText>
        </TableCell>
        <TableCell>{pod.restarts}</TableCell>
        <TableCell className={classes.cell}>{pod.zone ?? UNKNOWN}</TableCell>
        <TableCell className={classes.node} title={pod.node}>
          {pod.node ? shortNodeName(pod.node) : UNKNOWN}
        </TableCell>
        <TableCell className={classes.cell}>{pod.version ?? UNKNOWN}</TableCell>
        <TableCell className={classes.cell}>
          {pulse ? <ToneText tone={pulseTone(pod)}>{pulse}</ToneText> : UNKNOWN}
        </TableCell>
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
