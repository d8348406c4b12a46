import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';
import { linesOf, outcomeOf, type AuditItem } from '../../audit/AuditItem';
import { latencyWords } from '../../audit/itemWords';
import { lineTime } from '../../audit/lineTime';
import { visibleText } from '../../audit/visibleText';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { FilterLink, type LinkedPart, type OnFilter } from './FilterLink';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 3),
    margin: theme.spacing(1, 0, 1.5),
    fontSize: '0.8rem',
  },
  fact: { minWidth: 0, overflowWrap: 'anywhere' },
  name: { display: 'inline', color: theme.palette.text.secondary },
  value: { display: 'inline', margin: 0 },
  link: { whiteSpace: 'pre-wrap', textDecoration: 'underline' },
}));

/** What a row's lines say in short, each part a filter where that makes sense. */
export const AuditFacts = ({
  item,
  onFilter,
}: {
  readonly item: Exclude<AuditItem, { readonly kind: 'unreadable' }>;
  readonly onFilter: OnFilter;
}) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  const lines = linesOf(item);
  const line = lines[lines.length - 1];
  const { time } = lines[0];
  const outcome = item.kind === 'exchange' ? outcomeOf(item) : undefined;
  const latency =
    outcome?.kind === 'no-response' ? undefined : outcome?.latencyMs;
  const link = (part: LinkedPart, value: string | undefined) =>
    value && (
      <FilterLink
        part={part}
        value={value}
        onFilter={onFilter}
        t={t}
        className={classes.link}
      />
    );
  const facts: readonly (readonly [string, ReactNode])[] = [
    [
      t('audit.list.time'),
      <time dateTime={time} title={time}>
        {lineTime(time)}
      </time>,
    ],
    [
      t('audit.details.latency'),
      latency !== undefined && latencyWords(latency, t),
    ],
    [t('audit.list.path'), link('pathPrefix', line.path)],
    [t('audit.details.mount'), link('mount', line.mountPoint)],
    [t('audit.list.actor'), link('actor', line.actor)],
    [t('audit.details.entity'), visibleText(line.entityId ?? '')],
    [t('audit.details.address'), visibleText(line.remoteAddress ?? '')],
    [t('audit.list.pod'), line.pod],
    [t('audit.details.requestId'), visibleText(line.requestId)],
  ];
  return (
    <dl className={classes.root}>
      {facts.map(
        ([name, value]) =>
          value && (
            <div key={name} className={classes.fact}>
              <dt className={classes.name}>{name}</dt>{' '}
              <dd className={classes.value}>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
};
