import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import type { AuditLine } from '@vault-eks/backstage-plugin-vault-eks-common';
import useCopyToClipboard from 'react-use/esm/useCopyToClipboard';
import { prettyJson } from '../../audit/entries';

const useStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(1, 1.5, 1.5),
    background: theme.palette.action.hover,
  },
  json: {
    margin: theme.spacing(0, 0, 1),
    maxHeight: '26rem',
    overflow: 'auto',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontSize: '0.8rem',
  },
}));

/** The whole line, laid out. */
export const AuditDetails = ({ line }: { readonly line: AuditLine }) => {
  const classes = useStyles();
  const [copied, copy] = useCopyToClipboard();
  return (
    <div className={classes.root}>
      <pre className={classes.json}>{prettyJson(line.raw)}</pre>
      <Button size="small" variant="outlined" onClick={() => copy(line.raw)}>
        {copied.value ? 'Copied' : 'Copy this line'}
      </Button>
    </div>
  );
};
