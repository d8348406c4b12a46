import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { AuditLine } from '@vault-eks/backstage-plugin-vault-eks-common';
import { prettyJson } from '../../audit/prettyJson';
import { visibleText } from '../../audit/visibleText';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { CopyButton } from './CopyButton';

/** What one can read; a line of megabytes would only make the page slow. */
const SHOWN_CHARACTERS = 100_000;

const useStyles = makeStyles(theme => ({
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
  },
  json: {
    margin: theme.spacing(1, 0, 0),
    padding: theme.spacing(1),
    maxHeight: '24rem',
    overflow: 'auto',
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontSize: '0.8rem',
    direction: 'ltr',
    unicodeBidi: 'isolate',
    '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}` },
  },
}));

/** One line in full: laid out, or as Vault wrote it. */
export const AuditLineJson = ({
  line,
  raw,
}: {
  readonly line: AuditLine;
  readonly raw: boolean;
}) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  const title = t(`audit.details.${line.type}`);
  const text = raw ? line.raw : prettyJson(line.raw);
  const left = text.length - SHOWN_CHARACTERS;
  return (
    <div>
      <div className={classes.head}>
        <Typography variant="subtitle2" component="h5">
          {title}
        </Typography>
        <CopyButton text={() => line.raw}>
          {line.type === 'request'
            ? t('audit.actions.copyRequest')
            : t('audit.actions.copyResponse')}
        </CopyButton>
      </div>
      {/* Whoever has no mouse scrolls it by the arrow keys. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={classes.json} tabIndex={0} aria-label={title}>
        {visibleText(text.slice(0, SHOWN_CHARACTERS), '\n')}
        {left > 0 &&
          `\n${t('audit.details.cut', { left: left.toLocaleString() })}`}
      </pre>
    </div>
  );
};
