import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Close from '@material-ui/icons/Close';
import { useEffect, useRef } from 'react';
import { linesOf, type AuditItem } from '../../audit/AuditItem';
import type { AuditView } from '../../audit/AuditView';
import { findItem } from '../../audit/findItem';
import { outcomeWords, unreadableWords } from '../../audit/itemWords';
import { usePart } from '../../hooks/useAuditView';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { ToneText } from '../common/ToneText';
import { AuditFacts } from './AuditFacts';
import { AuditLineJson } from './AuditLineJson';
import type { OnFilter } from './FilterLink';

const useStyles = makeStyles(theme => ({
  root: {
    position: 'relative',
    marginTop: theme.spacing(1),
    padding: theme.spacing(1.5),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
  },
  close: { position: 'absolute', top: 4, right: 4 },
  title: { marginRight: theme.spacing(5) },
  lines: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 24rem), 1fr))',
    gap: theme.spacing(2),
  },
}));

/** The whole of one row. It stays when the row goes, and completes when the response comes. */
export const AuditDetails = ({
  id,
  view,
  chosen,
  raw,
  onFilter,
  onClose,
}: {
  readonly id: string;
  readonly view: AuditView;
  readonly chosen: AuditItem;
  readonly raw: boolean;
  readonly onFilter: OnFilter;
  readonly onClose: () => void;
}) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  const root = useRef<HTMLElement>(null);
  const item = usePart(
    view,
    ({ items }) => items.at(findItem(items, chosen)) ?? chosen,
  );
  useEffect(() => {
    root.current?.scrollIntoView?.({ block: 'nearest' });
  }, [chosen.id]);
  const outcome = outcomeWords(item, t);
  return (
    // Escape closes it wherever one reads in it; the button does the same.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      ref={root}
      id={id}
      className={classes.root}
      aria-label={t('audit.details.label')}
      onKeyDown={event => event.key === 'Escape' && onClose()}
    >
      <IconButton
        size="small"
        className={classes.close}
        aria-label={t('audit.details.close')}
        onClick={onClose}
      >
        <Close />
      </IconButton>
      {item.kind === 'unreadable' ? (
        <div className={classes.title}>
          <ToneText tone="warning">{unreadableWords(item.line, t)}</ToneText>
        </div>
      ) : (
        <>
          <Typography
            variant="subtitle1"
            component="h4"
            className={classes.title}
          >
            {item.kind === 'exchange'
              ? t('audit.details.exchange')
              : t(`audit.details.${item.line.type}`)}
          </Typography>
          {outcome && <ToneText tone={outcome.tone}>{outcome.text}</ToneText>}
          <AuditFacts item={item} onFilter={onFilter} />
          <div className={classes.lines}>
            {linesOf(item).map(line => (
              <AuditLineJson key={line.id} line={line} raw={raw} />
            ))}
          </div>
        </>
      )}
    </section>
  );
};
