import { linesOf, type AuditItem } from '../../audit/AuditItem';
import { lineTime } from '../../audit/lineTime';
import type { Translate } from '../../audit/Translate';
import { visibleText } from '../../audit/visibleText';
import { useColumnStyles } from './columnStyles';
import { FilterLink, type LinkedPart, type OnFilter } from './FilterLink';
import { OutcomeText } from './OutcomeText';

/** A row in columns: when, what was done, where, by whom, and what came of it. */
export const AuditColumns = ({
  item,
  narrow,
  reachable,
  onFilter,
  t,
}: {
  readonly item: Exclude<AuditItem, { readonly kind: 'unreadable' }>;
  readonly narrow: boolean;
  readonly reachable: boolean;
  readonly onFilter: OnFilter;
  readonly t: Translate;
}) => {
  const classes = useColumnStyles();
  const lines = linesOf(item);
  // A response tells more than its request: who somebody is who has just logged in.
  const line = lines[lines.length - 1];
  const { time } = lines[0];
  const quietCut = `${classes.quiet} ${classes.cut}`;
  const whole = narrow ? classes.whole : '';
  // On a narrow screen a finger that chooses the row would hit a link; what is chosen has them all.
  const link = (part: LinkedPart, value: string) =>
    narrow ? (
      <span aria-hidden>{visibleText(value)}</span>
    ) : (
      <FilterLink
        part={part}
        value={value}
        reachable={reachable}
        onFilter={onFilter}
        t={t}
      />
    );

  const who = line.actor ? (
    link('actor', line.actor)
  ) : (
    <span aria-hidden>{visibleText(line.remoteAddress ?? '')}</span>
  );
  const path = (
    <span className={`${classes.cut} ${whole}`}>
      {link('pathPrefix', line.path)}
    </span>
  );
  const when = (
    <time className={quietCut} dateTime={time} title={time} aria-hidden>
      {lineTime(time)}
    </time>
  );
  const what = (
    <span className={`${classes.operation} ${classes.cut}`} aria-hidden>
      {visibleText(line.operation)}
    </span>
  );
  if (narrow) {
    return (
      <div className={classes.narrow}>
        {when}
        {what}
        <OutcomeText
          item={item}
          className={`${classes.cut} ${classes.end}`}
          t={t}
        />
        {path}
        <span className={`${quietCut} ${whole}`}>
          {who} <span aria-hidden>{line.pod}</span>
        </span>
      </div>
    );
  }
  return (
    <div className={item.kind === 'exchange' ? classes.paired : classes.lines}>
      {when}
      {what}
      {item.kind === 'line' && (
        <span className={quietCut} aria-hidden>
          {line.type}
        </span>
      )}
      {path}
      <span className={quietCut}>{who}</span>
      <span className={quietCut} title={line.pod} aria-hidden>
        {line.pod}
      </span>
      <OutcomeText item={item} className={classes.cut} t={t} />
    </div>
  );
};
